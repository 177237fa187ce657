"use client";
import { useTranslations } from "next-intl";
import type { PageDraft } from "../draft/page-draft.ts";
import type { Problem } from "../draft/problems.ts";
import { useBlockWords } from "../words.ts";

/** The sentence of a problem, and where it is in words. */
export function useProblemWords(draft: PageDraft) {
  const t = useTranslations("site-editor");
  const words = useBlockWords();
  return {
    text: ({ code }: Problem) => t(`problems.${code}`),
    where: ({ block, path }: Problem) => {
      const found = draft.blocks.find(({ id }) => id === block);
      if (!found) return t("page.title");
      const steps = path.filter((step) => typeof step === "number" || !isLanguage(step));
      return [words.blockName(found), words.placeName(found.type, steps)].filter(Boolean).join(" › ");
    },
  };
}

/** The last step of an error in a text is its language. */
const isLanguage = (step: string) => /^[a-z]{2}$/.test(step);

/** The key of a field at which a problem is shown: errors lead deeper than fields do. */
export function whereOf({ block, path }: Pick<Problem, "block" | "path">): string {
  return [block ?? "page", ...path].join(".");
}
