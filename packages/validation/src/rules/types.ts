import type { FieldType } from "../model/field.ts";

const DATES = [/^(\d{4})(\d{2})(\d{2})$/, /^(\d{4})-(\d{2})-(\d{2})$/, /^(\d{4})\/(\d{2})\/(\d{2})$/];
const DAY_FIRST = /^(\d{2})\/(\d{2})\/(\d{4})$/;

/**
 * Parses a date and returns it as YYYY-MM-DD; null when the text is not a date. Accepts 20240131, 2024-01-31, 2024/01/31, 31/01/2024 and a
 * year alone, like the national validator.
 */
export function dayOf(text: string): string | null {
  if (/^\d{4}$/.test(text)) return `${text}-01-01`;
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return realDay(dayFirst[3], dayFirst[2], dayFirst[1]);
  for (const pattern of DATES) {
    const found = pattern.exec(text);
    if (found) return realDay(found[1], found[2], found[3]);
  }
  return null;
}

function realDay(year = "", month = "", day = ""): string | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = `${year}-${month}-${day}`;
  return Number.isFinite(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : null;
}

/** True when a non-empty text can be read as this type. */
export function isOfType(text: string, type: FieldType): boolean {
  switch (type) {
    case "string":
    case "path":
    case "filename":
      return true;
    case "boolean":
      return /^([01tfyn]|true|false)$/i.test(text);
    case "integer":
      // A dbf writes integers with decimals when the column has decimals.
      return /^[+-]?\d+(\.0+)?$/.test(text.trim());
    case "double":
      return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
    case "date":
      return dayOf(text) !== null;
    case "datetime":
      return (
        dayOf(text) !== null ||
        (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text) &&
          !Number.isNaN(Date.parse(text.replace(" ", "T"))))
      );
    case "url":
      return isUrl(text);
  }
}

function isUrl(text: string): boolean {
  const parsed = URL.parse(text.trim());
  return parsed !== null && /^(https?|ftp|urn|ark|mailto|doi):$/.test(parsed.protocol);
}
