import { hasTime } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Format, isTable } from "@archipel/gdal/model.ts";
import { unguardedText } from "@archipel/i18n/csv-text.ts";
import type { Attribute } from "../../tables/attribute-columns.ts";
import { columnValue } from "../../tables/attribute-values.ts";

/** Words for yes and no in tables, French and English. */
const YES = new Set(["true", "t", "1", "vrai", "oui", "yes"]);
const NO = new Set(["false", "f", "0", "faux", "non", "no"]);

/** A value of a file in the type of the layer's column. */
export interface FileValue {
  /** Undefined when the column cannot hold it. */
  value: Attribute | undefined;
  /** The file is less precise than the layer's type: a number for a text, a day for a date with time. */
  isCoarse: boolean;
}

/** @param raw the value in the file */
export function fileValue(field: LayerField, raw: Attribute, format: Format): FileValue {
  const read = readValue(field, raw, format);
  return { value: read === null ? null : columnValue(field.type, read), isCoarse: isCoarse(field, raw) };
}

function isCoarse({ type }: LayerField, raw: Attribute): boolean {
  if (type === "text") return typeof raw === "number";
  return hasTime(type) && /^[\d/-]{10}$/.test(String(raw).trim());
}

/**
 * A value of a file in the layer's form: numbers with spaces and commas, French dates, words for yes and no. A value that does not fit is
 * returned unchanged: the later validation names the column and the value.
 */
export function readValue({ type }: LayerField, raw: Attribute, format?: Format): Attribute {
  if (raw === null || (typeof raw === "string" && (raw === "" || (type !== "text" && raw.trim() === "")))) return null;
  // Our own CSV files put an apostrophe before a text that looks like a formula; people save them as workbooks too.
  if (type === "text") return format !== undefined && isTable(format) ? unguardedText(String(raw)) : String(raw);
  const text = String(raw).trim();
  switch (type) {
    case "integer":
      return text.replace(/[\s\u00A0\u202F]/g, "").replace(/[.,]0+$/, "");
    case "double":
      return text.replace(/[\s\u00A0\u202F]/g, "").replace(",", ".");
    case "boolean":
      return YES.has(text.toLowerCase()) ? true : NO.has(text.toLowerCase()) ? false : raw;
    case "date":
      return isoDate(text).replace(/^(\d{4}-\d{2}-\d{2})[T ]00:00(:00(\.0+)?)?(Z|\+00(:?00)?)?$/, "$1");
    case "datetime":
      return isoMoment(text, "Z");
    case "localdatetime":
      return isoMoment(text, "");
  }
}

/** `31/12/2024` and `2024/12/31` as `2024-12-31`; the rest of the text stays. */
function isoDate(text: string): string {
  return text.replace(/^(\d{2})\/(\d{2})\/(\d{4})/, "$3-$2-$1").replace(/^(\d{4})\/(\d{2})\/(\d{2})/, "$1-$2-$3");
}

/**
 * A moment in ISO form; a day alone starts at midnight.
 *
 * @param otherwise the zone of a text without one: UTC in a column of instants
 */
function isoMoment(text: string, otherwise: "Z" | ""): string {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(isoDate(text));
  if (!parts) return text;
  const [, day = "", time = "00:00:00", zone = otherwise] = parts;
  return `${day}T${time}${zone.replace(/^([+-]\d{2})$/, "$1:00").replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`;
}
