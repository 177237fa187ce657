import type { LayerField } from "@archipel/contracts/layers.ts";
import { formatClockTime, formatDate, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";

type Value = string | number | boolean | null | undefined;

/** An attribute in words; null when it has no value. */
export function useValueText(): (value: Value, type: LayerField["type"] | undefined) => string | null {
  const t = useTranslations("common");
  const locale = useLocale() === "en" ? "en" : "fr";
  return (value, type) => {
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "boolean") return t(value ? "states.yes" : "states.no");
    if (typeof value === "number") return formatNumber(locale, value, 10);
    if (type === "date") return formatDate(locale, value, "medium");
    // The time of a clock is shown as it is: it is of no zone that we know.
    if (type === "localdatetime") return formatClockTime(locale, value);
    if (type === "datetime") return formatDateTime(locale, value);
    return value;
  };
}

/** The name of a column as people know it. */
export function fieldName(fields: readonly LayerField[], column: string): string {
  const field = fields.find((one) => one.column === column);
  return field?.label || field?.name || column;
}
