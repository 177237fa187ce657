"use client";
import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import type { LevelOf } from "@archipel/answers/packs/rule.ts";
import { useLocale, useTranslations } from "next-intl";

/** A text of a pack in the person's language, else in the other one. */
export function useText(): (text: { readonly fr?: string | undefined; readonly en?: string | undefined } | null | undefined) => string {
  const locale = useLocale();
  return (text) => (locale === "en" ? text?.en || text?.fr : text?.fr || text?.en) ?? "";
}

/** The name of a level, or what it depends on. */
export function useLevelWords(): (level: LevelOf) => string {
  const t = useTranslations("admin.answers.levels");
  return (level) => {
    if (level === null) return t("none");
    if (typeof level === "number") return t(`l${level}`);
    return "fromField" in level ? t("fromField", { field: level.fromField }) : t("byDistance");
  };
}

/** The sentence of a mistake, which is shown at its input. */
export function useMistakeText(): (mistake: Mistake) => string {
  const t = useTranslations("answers.mistake");
  const tf = useTranslations("admin.answers.rule");
  return ({ reason, name }) => t(reason, { where: tf("here"), name });
}
