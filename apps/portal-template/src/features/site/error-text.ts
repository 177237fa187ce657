import { isLocale } from "@archipel/i18n/locales.ts";
import failureEn from "@archipel/i18n/messages/failure/en.json" with { type: "json" };
import failureFr from "@archipel/i18n/messages/failure/fr.json" with { type: "json" };

/**
 * The error page's texts: a message area of their own, because every page loads them.
 *
 * @param why the seconds to wait, when the page was refused because there were too many requests; `away` when the platform could not serve
 */
export function errorPageText(
  language: string,
  why: number | "away" | null = null,
): Pick<typeof failureFr, "title" | "text" | "action" | "reference"> {
  const texts = { fr: failureFr, en: failureEn }[isLocale(language) ? language : "fr"];
  if (why === "away") return { ...texts, title: texts.awayTitle, text: texts.awayText };
  if (why === null) return texts;
  return { ...texts, title: texts.busyTitle, text: texts.busyText.replace("{seconds}", String(why)) };
}
