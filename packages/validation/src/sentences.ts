import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type Code, factsOf } from "./codes.ts";
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
  const values = inLanguage({ ...Object.fromEntries(factsOf(code).params.map((name) => [name, ""])), ...params }, locale);
  return { what: say(`what.${code}`, values), repair: say(`repair.${code}`, values) };
}

/** A parameter whose text has two languages comes as `name.fr` and `name.en`. */
function inLanguage(params: Finding["params"], locale: Locale): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    const [bare = name, language] = name.split(".");
    if (language === undefined || language === locale) values[bare] = value;
  }
  return values;
}

/** A short name of a code, for lists and filters. */
export function titleOf(code: Code, locale: Locale): string {
  return sayIn(locale)(`title.${code}`);
}
