import { isLocale } from "@archipel/i18n/locales.ts";
import failureEn from "@archipel/i18n/messages/failure/en.json" with { type: "json" };
import failureFr from "@archipel/i18n/messages/failure/fr.json" with { type: "json" };

/** The error page's texts: a message area of their own, because every page loads them. */
export function errorPageText(language: string): { title: string; text: string; action: string; reference: string } {
  return { fr: failureFr, en: failureEn }[isLocale(language) ? language : "fr"];
}
