import type { Field } from "../../model/field.ts";
import { dayOf } from "../../rules/types.ts";
import { withoutAccents } from "./plain-text.ts";
import type { CellRepair } from "./repair.ts";

/** Rewrites a value in the format that the field requires: `1 234,5` → `1234.5`, `3/6/2014` → `20140603`, `oui` → `1`, `1001` → `01001`. */
export const cast: CellRepair = {
  id: "cast",
  codes: ["ATTRIBUTE_INVALID_FORMAT", "ATTRIBUTE_INVALID_REGEXP", "ATTRIBUTE_SIZE_TOO_SHORT", "CNIG_INSEE_INVALID"],
  propose: (text, { field }) => [...ofType(text.trim(), field), ...asWritten(text.trim(), field)],
};

function ofType(text: string, { type }: Field): string[] {
  switch (type) {
    case "integer":
    case "double":
      return numbersOf(text);
    case "date":
      return daysOf(text);
    case "datetime":
      return daysOf(text).map((day) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`);
    case "boolean":
      return booleanOf(text);
    case "url":
      return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(text) ? [`https://${text}`] : [];
    default:
      return [];
  }
}

/** Removes spaces and a unit, and replaces a decimal comma: people write numbers with these. */
function numbersOf(text: string): string[] {
  const bare = text
    .replace(/[\s\u00a0\u202f’']/g, "")
    .replace(/(?:m|ha|km|m²|m2|%|°)$/i, "")
    .replace(/,(?=\d*$)/, ".");
  return /^[+-]?\d*\.?\d+$/.test(bare) && (bare.match(/\./g)?.length ?? 0) <= 1 ? [bare] : [];
}

/** The date as YYYYMMDD, the format of the CNIG standards. */
export function daysOf(text: string): string[] {
  const date = text.replace(/[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/, "");
  const found = /^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/.exec(date);
  const written = found ? `${found[1]?.padStart(2, "0")}/${found[2]?.padStart(2, "0")}/${found[3]}` : date.replaceAll(".", "-");
  const day = dayOf(written);
  return day ? [day.replaceAll("-", "")] : [];
}

const YES = new Set(["oui", "o", "yes", "y", "vrai", "true", "x"]);
const NO = new Set(["non", "n", "no", "faux", "false"]);

function booleanOf(text: string): string[] {
  const word = withoutAccents(text).toLowerCase();
  if (YES.has(word)) return ["1"];
  return NO.has(word) ? ["0"] : [];
}

/** Variants of a text that may match the field's pattern: other case, without spaces or accents, with a lost leading zero, as a date. */
function asWritten(text: string, { pattern, minLength }: Field): string[] {
  const bare = text.replace(/[\s\u00a0\u202f]+/g, "");
  const spellings = [
    text.toUpperCase(),
    text.toLowerCase(),
    bare,
    bare.toUpperCase(),
    withoutAccents(text),
    withoutAccents(bare).toUpperCase(),
  ];
  // Add a leading zero only to codes of a fixed length: elsewhere the zero would make another value.
  const zeros = /^\d{4}$/.test(bare) || (/^\d+$/.test(bare) && minLength !== undefined) ? [`0${bare}`] : [];
  const days = pattern === undefined ? [] : daysOf(text);
  return [...spellings, ...days, ...zeros];
}
