import { isLocale, type Locale, negotiateLocale } from "@archipel/i18n/locales.ts";
import { cookies, headers } from "next/headers";

/** Remembers the language that a person chose in the console. */
const LOCALE_COOKIE = "archipel-locale";

/** The language of this request: the person's choice, else the browser's preference. */
export async function requestLocale(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
}
