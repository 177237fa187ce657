"use client";
import type { SitePageSummary } from "@archipel/contracts/site-pages.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";

/** What visitors see of a page now and later, in words. */
export function StateBadges({ page }: { readonly page: Pick<SitePageSummary, "status" | "hasChanges" | "publishAt" | "unpublishAt"> }) {
  const t = useTranslations("site-editor.states");
  const locale = useLocale();
  return (
    <>
      <Badge tone={page.status === "published" ? "success" : "neutral"}>{t(page.status)}</Badge>
      {page.status === "published" && page.hasChanges && <Badge tone="warning">{t("changes")}</Badge>}
      {page.publishAt && <Badge tone="info">{t("from", { when: formatDateTime(locale, page.publishAt) })}</Badge>}
      {page.unpublishAt && <Badge tone="info">{t("until", { when: formatDateTime(locale, page.unpublishAt) })}</Badge>}
    </>
  );
}
