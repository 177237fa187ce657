import type { LayerField } from "@archipel/contracts/layers.ts";
import { dayFromText } from "@archipel/contracts/value-texts.ts";
import { fold } from "@archipel/i18n/fold.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { useLocale, useTranslations } from "next-intl";

/** The text of a value: a code is shown by its label in the field's list. */
export function useValueText(): (value: AttributeValue, field?: LayerField) => string {
  const t = useTranslations("contributions.form");
  const locale = useLocale();
  return (value, field) => {
    if (value === null) return t("empty");
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const listed = field?.rule?.values?.find((one) => String(one.value) === String(value));
    const { dayFormat, unit } = field?.rule ?? {};
    const day = dayFormat && dayFromText(dayFormat, String(value));
    if (day) return formatDate(locale, `${day}T12:00:00`, "medium");
    if (unit && typeof value === "number") return `${formatNumber(locale, value)}\u00a0${unit}`;
    if (listed?.label && fold(listed.label) === fold(String(value))) return listed.label;
    return listed?.label ? t("listed", { value: String(value), label: listed.label }) : String(value);
  };
}
