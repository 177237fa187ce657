import { quoteIdentifier } from "@archipel/database/sql-session.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";
import { MARK_LENGTH } from "../policy/query.ts";

export interface IndexedLayer {
  layerId: string;
  communityId: string;
  tableName: string;
  /** A FROM item without alias in place of the layer's table: its rows through a lens. */
  rows?: string;
}

/** The layer of communes that names the commune of a place, and the version of its names. */
export interface CommuneLayer {
  layerId: string;
  tableName: string;
  version: number;
}

const MOST_LETTERS = 200;
const text = (column: string) => `nullif(btrim(t.${quoteIdentifier(column)}::text), '')`;
const joined = (columns: readonly string[], separator: string) =>
  columns.length === 0 ? "''" : `concat_ws('${separator}', ${columns.map(text).join(", ")})`;
const single = (column: string | null) => (column === null ? "NULL::text" : text(column));

/** Whether a column holds digits that lost the zero before them: a number, or the postcode beside a code with that zero. */
const lostZero = (column: string, beginning = "NULL") =>
  `${text(column)} ~ '^\\d{4}(\\.0+)?$' AND (pg_typeof(${quoteIdentifier(column)}) <> 'text'::regtype OR ${beginning} = concat('0', left(${text(column)}, 1)))`;

/** The code of a commune. */
const codeSql = (column: string | null) =>
  column === null ? "NULL::text" : `CASE WHEN ${lostZero(column)} THEN concat('0', left(${text(column)}, 4)) ELSE ${text(column)} END`;

/**
 * The postcodes of a column, separated by spaces: "59287;59500", a list in JSON. Those for the mail of companies (CEDEX) name no town. What holds
 * no French postcode is kept as it is.
 */
function postcodesSql({ postcode, communeCode }: Gazetteer): string {
  if (postcode === null) return "NULL::text";
  const ofTowns = `regexp_replace(${text(postcode)}, '\\d{5}\\s*cedex(\\s+\\d{1,2}(?!\\d))?', '', 'gi')`;
  return `CASE WHEN ${text(postcode)} ~ '^\\d{5}$' THEN ${text(postcode)}
    WHEN ${lostZero(postcode, `left(${codeSql(communeCode)}, 2)`)} THEN concat('0', left(${text(postcode)}, 4))
    ELSE coalesce((SELECT string_agg(m[1], ' ') FROM regexp_matches(${ofTowns}, '(?<!\\d)(\\d{5})(?!\\d)', 'g') AS m), left(nullif(btrim(${ofTowns}), ''), 12)) END`;
}

/** Digits of a text of at most nine; null otherwise. */
const wholeNumber = (column: string | null) =>
  column === null ? "NULL::integer" : `substring(t.${quoteIdentifier(column)}::text from '^ *(\\d{1,9})')::integer`;
/** The letters behind a number in its own column: "12 bis". */
const lettersBehind = (column: string | null) =>
  column === null ? "NULL::text" : `substring(t.${quoteIdentifier(column)}::text from '^ *\\d+ *([[:alpha:]]+)')`;

/** The 14 characters of a parcel from its id, or from its parts; null when they do not make one. */
function parcelIdSql({ parcel, communeCode }: Gazetteer): string {
  if (!parcel) return "NULL::text";
  const whole = `upper(regexp_replace(coalesce(${single(parcel.id)}, ''), '\\W', '', 'g'))`;
  const code = single(communeCode);
  const parts = `upper(concat(${code}, lpad(coalesce(${single(parcel.prefix)}, '000'), 3, '0'), lpad(${single(parcel.section)}, 2, '0'), lpad(${single(parcel.number)}, 4, '0')))`;
  const isId = (value: string) => `${value} ~ '^(\\d{5}|2[AB]\\d{3})\\d{3}[0-9A-Z]{2}\\d{4}$'`;
  return `CASE WHEN ${isId(whole)} THEN ${whole} WHEN ${isId(parts)} THEN ${parts} END`;
}

/** The rows of the layer's table as the index names them: `fid, label, detail, commune, code, postcode, number, suffix, weight, parcel, place, box`. */
function namesSql(gazetteer: Gazetteer, { tableName, rows = `layers.${quoteIdentifier(tableName)}` }: IndexedLayer): string {
  // Files of the cadastre write the code of the commune in a column of this name.
  const isCode = `${single(gazetteer.commune)} ~ '^(\\d{5}|2[AB]\\d{3})$'`;
  const communeName = `CASE WHEN ${isCode} THEN NULL ELSE ${single(gazetteer.commune)} END`;
  const codeInName = `CASE WHEN ${isCode} THEN ${single(gazetteer.commune)} END`;
  const weight = gazetteer.weight
    ? `coalesce(substring(t.${quoteIdentifier(gazetteer.weight)}::text from '^ *(-?\\d{1,12}(?:\\.\\d{1,9})?)')::double precision, 0)`
    : "0";
  return `
    SELECT fid, left(${joined(gazetteer.label, " ")}, ${MOST_LETTERS}) AS label, left(${joined(gazetteer.detail, ", ")}, ${MOST_LETTERS}) AS detail,
      left(${communeName}, ${MOST_LETTERS}) AS commune, left(coalesce(${codeSql(gazetteer.communeCode)}, ${codeInName}), 12) AS code, left(${postcodesSql(gazetteer)}, ${MOST_LETTERS}) AS postcode,
      ${wholeNumber(gazetteer.number)} AS number, app.fold(coalesce(${single(gazetteer.suffix)}, ${lettersBehind(gazetteer.number)}, '')) AS suffix,
      ${weight} AS weight, ${parcelIdSql(gazetteer)} AS parcel,
      ST_PointOnSurface(geom_3857) AS place, ST_Transform(ST_Envelope(geom_3857), 4326) AS box
    FROM ${rows} t WHERE geom_3857 IS NOT NULL`;
}

