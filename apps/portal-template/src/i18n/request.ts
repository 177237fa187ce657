import { ZONE } from "@archipel/i18n/days.ts";
import { DEFAULT_LOCALE, isLocale } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { getRequestConfig } from "next-intl/server";

/** The proxy states the page's language in a header; texts stay on the server unless a feature passes them to its client components. */
export default getRequestConfig(async ({ requestLocale }) => {
  const wanted = await requestLocale;
  const locale = isLocale(wanted) ? wanted : DEFAULT_LOCALE;
  return {
    locale,
    messages: messagesOf(locale, [
      "access",
      "alerts",
      "answers",
      "cloud-extracts",
      "clouds",
      "common",
      "conflicts",
      "datasets",
      "errors",
      "follows",
      "identity",
      "map",
      "maps",
      "notifications",
      "portal",
      "reports",
      "grants",
      "groups",
      "organisations",
      "requests",
      "search",
    ]),
    timeZone: ZONE,
  };
});
