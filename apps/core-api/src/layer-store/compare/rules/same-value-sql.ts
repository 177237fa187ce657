import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import type { Format } from "@archipel/gdal/model.ts";
import { losesEnds, losesSpaces, PLAIN_NUMBER, SPACES, TOLERANCES } from "./tolerances.ts";

const SPACES_SQL = `E'${SPACES.map((space) => `\\u${space.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}'`;

/** SQL of a trimmed text. */
export const trimmedSql = (text: string) => `btrim(${text}, ${SPACES_SQL})`;

/**
 * `isSameValue` in SQL, never null: whether the values of a column in the file (`s`) and in the layer (`t`) are equal. `s._coarse` lists
 * the columns whose value in the file is less precise than the layer's.
 */
export function isSameSql(field: LayerField, format: Format): string {
  const column = quoteIdentifier(field.column);
  const [theirs, mine] = [`t.${column}`, `s.${column}`];
  const isCoarse = `'${field.column}' = ANY (s._coarse)`;
  switch (field.type) {
    case "text":
      return isSameTextSql(theirs, mine, isCoarse, format);
    case "double": {
      const larger = `greatest(abs(${theirs}), abs(${mine}))`;
      const { least, most } = TOLERANCES.comparedNumbers;
      return `(${theirs} IS NOT DISTINCT FROM ${mine} OR CASE WHEN ${theirs} IS NOT NULL AND ${mine} IS NOT NULL
        AND ${larger} BETWEEN ${least} AND ${most} THEN abs(${theirs} - ${mine}) <= ${TOLERANCES.number} * ${larger} ELSE false END)`;
    }
    case "datetime":
    case "localdatetime": {
      const apart = `abs(extract(epoch FROM date_trunc('milliseconds', ${theirs}) - ${mine})) * 1000`;
      const day = (moment: string) => (field.type === "datetime" ? `(${moment} AT TIME ZONE 'UTC')::date` : `${moment}::date`);
      return `(${theirs} IS NOT DISTINCT FROM ${mine} OR coalesce(${apart} <= ${TOLERANCES.moment}
        OR (${apart} < ${TOLERANCES.wholeSecond} AND ${mine} = date_trunc('second', ${mine}))
        OR (${isCoarse} AND ${day(theirs)} = ${day(mine)}), false))`;
    }
    default:
      return `(${theirs} IS NOT DISTINCT FROM ${mine})`;
  }
}

function isSameTextSql(theirs: string, mine: string, isNumber: string, format: Format): string {
  const plain = (text: string) =>
    losesSpaces(format) ? `nullif(${trimmedSql(`replace(${text}, E'\\r\\n', E'\\n')`)}, '')` : `nullif(${text}, '')`;
  const isCut = losesEnds(format)
    ? ` OR coalesce(octet_length(${mine}) >= ${TOLERANCES.cutText} AND starts_with(${theirs}, ${mine}), false)`
    : "";
  const trimmed = trimmedSql(theirs);
  const isEqualNumber = `CASE WHEN ${isNumber} AND ${trimmed} ~ '${PLAIN_NUMBER}' AND ${mine} ~ '${PLAIN_NUMBER}'
    THEN ${trimmed}::double precision = ${mine}::double precision ELSE false END`;
  return `(${plain(theirs)} IS NOT DISTINCT FROM ${plain(mine)}${isCut} OR ${isEqualNumber})`;
}
