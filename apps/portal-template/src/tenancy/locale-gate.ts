import { isLocale, type Locale, negotiateLocale } from "@archipel/i18n/locales.ts";

const names = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** The language that the first part of a path names, in any spelling: "de", "EN", "pt-BR"; null when it names none. */
function languageOf(part: string): string | null {
  const [, language] = /^([a-z]{2})(?:[-_][a-z]{2,4})?$/i.exec(part) ?? [];
  const code = language?.toLowerCase() ?? null;
  return code !== null && names.of(code) !== undefined ? code : null;
}

export type LocaleDecision =
  | {
      readonly kind: "show";
      readonly locale: Locale /** The path after the language, "" or starting with a slash. */;
      readonly rest: string;
    }
  | { readonly kind: "redirect"; readonly pathname: string };

interface LocaleFacts {
  readonly pathname: string;
  /** The language that the visitor chose before. */
  readonly cookie: string | undefined;
  readonly acceptLanguage: string | null;
  /** The portal's languages, its own first. */
  readonly locales: readonly Locale[];
}

/** The language is the first part of every page's path; a path without it, or with another language or spelling, is redirected to the best one. */
export function localeGate({ pathname, cookie, acceptLanguage, locales }: LocaleFacts): LocaleDecision {
  const [, first = ""] = pathname.split("/");
  const rest = pathname.slice(first.length + 1);
  if (isLocale(first) && locales.includes(first)) return { kind: "show", locale: first, rest: rest === "/" ? "" : rest };
  const typed = languageOf(first);
  const named = isLocale(typed) && locales.includes(typed) ? typed : null;
  const kept = isLocale(cookie) && locales.includes(cookie) ? cookie : null;
  const chosen = named ?? kept ?? negotiateLocale(acceptLanguage, locales);
  const path = typed === null ? pathname : rest;
  return { kind: "redirect", pathname: `/${chosen}${path === "/" ? "" : path}` };
}
