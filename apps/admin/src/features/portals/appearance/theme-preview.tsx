"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { isPreviewReady, type PreviewTheme } from "@archipel/theme/preview-message.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useApi } from "../../../api/api.ts";
import { SizedPreview } from "../../../kit/preview/sized-preview.tsx";
import { usePreviewAddress } from "../../../kit/preview/use-preview-link.ts";

interface ThemePreviewProps {
  readonly portal: Portal;
  readonly baseTheme: string;
  readonly theme: unknown;
  readonly mode: Mode;
}

/** The portal's own first page in a theme that is not saved yet. */
export function ThemePreview({ portal, baseTheme, theme, mode }: ThemePreviewProps) {
  const api = useApi();
  const input = { communityId: portal.communityId, portalId: portal.id };
  const pages = useQuery(api.sitePages.list.queryOptions(input));
  const home = pages.data?.pages.find(({ kind }) => kind === "home");
  const page = useQuery(
    api.sitePages.get.queryOptions({ communityId: portal.communityId, pageId: home?.id ?? "" }, { enabled: home !== undefined }),
  );
  useThemeInFrames(new URL(portal.address).origin, { archipel: "preview-theme", baseTheme, theme, mode });
  const failed = pages.error ?? page.error;
  if (page.data) return <Linked portal={portal} page={page.data} />;
  return <SizedPreview src={undefined} error={failed} onRetry={() => (pages.error ? pages.refetch() : page.refetch())} />;
}

function Linked({ portal, page }: { readonly portal: Portal; readonly page: EditedPage }) {
  const { src, error, retry } = usePreviewAddress(page, portal, portal.locales[0] ?? "fr");
  return <SizedPreview src={src} error={error} onRetry={retry} />;
}

/** Tells each preview of the portal the theme: when it is ready, and at each change. */
function useThemeInFrames(origin: string, theme: PreviewTheme): void {
  const frames = useRef(new Set<MessageEventSource>());
  const latest = useRef(theme);
  latest.current = theme;
  useEffect(() => {
    const hear = ({ source, data, origin: from }: MessageEvent) => {
      if (!source || from !== origin || !isPreviewReady(data)) return;
      frames.current.add(source);
      source.postMessage(latest.current, { targetOrigin: origin });
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [origin]);
  const text = JSON.stringify(theme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme as text
  useEffect(() => {
    for (const frame of frames.current) frame.postMessage(latest.current, { targetOrigin: origin });
  }, [text, origin]);
}
