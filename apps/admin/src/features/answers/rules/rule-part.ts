"use client";
import type { Mistake } from "@archipel/answers/packs/mistake.ts";
import { useTranslations } from "next-intl";
import type { RuleDetails } from "../api-types.ts";
import { useText } from "../words.ts";
import type { RuleDraft } from "./rule-draft.ts";

export interface RulePartProps {
  readonly draft: RuleDraft;
  /** The rule of the pack in the form; null for a rule of the portal. */
  readonly shipped: RuleDraft | null;
  readonly mistakes: readonly Mistake[];
  readonly words: Pick<RuleDetails, "authorities" | "placeholders">;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

/** Authorities of the pack, and the one of the feature's document. */
export function useAuthorityOptions(words: RulePartProps["words"]): { value: string; label: string }[] {
  const t = useTranslations("admin.answers.rule");
  const text = useText();
  return [
    { value: "of-document", label: t("ofDocument") },
    ...words.authorities.map(({ key, name }) => ({ value: key, label: text(name) })),
  ];
}
