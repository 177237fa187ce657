import type { FieldType } from "../model.ts";

/**
 * Texts that are days or moments (ISO 8601). A moment without a zone names no instant: it is kept without one, because any zone would be
 * invented. Seconds go to 60, for leap seconds.
 */
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MOMENT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:\.\d+)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** GDAL writes moments with slashes in the text that it streams. */
const WITH_SLASHES = /^(\d+)\/(\d+)\/(\d+)(?: |$)/;

/** Whether values of the type have a time of the day. */
export function hasTime(type: FieldType): type is "datetime" | "localdatetime" {
  return type === "datetime" || type === "localdatetime";
}

/** Whether values of the type are days or moments. */
export function isMoment(type: FieldType): boolean {
  return type === "date" || hasTime(type);
}

type MomentKind = "day" | "zoned" | "local";

/** What a text says about time; null when it says something else. */
export function momentKind(text: string): MomentKind | null {
  if (text.length < 10 || text.charCodeAt(4) !== 0x2d) return null;
  if (DAY.test(text)) return "day";
  const found = MOMENT.exec(text);
  if (!found) return null;
  return found[1] === undefined ? "local" : "zoned";
}

/** A day or moment as GDAL streams it, in ISO 8601: `2024/01/02 03:04:05+00` is `2024-01-02T03:04:05+00`. */
export function isoText(text: string): string {
  return text.replace(WITH_SLASHES, (whole, year, month, day) => `${year}-${month}-${day}${whole.endsWith(" ") ? "T" : ""}`);
}

/** How many values a column has, and how many of each kind. */
interface MomentCounts {
  filled: number;
  dates: number;
  zoned: number;
  locals: number;
}

/**
 * The type of a column that holds only days and moments. Days fit beside moments without a zone, as midnight; beside moments with a zone they
 * would gain one, so such a column stays text, as one that mixes both kinds of moments.
 */
export function momentType({ filled, dates, zoned, locals }: MomentCounts): FieldType | null {
  if (filled === 0 || dates + zoned + locals !== filled) return null;
  if (dates === filled) return "date";
  if (zoned === filled) return "datetime";
  return zoned === 0 ? "localdatetime" : "text";
}
