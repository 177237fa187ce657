import { unbroken } from "@archipel/i18n/format.ts";
import en from "@archipel/i18n/messages/models/en.json" with { type: "json" };
import fr from "@archipel/i18n/messages/models/fr.json" with { type: "json" };
import type { Words } from "@archipel/validation/model/words.ts";
import { createTranslator } from "next-intl";
import type { Clause, Sentence } from "./clauses.ts";

/** A first message of the rule, in both languages. */
export function composedWords(sentence: Sentence): Words {
  return { fr: unbroken(composed("fr", sentence)), en: composed("en", sentence) };
}

function composed(locale: "fr" | "en", { when, must, isOneEnough }: Sentence): string {
  const messages = { models: locale === "fr" ? fr : en };
  const t = createTranslator({ locale, messages, namespace: "models.editor.sentence" });
  const said = (clause: Clause, mood: "is" | "must") => {
    const value = clause.other === null ? clause.text : t("field", { field: clause.other });
    return t(`${mood}.${clause.op}`, { field: clause.field, value });
  };
  const then = must.map((clause) => said(clause, "must")).join(isOneEnough ? t("or") : t("and"));
  const before = when.map((clause) => said(clause, "is")).join(t("and"));
  const text = before === "" ? t("always", { then }) : t("when", { before, then });
  return text.slice(0, 500);
}
