import { isLocale, type Locale, negotiateLocale } from "@archipel/i18n/locales.ts";

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

/** The language is the first part of every page's path; a path without it, or with one that the portal does not offer, is redirected to the best one. */
export function localeGate({ pathname, cookie, acceptLanguage, locales }: LocaleFacts): LocaleDecision {
  const [, first = ""] = pathname.split("/");
  const rest = pathname.slice(first.length + 1);
  if (isLocale(first) && locales.includes(first)) return { kind: "show", locale: first, rest: rest === "/" ? "" : rest };
  const chosen = isLocale(cookie) && locales.includes(cookie) ? cookie : negotiateLocale(acceptLanguage, locales);
  const path = isLocale(first) ? rest : pathname;
  return { kind: "redirect", pathname: `/${chosen}${path === "/" ? "" : path}` };
}