/**
 * The same rows with the commune of each: by its own columns, by its code in the layer of communes, or as the commune in which it lies; and
 * with its key. `$1` is the layer's id, `$2` its community.
 */
export function locatedSql(layer: IndexedLayer, gazetteer: Gazetteer, communes: CommuneLayer | null, among: string): string {
  const isCommune = gazetteer.kind === "commune";
  // Computed first: a condition on search_names or on the communes may only use an index behind their policies when it compares mere columns.
  const named = `WITH named AS MATERIALIZED (SELECT *, coalesce(code, left(parcel, 5)) AS wanted_code FROM (${namesSql(gazetteer, layer)}${among}) AS raw)`;
  const usesCommunes = communes !== null && communes.layerId !== layer.layerId && !isCommune;
  const byCode = usesCommunes
    ? `LEFT JOIN LATERAL (SELECT c.label, c.commune_code, c.postcode FROM search_names c
         WHERE n.commune IS NULL AND c.layer_id = '${communes.layerId}'::uuid AND c.community_id = $2::uuid
           AND c.kind = 'commune' AND c.commune_code = n.wanted_code LIMIT 1) AS by_code ON true
       LEFT JOIN LATERAL (SELECT c.label, c.commune_code, c.postcode FROM layers.${quoteIdentifier(communes.tableName)} g
         JOIN search_names c ON c.layer_id = '${communes.layerId}'::uuid AND c.fid = g.fid
         WHERE n.commune IS NULL AND by_code.label IS NULL AND g.geom_3857 && n.place AND ST_Intersects(g.geom_3857, n.place) ORDER BY g.fid LIMIT 1) AS inside ON true`
    : `CROSS JOIN (SELECT NULL::text AS label, NULL::text AS commune_code, NULL::text AS postcode) AS by_code
       CROSS JOIN (SELECT NULL::text AS label, NULL::text AS commune_code, NULL::text AS postcode) AS inside`;
  const commune = "coalesce(n.commune, by_code.label, inside.label, '')";
  const code = "coalesce(n.code, nullif(by_code.commune_code, ''), nullif(inside.commune_code, ''), left(n.parcel, 5), '')";
  // Without any commune, features of one name belong together when they are near.
  const area = `coalesce(nullif(${code}, ''), nullif(app.fold_words(${commune}), ''), nullif(n.postcode, ''),
    concat(round(ST_X(n.place) / 5000), ' ', round(ST_Y(n.place) / 5000)))`;
  const key = gazetteer.isGrouped ? `concat('~', md5(concat(app.fold_words(n.label), '|', ${area})))` : "n.fid::text";
  return `${named} SELECT n.fid, n.label, n.detail, n.number, n.suffix, n.weight, n.parcel, n.box, ST_Transform(n.place, 4326) AS place,
      ${commune} AS commune, ${code} AS code, coalesce(n.postcode, nullif(by_code.postcode, ''), nullif(inside.postcode, ''), '') AS postcode, ${key} AS key
    FROM named n ${byCode} WHERE n.label <> ''`;
}

interface Expressions {
  sortKey: string;
  rank: string;
  words: string;
  label: string;
  bbox: string;
}

/** What an entry holds, from the columns of `entriesSql`. */
export function expressionsOf({ kind, postcode }: Gazetteer): Expressions {
  const sortKey =
    kind === "parcel"
      ? "lower(concat(substr(parcel, 9, 2), ' ', substr(parcel, 11, 4), ' ', substr(parcel, 6, 3), ' ', left(parcel, 5)))"
      : "app.fold_words(label)";
  // Towns and places are found by their codes alone. What a place has from the commune around it does not name it.
  const own =
    kind === "commune"
      ? "concat_ws(' ', label, postcode, code)"
      : kind === "place" && postcode
        ? "concat_ws(' ', label, postcode)"
        : "label";
  const context = kind === "commune" ? "detail" : "concat_ws(' ', commune, code, postcode, detail)";
  return {
    sortKey,
    rank: `length(${sortKey}) - 3 * log(greatest(weight, 0) + 1)`,
    words: kind === "parcel" ? "''::tsvector" : `app.marked_words(right($1::uuid::text, ${MARK_LENGTH}), ${own}, ${context})`,
    label: kind === "parcel" ? "concat_ws(' ', substr(parcel, 6, 3), substr(parcel, 9, 2), substr(parcel, 11, 4))" : "label",
    // A point has no box: it would add nothing.
    bbox: "CASE WHEN ST_XMin(box) < ST_XMax(box) THEN ARRAY[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] ELSE '{}' END",
  };
}

/** The entries that the rows in `located` make. */
export function entriesSql({ kind, isGrouped }: Gazetteer): string {
  return isGrouped
    ? `SELECT key, CASE WHEN count(*) = 1 AND bool_and(number IS NULL) THEN min(fid) END AS fid, min(label) AS label, min(detail) AS detail, min(commune) AS commune,
         min(code) AS code, min(postcode) AS postcode, max(weight) AS weight, NULL::text AS parcel,
         (array_agg(place ORDER BY place <-> middle, fid))[1] AS place, ST_Envelope(ST_Collect(box)) AS box
       FROM (SELECT *, ST_SetSRID(ST_MakePoint(avg(ST_X(place)) OVER w, avg(ST_Y(place)) OVER w), 4326) AS middle FROM located WINDOW w AS (PARTITION BY key)) m GROUP BY key`
    : `SELECT key, fid, label, detail, commune, code, postcode, weight, parcel, place, box FROM located${kind === "parcel" ? " WHERE parcel IS NOT NULL" : ""}`;
}
