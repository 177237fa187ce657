import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Format } from "@archipel/gdal/model.ts";
import type { Attribute } from "../../tables/attribute-columns.ts";

/** Share of a number that is lost when programs write it as text. */
const SAME_NUMBER = 1e-9;
/** Texts of a shapefile end at 254 bytes. */
const DBF_TEXT = 250;
/** What people write for yes and no in a table, French and English. */
const YES = new Set(["true", "t", "1", "vrai", "oui", "yes"]);
const NO = new Set(["false", "f", "0", "faux", "non", "no"]);

/**
 * A value of a file in the form of the layer's: numbers with spaces and commas, French dates, yes and no in words. What does not fit
 * stays as it is, for the check that names the column and the value.
 */
export function readValue({ type }: LayerField, raw: Attribute, format?: Format): Attribute {
  if (raw === null || (typeof raw === "string" && (raw === "" || (type !== "text" && raw.trim() === "")))) return null;
  // Our own tables for spreadsheets write a text that looks like a formula behind an apostrophe.
  if (type === "text") return format === "csv" ? String(raw).replace(/^'(?=[=+\-@])/, "") : String(raw);
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
      return isoMoment(text);
  }
}

/** `31/12/2024` and `2024/12/31` as `2024-12-31`; what follows stays. */
function isoDate(text: string): string {
  return text.replace(/^(\d{2})\/(\d{2})\/(\d{4})/, "$3-$2-$1").replace(/^(\d{4})\/(\d{2})\/(\d{2})/, "$1-$2-$3");
}

/** A moment without zone is one of UTC, as when a layer is published; a day alone begins at midnight. */
function isoMoment(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(isoDate(text));
  if (!parts) return text;
  const [, day = "", time = "00:00:00", zone = "Z"] = parts;
  return `${day}T${time}${zone.replace(/^([+-]\d{2})$/, "$1:00").replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`;
}

/**
 * Does a value of a file say what the layer says already? Each format loses something: digits, fractions of a second, spaces around a
 * text, all that is beyond its length.
 *
 * @param raw as the file has it
 * @param value the same by `readValue`
 */
export function isSameValue(field: LayerField, before: Attribute, raw: Attribute, value: Attribute, format: Format): boolean {
  if (before === value) return true;
  if (before === null || value === null) return (before ?? "") === "" && (value ?? "") === "";
  switch (field.type) {
    case "text":
      return isSameText(String(before), raw, String(value), format);
    case "double":
      return Math.abs(Number(before) - Number(value)) <= SAME_NUMBER * Math.max(Math.abs(Number(before)), Math.abs(Number(value)));
    case "datetime":
      return isSameMoment(String(before), String(raw).trim(), String(value));
    default:
      return String(before) === String(value);
  }
}

function isSameText(before: string, raw: Attribute, value: string, format: Format): boolean {
  if (typeof raw === "number") return before.trim() !== "" && Number(before) === raw;
  const plain = (text: string) => text.replaceAll("\r\n", "\n").trim();
  if (format === "csv" || format === "shapefile" || format === "dbf") {
    if (plain(before) === plain(value)) return true;
    return format !== "csv" && Buffer.byteLength(value) >= DBF_TEXT && before.startsWith(value);
  }
  return false;
}

function isSameMoment(before: string, raw: string, value: string): boolean {
  if (/^[\d/-]{10}$/.test(raw)) return before.slice(0, 10) === value.slice(0, 10);
  const apart = Math.abs(Date.parse(before) - Date.parse(value));
  return apart <= 1 || (!raw.includes(".") && apart < 1000);
}
