"use client";
import { formatAgo, formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** The texts of `KeyRing`, in the language of the page. */
export function useKeyWords(now: Date) {
  const t = useTranslations("common.keys");
  const ta = useTranslations("common.actions");
  const locale = useLocale();
  return {
    lead: t("lead"),
    none: t("none"),
    name: t("name"),
    nameHint: t("nameHint"),
    scope: t("scope"),
    scopes: { read: t("scopes.read"), contribute: t("scopes.contribute") },
    scopeHints: { read: t("scopeHints.read"), contribute: t("scopeHints.contribute") },
    life: t("life"),
    days: { 30: t("days.30"), 90: t("days.90"), 365: t("days.365") },
    create: t("create"),
    made: t("made"),
    madeText: t("madeText"),
    copy: ta("copy"),
    copied: ta("copied"),
    revoke: t("revoke"),
    revokeTitle: t("revokeTitle"),
    revokeText: t("revokeText"),
    cancel: ta("cancel"),
    close: ta("close"),
    ended: t("ended"),
    untilOf: (date: Date) => t("until", { date: formatDate(locale, date, "medium") }),
    usedOf: (date: Date | null) => (date ? t("used", { when: formatAgo(locale, date, now) }) : t("unused")),
  };
}
