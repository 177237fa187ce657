"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import type { EditedPage } from "@archipel/contracts/site-pages.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApiClient } from "../../api/api.ts";
import { links } from "../../links.ts";
import { usePortalPass } from "../use-portal-link.ts";

interface KeptPreview {
  readonly id: string;
  readonly token: string;
}

const place = (pageId: string) => `archipel.page-preview.${pageId}`;

/** The address of the draft of a page for a preview in the console, on a portal in any state. */
export function usePreviewAddress(page: Pick<EditedPage, "id" | "communityId" | "previews">, portal: Portal, locale: string) {
  const { pass, passes } = usePortalPass(portal);
  const link = usePreviewLink(page);
  const src = link.data && pass !== undefined ? links.portalPreview(portal.address, locale, link.data, pass) : undefined;
  return { src, error: link.error ?? passes.error, retry: () => void (link.error ? link.refetch() : passes.refetch()) };
}

/**
 * The secret of a link to the draft of a page, for a preview in the console. The link lasts a day, and this browser keeps its secret, so that opening the preview again
 * makes no other one.
 */
function usePreviewLink(page: Pick<EditedPage, "id" | "communityId" | "previews">) {
  const t = useTranslations("site-editor.preview");
  const client = useApiClient();
  return useQuery({
    queryKey: ["preview-link", page.id],
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async () => {
      const kept = readKept(page.id);
      const soon = Date.now() + 60 * 60 * 1000;
      if (kept && page.previews.some(({ id, expiresAt }) => id === kept.id && expiresAt.getTime() > soon)) return kept.token;
      const { id, token } = await client.sitePages.createPreview.mutate({
        communityId: page.communityId,
        pageId: page.id,
        days: 1,
        note: t("note"),
      });
      keepPreview(page.id, { id, token });
      return token;
    },
  });
}

function readKept(pageId: string): KeptPreview | null {
  try {
    return JSON.parse(window.localStorage.getItem(place(pageId)) ?? "null") as KeptPreview | null;
  } catch {
    return null;
  }
}

function keepPreview(pageId: string, preview: KeptPreview): void {
  try {
    window.localStorage.setItem(place(pageId), JSON.stringify(preview));
  } catch {
    // Without storage the next visit makes another link.
  }
}
