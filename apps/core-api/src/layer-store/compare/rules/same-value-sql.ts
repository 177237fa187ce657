import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import type { Format } from "@archipel/gdal/model.ts";

/** Share of a number that is lost when programs write it as text. */
const SAME_NUMBER = 1e-9;
/** Texts of a shapefile end at 254 bytes. */
const DBF_TEXT = 250;
const SPACES = "E' \\t\\n\\r\\u00A0'";

/**
 * SQL: does the file (`s`) say of a column what the layer (`t`) says already? Each format loses something: digits, fractions of a second,
 * spaces around a text, all that is beyond its length.
 */
export function isSameSql(field: LayerField, format: Format): string {
  const column = quoteIdentifier(field.column);
  const [theirs, mine] = [`t.${column}`, `s.${column}`];
  switch (field.type) {
    case "text":
      return isSameTextSql(theirs, mine, format);
    case "double":
      return `(${theirs} IS NOT DISTINCT FROM ${mine}
        OR coalesce(abs(${theirs} - ${mine}) <= ${SAME_NUMBER} * greatest(abs(${theirs}), abs(${mine})), false))`;
    case "datetime": {
      const apart = `abs(extract(epoch FROM ${theirs} - ${mine}))`;
      return `(${theirs} IS NOT DISTINCT FROM ${mine} OR coalesce(${apart} <= 0.001
        OR (${apart} < 1 AND ${mine} = date_trunc('second', ${mine})), false))`;
    }
    default:
      return `(${theirs} IS NOT DISTINCT FROM ${mine})`;
  }
}

function isSameTextSql(theirs: string, mine: string, format: Format): string {
  const isTrimmed = format === "csv" || format === "shapefile" || format === "dbf";
  const plain = (text: string) => (isTrimmed ? `nullif(btrim(replace(${text}, E'\\r\\n', E'\\n'), ${SPACES}), '')` : `nullif(${text}, '')`);
  const isCut =
    format === "shapefile" || format === "dbf"
      ? ` OR coalesce(octet_length(${mine}) >= ${DBF_TEXT} AND starts_with(${theirs}, ${mine}), false)`
      : "";
  return `(${plain(theirs)} IS NOT DISTINCT FROM ${plain(mine)}${isCut})`;
}
