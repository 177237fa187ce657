import { ZONE } from "@archipel/i18n/days.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { getRequestConfig } from "next-intl/server";
import { requestLocale } from "./locale.ts";

export default getRequestConfig(async () => {
  const locale = await requestLocale();
  return {
    locale,
    messages: messagesOf(locale, [
      "access",
      "admin",
      "alerts",
      "answers",
      "checks",
      "clouds",
      "common",
      "communities",
      "conflicts",
      "domains",
      "elevation",
      "errors",
      "layers",
      "identity",
      "map",
      "models",
      "moderation",
      "notifications",
      "presence",
      "processing",
      "site-editor",
      "styles",
      "repairs",
      "grants",
      "groups",
      "organisations",
      "bin",
      "requests",
      "usage",
      "visits",
    ]),
    timeZone: ZONE,
    // The moment that `useNow` counts from until the browser has taken the page over.
    now: new Date(),
  };
});
