import type { Translations } from "@archipel/contracts/dataset-translations.ts";
import { textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { createLayerTable, fieldList, STAGING, type TableSpec, tableNameOf, tableRef } from "./layer-table.ts";

// The table of a point-cloud layer is the index of its tiles: one feature per tile, its box on the ground with its figures. Maps, feature
// APIs and downloads read it like any layer's table.

interface IndexField {
  column: string;
  type: LayerField["type"];
  unit?: string;
  fr: string;
  en: string;
  /** SQL of the value, of the attachment `a`. */
  value: string;
}

/** Points of classes of the ASPRS. */
const ofClasses = (...codes: number[]) => codes.map((code) => `coalesce((a.cloud->'classes'->>'${code}')::bigint, 0)`).join(" + ");

const INDEX_FIELDS: readonly IndexField[] = [
  { column: "title", type: "text", fr: "Dalle", en: "Tile", value: "a.title" },
  { column: "points", type: "integer", fr: "Points", en: "Points", value: "(a.cloud->>'points')::bigint" },
  {
    column: "density",
    type: "double",
    unit: "points/m²",
    fr: "Densité",
    en: "Density",
    value: "round((a.cloud->>'density')::numeric, 2)::float8",
  },
  {
    column: "first_day",
    type: "date",
    fr: "Premier jour de mesure",
    en: "First day of measurement",
    value: "(a.cloud->'dates'->>0)::date",
  },
  { column: "last_day", type: "date", fr: "Dernier jour de mesure", en: "Last day of measurement", value: "(a.cloud->'dates'->>1)::date" },
  {
    column: "year",
    type: "integer",
    fr: "Année de mesure",
    en: "Year of measurement",
    value: "left(a.cloud->'dates'->>0, 4)::bigint",
  },
  {
    column: "product",
    type: "text",
    fr: "Produit",
    en: "Product",
    value: "CASE a.cloud->>'product' WHEN 'lidar-hd' THEN 'LiDAR HD' WHEN 'ign' THEN 'IGN' END",
  },
  { column: "lowest", type: "double", unit: "m", fr: "Point le plus bas", en: "Lowest point", value: "(a.cloud->'min'->>2)::float8" },
  { column: "highest", type: "double", unit: "m", fr: "Point le plus haut", en: "Highest point", value: "(a.cloud->'max'->>2)::float8" },
  { column: "ground", type: "integer", fr: "Points du sol", en: "Points of the ground", value: ofClasses(2) },
  { column: "vegetation", type: "integer", fr: "Points de végétation", en: "Points of vegetation", value: ofClasses(3, 4, 5) },
  { column: "buildings", type: "integer", fr: "Points de bâtiments", en: "Points of buildings", value: ofClasses(6) },
  { column: "water", type: "integer", fr: "Points d’eau", en: "Points of water", value: ofClasses(9) },
  { column: "size", type: "integer", fr: "Taille du fichier en octets", en: "Size of the file in bytes", value: "a.size" },
  { column: "revision", type: "integer", fr: "Révision", en: "Revision", value: "a.revision::bigint" },
  {
    column: "copc",
    type: "text",
    fr: "Fichier COPC",
    en: "COPC file",
    value: "'/downloads/attachments/' || a.id || '?revision=' || a.revision",
  },
  { column: "tile", type: "text", fr: "Identifiant de la dalle", en: "Identifier of the tile", value: "a.id::text" },
];

const KEY = "tile";
const TITLE = { fr: "Nuage de points", en: "Point cloud" };

/** The title and the fields of a point-cloud layer in the language of its dataset, with their translations. */
export function describeCloudLayer(language: string): { title: string; fields: LayerField[]; texts: Translations } {
  const own = language === "fr" ? "fr" : "en";
  const other = own === "fr" ? "en" : "fr";
  // A text in another language than the dataset's is offered under its own.
  const said = (text: { fr: string; en: string }) => ({ [other]: text[other], ...(language !== own && { [own]: text[own] }) });
  return {
    title: TITLE[own],
    fields: INDEX_FIELDS.map(({ column, type, unit, ...label }) => ({
      name: column,
      column,
      type,
      label: label[own],
      ...(column === KEY && { isHidden: true }),
      ...(unit && { rule: { unit } }),
    })),
    texts: {
      [textKeyOf("title")]: said(TITLE),
      ...Object.fromEntries(
        INDEX_FIELDS.filter(({ column }) => column !== KEY).map((field) => [textKeyOf("label", field.column), said(field)]),
      ),
    },
  };
}

/** @param srid the horizontal CRS of all tiles */
export function cloudIndexSpec(layerId: string, communityId: CommunityId, srid: number): TableSpec {
  const { fields } = describeCloudLayer("en");
  return { layerId, communityId, tableName: tableNameOf(layerId), geometry: { type: "Polygon", srid, hasZ: false }, fields };
}

/** Creates the empty table, with its indexes, unless it exists. */
export async function createCloudIndex(sql: SqlSession, spec: TableSpec): Promise<void> {
  const [known] = await sql.query<{ exists: boolean }>("SELECT to_regclass('layers.' || quote_ident($1)) IS NOT NULL AS exists", [
    spec.tableName,
  ]);
  if (known?.exists) return;
  await createLayerTable(sql, spec);
  const table = tableRef(spec.tableName);
  await sql.script(`
    DROP TABLE ${tableRef(spec.tableName, STAGING)};
    ALTER TABLE ${table} ADD PRIMARY KEY (fid);
    CREATE UNIQUE INDEX ON ${table} (${KEY});
    CREATE INDEX ON ${table} USING gist (geom_3857);
    CREATE INDEX ON ${table} USING gist (geom)`);
}

/** The columns of an index that exists: one of an older version may lack the newest. */
async function columnsOf(sql: SqlSession, tableName: string): Promise<Set<string>> {
  const rows = await sql.query<{ name: string }>(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass('layers.' || quote_ident($1)) AND attnum > 0 AND NOT attisdropped",
    [tableName],
  );
  return new Set(rows.map(({ name }) => name));
}

/** Less than a hand's breadth: a box without width or height is no polygon. */
const THIN = 0.00001;

/** What changed in the index, with the changed boxes in Web Mercator. */
export interface IndexChange {
  inserted: number;
  updated: number;
  deleted: number;
  boxes: Bbox[];
}

/**
 * Makes the index say what the dataset's tiles are. Features keep their `fid` while their tile exists.
 *
 * @param spec of a table that exists
 */
export async function syncCloudIndex(sql: SqlSession, spec: TableSpec, datasetId: string): Promise<IndexChange> {
  const table = tableRef(spec.tableName);
  const there = await columnsOf(sql, spec.tableName);
  const known = INDEX_FIELDS.filter(({ column }) => there.has(column));
  const columns = known.map(({ column }) => column);
  const fields = spec.fields.filter(({ column }) => there.has(column));
  const srid = Number(spec.geometry.srid);
  const [min, max] = ["min", "max"].map((end) => [0, 1].map((axis) => `(a.cloud->'${end}'->>${axis})::float8`));
  const corner = (axis: 0 | 1) => `greatest(${max?.[axis]}, ${min?.[axis]} + ${THIN})`;
  const wanted = `SELECT ${known.map(({ value, column }) => `${value} AS ${quoteIdentifier(column)}`).join(", ")},
      ST_MakeEnvelope(${min?.[0]}, ${min?.[1]}, ${corner(0)}, ${corner(1)}, ${srid}) AS geom
    FROM public.dataset_attachments a WHERE a.dataset_id = $1::uuid AND a.cloud IS NOT NULL`;
  const box = (of: string) => `ARRAY[ST_XMin(${of}), ST_YMin(${of}), ST_XMax(${of}), ST_YMax(${of})] AS box`;
  const compared = (alias: string) =>
    `ROW(${columns.map((column) => `${alias}.${quoteIdentifier(column)}`).join(", ")}, ${alias}.geom::text)`;
  const deleted = await sql.query<{ box: Bbox }>(
    `DELETE FROM ${table} t WHERE NOT EXISTS (
       SELECT FROM public.dataset_attachments a WHERE a.id::text = t.${KEY} AND a.dataset_id = $1::uuid AND a.cloud IS NOT NULL)
     RETURNING ${box("geom_3857")}`,
    [datasetId],
  );
  const set = columns.map((column) => `${quoteIdentifier(column)} = w.${quoteIdentifier(column)}`).join(", ");
  const updated = await sql.query<{ box: Bbox; before: Bbox }>(
    `UPDATE ${table} t SET version = t.version + 1, ${set}, geom = w.geom, geom_3857 = ST_Transform(w.geom, 3857)
     FROM (${wanted}) w JOIN ${table} o USING (${KEY}) WHERE t.${KEY} = w.${KEY} AND ${compared("o")} IS DISTINCT FROM ${compared("w")}
     RETURNING ${box("t.geom_3857")}, ${box("o.geom_3857").replace(" AS box", " AS before")}`,
    [datasetId],
  );
  const inserted = await sql.query<{ box: Bbox }>(
    `INSERT INTO ${table} (fid, version${fieldList(fields)}, geom, geom_3857)
     SELECT (SELECT coalesce(max(fid), 0) FROM ${table}) + row_number() OVER (ORDER BY w.title, w.${KEY}), 1${fieldList(fields, "w.")},
       w.geom, ST_Transform(w.geom, 3857)
     FROM (${wanted}) w WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.${KEY} = w.${KEY}) RETURNING ${box("geom_3857")}`,
    [datasetId],
  );
  return {
    inserted: inserted.length,
    updated: updated.length,
    deleted: deleted.length,
    boxes: [...deleted.map((row) => row.box), ...updated.flatMap((row) => [row.before, row.box]), ...inserted.map((row) => row.box)],
  };
}
