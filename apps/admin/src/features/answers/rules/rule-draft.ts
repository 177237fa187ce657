import type { LevelOf, Rule } from "@archipel/answers/packs/rule.ts";
import type { AddedRule, Override } from "@archipel/answers/rules/overrides.ts";

/** A text in the form, in both languages. */
export interface Words {
  fr: string;
  en: string;
}

/** The statement, and the relations that can replace it, in the order of the form. */
export const sentenceParts = ["statement", "contains", "partly", "crosses", "on", "border", "near", "commune"] as const;
export type SentencePart = (typeof sentenceParts)[number];
const [, ...relations] = sentenceParts;

export interface AdviceDraft {
  text: Words;
  authority: string;
  url: string;
}

export interface ProvisionDraft {
  type: Rule["provisions"][number]["type"];
  title: string;
  /** Separated by commas. */
  articles: string;
  url: string;
}

/** A rule in the form. */
export interface RuleDraft {
  isHidden: boolean;
  level: LevelOf;
  sentence: Readonly<Record<SentencePart, Words>>;
  consequence: Words;
  advice: readonly AdviceDraft[];
  authority: string;
  provisions: readonly ProvisionDraft[];
  validFrom: string;
  validUntil: string;
}

const words = (text: { readonly fr?: string | undefined; readonly en?: string | undefined } | undefined): Words => ({
  fr: text?.fr ?? "",
  en: text?.en ?? "",
});

export function ruleDraft(rule: Rule, isHidden = false): RuleDraft {
  const { level, sentence, consequence, advice, authority, provisions, validFrom = "", validUntil = "" } = rule;
  return {
    isHidden,
    level,
    sentence: {
      statement: words(sentence.statement),
      contains: words(sentence.contains),
      partly: words(sentence.partly),
      crosses: words(sentence.crosses),
      on: words(sentence.on),
      border: words(sentence.border),
      near: words(sentence.near),
      commune: words(sentence.commune),
    },
    consequence: words(consequence),
    advice: advice.map((one) => ({ text: words(one.text), authority: one.authority ?? "", url: one.url ?? "" })),
    authority,
    provisions: provisions.map(({ type, title, articles = [], url = "" }) => ({ type, title, articles: articles.join(", "), url })),
    validFrom,
    validUntil,
  };
}

type Filled = Partial<Words>;

/** The languages that have a text. */
function filled({ fr, en }: Words): Filled {
  return { ...(fr.trim() && { fr: fr.trim() }), ...(en.trim() && { en: en.trim() }) };
}

const isEmpty = (text: Words) => Object.keys(filled(text)).length === 0;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What a draft changes of the shipped rule, as core-api reads it. Empty when it changes nothing. */
export function changeOf(shipped: Rule, draft: RuleDraft): Override {
  if (draft.isHidden) return { isHidden: true };
  const before = ruleDraft(shipped);
  const isOther = (part: SentencePart) => !isSame(filled(before.sentence[part]), filled(draft.sentence[part]));
  const sentence = {
    ...(isOther("statement") ? { statement: filled(draft.sentence.statement) } : {}),
    // A relation without a text of its own uses the statement again.
    ...Object.fromEntries(relations.filter(isOther).map((part) => [part, messageOrNull(draft.sentence[part])])),
  };
  return {
    ...(isSame(before.level, draft.level) ? {} : { level: draft.level }),
    ...(Object.keys(sentence).length === 0 ? {} : { sentence }),
    ...(isSame(filled(before.consequence), filled(draft.consequence)) ? {} : { consequence: messageOrNull(draft.consequence) }),
    ...(isSame(before.advice, draft.advice) ? {} : { advice: draft.advice.map(adviceOf) }),
    ...(before.authority === draft.authority ? {} : { authority: draft.authority }),
    ...(isSame(before.provisions, draft.provisions) ? {} : { provisions: draft.provisions.map(provisionOf) }),
    ...(before.validFrom === draft.validFrom ? {} : { validFrom: draft.validFrom || null }),
    ...(before.validUntil === draft.validUntil ? {} : { validUntil: draft.validUntil || null }),
  };
}

const messageOrNull = (text: Words) => (isEmpty(text) ? null : filled(text));

/** The rule that a portal adds, with its tests and its other facts as they were. */
export function addedOf(theme: string, base: Rule, draft: RuleDraft): AddedRule {
  const { consequence: _c, validFrom: _f, validUntil: _u, ...kept } = base;
  const { statement, ...others } = draft.sentence;
  const own = Object.fromEntries(Object.entries(others).flatMap(([part, text]) => (isEmpty(text) ? [] : [[part, filled(text)] as const])));
  return {
    theme,
    rule: {
      ...kept,
      level: draft.level,
      sentence: { statement: filled(statement), ...own },
      ...(isEmpty(draft.consequence) ? {} : { consequence: filled(draft.consequence) }),
      advice: draft.advice.map(adviceOf),
      authority: draft.authority,
      provisions: draft.provisions.map(provisionOf),
      ...(draft.validFrom && { validFrom: draft.validFrom }),
      ...(draft.validUntil && { validUntil: draft.validUntil }),
    },
  };
}

function adviceOf({ text, authority, url }: AdviceDraft): Rule["advice"][number] {
  return { text: filled(text), ...(authority && { authority }), ...(url.trim() && { url: url.trim() }) };
}

function provisionOf({ type, title, articles, url }: ProvisionDraft): Rule["provisions"][number] {
  const listed = articles
    .split(",")
    .map((article) => article.trim())
    .filter(Boolean);
  return { type, title: title.trim(), ...(listed.length > 0 && { articles: listed }), ...(url.trim() && { url: url.trim() }) };
}
