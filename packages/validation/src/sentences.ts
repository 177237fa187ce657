import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type Code, factsOf } from "./codes.ts";
import type { Finding } from "./finding.ts";

export type { Locale };

/** The messages of a finding: the fault, and how to repair it. */
export interface Sentence {
  what: string;
  repair: string;
}

type Say = ReturnType<typeof translator<"findings">>;
const translators = new Map<Locale, Say>();

function translatorOf(locale: Locale): Say {
  const say = translators.get(locale) ?? translator(locale, "findings");
  translators.set(locale, say);
  return say;
}

/** The messages of a finding (packages/i18n, area `findings`: `what.<code>`, `repair.<code>`). */
export function sentenceOf({ code, params }: Pick<Finding, "code" | "params">, locale: Locale): Sentence {
  const say = translatorOf(locale);
  const values = inLanguage({ ...Object.fromEntries(factsOf(code).params.map((name) => [name, ""])), ...params }, locale);
  return { what: say(`what.${code}`, values), repair: say(`repair.${code}`, values) };
}

/** Selects the language of parameters that come as `name.fr` and `name.en`. */
function inLanguage(params: Finding["params"], locale: Locale): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    const [bare = name, language] = name.split(".");
    if (language === undefined || language === locale) values[bare] = value;
  }
  return values;
}

/** The short title of a code, for lists and filters. */
export function titleOf(code: Code, locale: Locale): string {
  return translatorOf(locale)(`title.${code}`);
}
