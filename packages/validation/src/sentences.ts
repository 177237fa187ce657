import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { Code } from "./codes.ts";
import type { Finding } from "./finding.ts";

export type { Locale };

/** What a finding says to a person: what is wrong, and how to repair it. */
export interface Sentence {
  what: string;
  repair: string;
}

type Say = ReturnType<typeof translator<"findings">>;
const says = new Map<Locale, Say>();

function sayIn(locale: Locale): Say {
  const say = says.get(locale) ?? translator(locale, "findings");
  says.set(locale, say);
  return say;
}

/** The sentences of a finding (packages/i18n, area `findings`: `what.<code>`, `repair.<code>`). */
export function sentenceOf({ code, params }: Pick<Finding, "code" | "params">, locale: Locale): Sentence {
  const say = sayIn(locale);
  return { what: say(`what.${code}`, params), repair: say(`repair.${code}`, params) };
}

/** A short name of a code, for lists and filters. */
export function titleOf(code: Code, locale: Locale): string {
  return sayIn(locale)(`title.${code}`);
}
