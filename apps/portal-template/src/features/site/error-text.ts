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
  if (why === null) return texts;
  const [title, text] = why === "away" ? (["awayTitle", "awayText"] as const) : (["busyTitle", "busyText"] as const);
  return { ...texts, title: texts[title], text: texts[text].replace("{seconds}", String(why)) };
}
