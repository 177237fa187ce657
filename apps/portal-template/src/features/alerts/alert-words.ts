import type { PublicAlert } from "@archipel/contracts/alerts.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { useTranslations } from "next-intl";
import { type Reader, say } from "../site/said.ts";

type When = Pick<PublicAlert, "state" | "startsAt" | "endsAt">;

/** When and where an alert applies, in words. */
export function useAlertWords(reader: Reader) {
  const t = useTranslations("alerts");
  const { locale } = reader;
  return {
    period: ({ state, startsAt, endsAt }: When) => periodIn(t, locale, { state, startsAt, endsAt }),
    area: ({ areaName }: Pick<PublicAlert, "areaName">) => {
      if (areaName === null) return { text: t("area.portal"), attrs: {} };
      // Names of communes are the same in every language.
      const said = say(reader, areaName);
      return said.text ? { text: said.text, attrs: {} } : { text: t("area.drawn"), attrs: {} };
    },
  };
}

function periodIn(t: ReturnType<typeof useTranslations<"alerts">>, locale: Locale, { state, startsAt, endsAt }: When): string {
  const from = formatDateTime(locale, startsAt);
  if (endsAt !== null) return t("period.between", { from, until: formatDateTime(locale, endsAt) });
  return t(state === "planned" ? "period.fromFuture" : "period.from", { from });
}
