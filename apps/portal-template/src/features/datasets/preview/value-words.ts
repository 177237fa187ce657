import type { FeatureRow } from "@archipel/contracts/features.ts";
import { isMoment } from "@archipel/contracts/layer-fields.ts";
import type { LayerField, LayerSummary } from "@archipel/contracts/layers.ts";
import { dayFromText } from "@archipel/contracts/value-texts.ts";
import { fold } from "@archipel/i18n/fold.ts";
import { formatClockTime, formatDate, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";

type Value = FeatureRow["properties"][string];

/** A value of a column in words: the label of a code, a number with its unit, a date as people write it. Empty for no value. */
export function valueWords(locale: Locale, field: LayerField, value: Value | undefined, words: { yes: string; no: string }): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  const { values, dayFormat, unit } = field.rule ?? {};
  const label = values?.find((one) => String(one.value) === String(value))?.label;
  // Labels often only capitalise the code: saying both would double the word.
  if (label) return fold(label) === fold(String(value)) ? label : `${label} (${value})`;
  const text = String(value);
  const day = dayFormat && dayFromText(dayFormat, text);
  if (day) return formatDate(locale, day, "medium");
  if (isMoment(field.type)) return momentWords(locale, field.type, text);
  if (typeof value !== "number") return text;
  // A number of an identifier is no quantity.
  const figure = isName(field.name) ? text : formatNumber(locale, value, 6);
  return unit ? `${figure}\u00a0${unit}` : figure;
}

/** A field with the words of the legend for its values, when the layer is drawn by it and its own list has none. */
export function withLegend(field: LayerField, style: LayerSummary["style"]): LayerField {
  if (style.kind !== "categorised" || style.column !== field.column || field.rule?.values) return field;
  const values = style.categories.flatMap(({ value, label }) => (value === null || typeof value === "boolean" ? [] : [{ value, label }]));
  return values.length > 0 ? { ...field, rule: { ...field.rule, values } } : field;
}

const isName = (name: string) => /^(fid|id|code|insee|numero|annee)|(_id|_code)$/i.test(name);

function momentWords(locale: Locale, type: LayerField["type"], text: string): string {
  if (Number.isNaN(Date.parse(type === "localdatetime" ? `${text}Z` : text))) return text;
  if (type === "date") return formatDate(locale, text, "medium");
  return type === "localdatetime" ? formatClockTime(locale, text) : formatDateTime(locale, text);
}
