import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";

/** Markup that is safe to print. */
export class Html {
  readonly #markup: string;
  constructor(markup: string) {
    this.#markup = markup;
  }
  toString(): string {
    return this.#markup;
  }
}

type Part = string | number | Html | null | false | undefined | readonly Part[];

function print(part: Part): string {
  if (part === null || part === false || part === undefined) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "object") return part.map(print).join("");
  return escapeMarkup(String(part)).replaceAll("'", "&#39;");
}

/** A template whose values are escaped, unless they are templates themselves. `null` and `false` print nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((markup, text, index) => markup + print(parts[index - 1]) + text));
}
