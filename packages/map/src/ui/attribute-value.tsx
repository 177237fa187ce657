"use client";
import { fold } from "@archipel/i18n/fold.ts";
import { formatDate, formatNumber } from "@archipel/i18n/format.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { useTranslations } from "next-intl";
import type { MapField, MapLayer } from "../layers/map-layer.ts";
import { valueLabel } from "../model/value-label.ts";
import type { AttributeValue as Value } from "./map-data.ts";

interface AttributeValueProps {
  readonly layer: MapLayer;
  readonly field: MapField;
  readonly value: Value;
  readonly palette: LayerPalette;
  readonly locale: "fr" | "en";
}

/** A value in words: formatted dates and numbers, a code beside its meaning, a URL as a link. */
export function AttributeValue({ layer, field, value, palette, locale }: AttributeValueProps) {
  const t = useTranslations("common.states");
  if (value === null) return <>—</>;
  const meaning = meaningOf(layer, field, value, palette, locale) ?? valueLabel(field, value);
  // A legend often only capitalises the value: saying both would double the word.
  if (meaning && fold(meaning) === fold(String(value))) return <>{meaning}</>;
  if (meaning) {
    return (
      <>
        {meaning} <span className="figures text-ink-muted">({String(value)})</span>
      </>
    );
  }
  if (typeof value === "boolean") return <>{value ? t("yes") : t("no")}</>;
  if (typeof value === "number")
    return <span className="figures">{/^(fid|id|code)/i.test(field.name) ? value : formatNumber(locale, value)}</span>;
  if (field.type === "date" && /^\d{4}-\d\d-\d\d/.test(value)) return <>{formatDate(locale, value)}</>;
  if (/^\d{8}$/.test(value) && /^dat/i.test(field.name)) return <>{formatDate(locale, value.replace(/(\d{4})(\d\d)(\d\d)/, "$1-$2-$3"))}</>;
  if (/^https?:\/\/\S+$/.test(value)) {
    return (
      <a href={value} rel="noopener noreferrer" target="_blank" className="break-all text-accent-ink underline underline-offset-2">
        {value.replace(/^https?:\/\//, "")}
      </a>
    );
  }
  return <span className="break-words">{value}</span>;
}

function meaningOf(layer: MapLayer, field: MapField, value: Value, palette: LayerPalette, locale: "fr" | "en"): string | undefined {
  const style = resolveStyle(layer, palette, locale);
  if (style.kind !== "categorised" || style.column !== field.column) return undefined;
  return style.categories.find((category) => String(category.value) === String(value))?.label;
}
