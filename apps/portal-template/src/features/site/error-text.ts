import { isLocale } from "@archipel/i18n/locales.ts";
import failureEn from "@archipel/i18n/messages/failure/en.json" with { type: "json" };
import failureFr from "@archipel/i18n/messages/failure/fr.json" with { type: "json" };

/**
 * The error page's texts: a message area of their own, because every page loads them.
 *
 * @param seconds to wait, when the page was refused because there were too many requests
 */
export function errorPageText(language: string, seconds: number | null = null): Omit<typeof failureFr, "busyTitle" | "busyText"> {
  const texts = { fr: failureFr, en: failureEn }[isLocale(language) ? language : "fr"];
  const [title, text] = seconds === null ? (["title", "text"] as const) : (["busyTitle", "busyText"] as const);
  return { ...texts, title: texts[title], text: texts[text].replace("{seconds}", String(seconds)) };
}
