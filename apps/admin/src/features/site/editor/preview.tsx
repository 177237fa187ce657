"use client";
import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import { useTranslations } from "next-intl";
import { SizedPreview } from "../../../kit/preview/sized-preview.tsx";
import { usePreviewAddress } from "../../../kit/preview/use-preview-link.ts";
import { useOpenPage } from "../draft/open-page.tsx";

interface PreviewProps {
  readonly language: ContentLanguage;
  /** The chosen block: the preview scrolls to it. */
  readonly block: string | null;
}

/** The portal's own page with the draft. It is drawn again after each save. */
export function Preview({ language, block }: PreviewProps) {
  const t = useTranslations("site-editor.preview");
  const { page, portal, saver, state } = useOpenPage();
  const locale = portal.locales.find((one) => one === language) ?? portal.locales[0] ?? "fr";
  const { src, error, retry } = usePreviewAddress(page, portal, locale);
  return (
    <SizedPreview
      src={src && `${src}${src.includes("?") ? "&" : "?"}r=${saver.revision}`}
      hash={block === null ? "" : `b-${block}`}
      error={error}
      onRetry={retry}
      state={state.kind === "saved" ? "" : t("waiting")}
    />
  );
}
