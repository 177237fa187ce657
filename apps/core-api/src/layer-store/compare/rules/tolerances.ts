import type { Format } from "@archipel/gdal/model.ts";
import { crsOf } from "@archipel/geo/crs.ts";

/**
 * Differences between a file and a layer that still count as equal. Each format and program loses something: digits of a number, fractions
 * of a second, spaces around a text, the end of a long text. This is the only table of these limits, for TypeScript and for SQL.
 */
export const TOLERANCES = {
  /** Distance by which a vertex may move: what the seven decimals of GeoJSON lose, and a little more. By unit of the CRS. */
  vertex: { metre: 0.02, degree: 2e-7 },
  /** Metres by which a height may be rounded. */
  height: 0.005,
  /** Relative precision that is lost when programs write a number as text. */
  number: 1e-9,
  /** Outside this range only identical numbers are equal: the comparison would overflow or underflow in the database. */
  comparedNumbers: { least: 1e-290, most: 1e307 },
  /** Milliseconds between two times. */
  moment: 1,
  /** Programs that write no fractions cut a time to its second, or round it. Milliseconds, exclusive. */
  wholeSecond: 1000,
  /** A text of a shapefile with this many bytes may have been cut: its fields end at 254 bytes. */
  cutText: 250,
} as const;

/** Distance by which a vertex may move and still count as equal, in the units of a CRS. */
export function sameVertexWithin(srid: number): number {
  return TOLERANCES.vertex[crsOf(srid)?.unit === "degree" ? "degree" : "metre"];
}

/** Formats whose programs add or lose spaces around a text. */
export const losesSpaces = (format: Format): boolean => format === "csv" || losesEnds(format);
/** Formats that cut long texts. */
export const losesEnds = (format: Format): boolean => format === "shapefile" || format === "dbf";

/** Spaces around a text: those that JavaScript trims, so that `trim()` and `btrim` agree. */
export const SPACES = [
  ..." \t\n\v\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF",
];

/** A number written as text. Short enough that every digit is exact in JavaScript and in the database. */
export const PLAIN_NUMBER = "^[+-]?[0-9]{1,15}([.][0-9]{1,15})?$";
