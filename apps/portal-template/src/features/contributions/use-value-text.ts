import type { LayerField } from "@archipel/contracts/layers.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import { useTranslations } from "next-intl";

/** The text of a value: a code is shown by its label in the field's list. */
export function useValueText(): (value: AttributeValue, field?: LayerField) => string {
  const t = useTranslations("contributions.form");
  return (value, field) => {
    if (value === null) return t("empty");
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    const listed = field?.rule?.values?.find((one) => String(one.value) === String(value));
    return listed?.label ? t("listed", { value: String(value), label: listed.label }) : String(value);
  };
}
