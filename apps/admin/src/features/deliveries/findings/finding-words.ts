"use client";
import type { CheckFinding, CheckGroup, FindingLevel } from "@archipel/contracts/checks.ts";
import type { BadgeTone } from "@archipel/ui/badge.tsx";
import { type LucideIcon, OctagonAlert } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { SEVERITY_LOOKS } from "../../../kit/severity.ts";

export const LEVEL_LOOKS: Record<FindingLevel, { readonly tone: BadgeTone; readonly Icon: LucideIcon }> = {
  FATAL: { tone: "danger", Icon: OctagonAlert },
  ERROR: SEVERITY_LOOKS.error,
  WARNING: SEVERITY_LOOKS.warning,
  INFO: SEVERITY_LOOKS.info,
};

type Said = Pick<CheckFinding, "code" | "params">;

/** The texts of a finding: a short title, what is wrong, and what to do. A code without texts is shown as it is. */
export function useFindingWords() {
  const t = useTranslations("findings");
  const locale = useLocale();
  const say = (part: "what" | "repair", { code, params }: Said) => {
    const key = `${part}.${code}`;
    return t.has(key as never) ? t(key as never, inLanguage(params, locale) as never) : "";
  };
  return {
    title: (code: string) => (t.has(`title.${code}` as never) ? t(`title.${code}` as never) : code),
    what: (finding: Said) => say("what", finding),
    repair: (finding: Said) => say("repair", finding),
  };
}

/** A parameter whose text has two languages comes as `name.fr` and `name.en`. */
function inLanguage(params: Said["params"], locale: string): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    const [bare = name, language] = name.split(".");
    if (language === undefined || language === locale) values[bare] = value;
  }
  return values;
}

/** The place of a group: its file and its field. */
export function groupPlace({ fileModel, field }: Pick<CheckGroup, "fileModel" | "field">): string {
  return [fileModel, field].filter((part) => part !== null).join(" · ");
}
