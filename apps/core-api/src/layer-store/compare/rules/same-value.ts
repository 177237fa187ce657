import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Format } from "@archipel/gdal/model.ts";
import type { Attribute } from "../../tables/attribute-columns.ts";
import { losesEnds, losesSpaces, PLAIN_NUMBER, TOLERANCES } from "./tolerances.ts";

/**
 * Whether a file says of a column what the layer says already. `isSameSql` is the same rule in SQL, for large files; a property test
 * holds the two equal. By type of the field:
 * - text: no text and an empty one are the same. CSV and shapefiles lose spaces around a text and write line ends their own way;
 *   shapefiles cut long texts. Where the file holds a number, `007` and `7` are the same.
 * - double: equal to nine digits.
 * - datetime, localdatetime: equal to a millisecond; to less than a second where the file has whole seconds; the same day where it has days.
 * - integer, boolean, date: equal.
 *
 * @param theirs the layer's value
 * @param mine the file's value, by `fileValue`
 */
export function isSameValue(field: LayerField, theirs: Attribute, mine: { value: Attribute; isCoarse: boolean }, format: Format): boolean {
  const { value, isCoarse } = mine;
  if (field.type === "text") return isSameText(textOf(theirs), textOf(value), isCoarse, format);
  if (theirs === null || value === null) return theirs === value;
  switch (field.type) {
    case "double":
      return isSameNumber(Number(theirs), Number(value));
    case "datetime":
    case "localdatetime":
      return isSameMoment(String(theirs), String(value), isCoarse);
    case "integer":
      return BigInt(theirs) === BigInt(value);
    default:
      return theirs === value;
  }
}

const textOf = (value: Attribute) => (value === null ? "" : String(value));

function isSameText(theirs: string, mine: string, isNumber: boolean, format: Format): boolean {
  const plain = (text: string) => (losesSpaces(format) ? text.replaceAll("\r\n", "\n").trim() : text);
  if (plain(theirs) === plain(mine)) return true;
  if (losesEnds(format) && Buffer.byteLength(mine) >= TOLERANCES.cutText && theirs.startsWith(mine)) return true;
  const isPlainNumber = (text: string) => new RegExp(PLAIN_NUMBER).test(text);
  return isNumber && isPlainNumber(theirs.trim()) && isPlainNumber(mine) && Number(theirs) === Number(mine);
}

function isSameNumber(theirs: number, mine: number): boolean {
  if (theirs === mine) return true;
  const larger = Math.max(Math.abs(theirs), Math.abs(mine));
  const { least, most } = TOLERANCES.comparedNumbers;
  return larger >= least && larger <= most && Math.abs(theirs - mine) <= TOLERANCES.number * larger;
}

/** Times of a clock are compared as if they were of one zone. */
function millisecondsOf(moment: string): number {
  return Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(moment) ? moment : `${moment}Z`);
}

function isSameMoment(theirs: string, mine: string, isDay: boolean): boolean {
  if (isDay && theirs.slice(0, 10) === mine.slice(0, 10)) return true;
  const [before, now] = [millisecondsOf(theirs), millisecondsOf(mine)];
  const apart = Math.abs(before - now);
  return apart <= TOLERANCES.moment || (now % TOLERANCES.wholeSecond === 0 && apart < TOLERANCES.wholeSecond);
}
