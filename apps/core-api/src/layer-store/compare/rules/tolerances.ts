import type { Format } from "@archipel/gdal/model.ts";
import { crsOf } from "@archipel/geo/crs.ts";

/**
 * What a file may lose of a layer's data and still say the same. Each format and program loses something: digits of a number, fractions
 * of a second, spaces around a text, the end of a long one. This is the only table of these limits, for TypeScript and for SQL.
 */
export const TOLERANCES = {
  /** How far a vertex may come back from where it was: what the seven decimals of GeoJSON lose, and a little. By unit of the CRS. */
  vertex: { metre: 0.02, degree: 2e-7 },
  /** Metres by which a height may be rounded. */
  height: 0.005,
  /** Share of a number that is lost when programs write it as text. */
  number: 1e-9,
  /** Outside of these sizes only equal numbers are the same: the database would overflow or underflow in the comparison. */
  comparedNumbers: { least: 1e-290, most: 1e307 },
  /** Milliseconds between two moments. */
  moment: 1,
  /** Programs that write no fractions cut a moment down to its second, or round it. Milliseconds, not reached. */
  wholeSecond: 1000,
  /** Bytes from which a text of a shapefile may have been cut: its fields end at 254 bytes. */
  cutText: 250,
} as const;

/** How far a vertex may come back from where it was and still be the same, in the units of a CRS. */
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

/** A number as a text holds it. Short enough that every digit counts in JavaScript and in the database. */
export const PLAIN_NUMBER = "^[+-]?[0-9]{1,15}([.][0-9]{1,15})?$";
