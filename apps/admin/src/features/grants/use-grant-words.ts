"use client";
import type { Grant } from "@archipel/contracts/grants.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

/** Names the subject of a grant. */
export function useSubjectWords(): (subject: Grant["subject"]) => string {
  const t = useTranslations("grants.rights.who");
  return ({ kind, name, role, communityName }) => t(kind, { name, role: role ?? "", community: communityName ?? "" });
}

/** Says a grant as a sentence: who sees or edits what, where, until when. */
export function useGrantWords(): (grant: Grant) => string {
  const t = useTranslations("grants.rights");
  const locale = useLocale();
  const who = useSubjectWords();
  const list = new Intl.ListFormat(locale);
  return ({ subject, permission, layer, columns, area, until }) => {
    const ofLayer = { layer: layer?.title ?? "" };
    const what =
      layer === null
        ? t("what.dataset")
        : columns
          ? t("what.columns", { ...ofLayer, columns: list.format(columns) })
          : t("what.layer", ofLayer);
    return t("sentence", {
      who: who(subject),
      does: t(`does.${permission}`),
      what,
      where: area ? t("where.area", { area: area.name }) : t("where.everywhere"),
      until: until ? t("until.date", { date: formatDate(locale, until, "long") }) : t("until.open"),
    });
  };
}
