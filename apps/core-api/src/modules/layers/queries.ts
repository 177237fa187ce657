import type { CommunityId } from "@archipel/contracts/ids.ts";
import { isMoment } from "@archipel/contracts/layer-fields.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { rowsOf } from "../../layer-store/lens/lensed-rows.ts";

/** The ready layers of a dataset, if the caller may see the dataset. */
export function readyLayersOf(tx: Tx, datasetId: string) {
  return tx.layer.findMany({ where: { datasetId, status: "ready" }, orderBy: [{ position: "asc" }, { id: "asc" }] });
}

export function visibleLayer(tx: Tx, layerId: string) {
  return tx.layer.findUnique({ where: { id: layerId } });
}

/** Whether the caller may contribute to the data of a community. */
export async function mayContribute(tx: Tx, communityId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ may: boolean }[]>`SELECT ${communityId}::uuid = ANY (app.communities_as('contributor')) AS may`;
  return row?.may ?? false;
}

export function ownLayer(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.layer.findUnique({ where: { id: layerId, communityId } });
}

/** A layer, locked until the transaction ends: without the lock an update may change its columns. */
export async function lockedLayer(tx: Tx, communityId: CommunityId, layerId: string) {
  await tx.$queryRaw`SELECT FROM layers WHERE id = ${layerId}::uuid AND community_id = ${communityId}::uuid FOR UPDATE`;
  return ownLayer(tx, communityId, layerId);
}

export function saveLayer(tx: Tx, communityId: CommunityId, layerId: string, data: Prisma.LayerUpdateInput) {
  return tx.layer.update({ where: { id: layerId, communityId }, data });
}

/** The revision of a layer, locked: edits wait until the transaction ends. */
export async function lockRevision(sql: SqlSession, layerId: string): Promise<number | undefined> {
  const [row] = await sql.query<{ revision: number }>("SELECT revision FROM layers WHERE id = $1::uuid FOR UPDATE", [layerId]);
  return row?.revision;
}

/** Makes browsers and caches request the layer's tiles again: tile URLs contain this moment. */
export async function touchLayer(sql: SqlSession, layerId: string): Promise<void> {
  await sql.query("UPDATE layers SET updated_at = now() WHERE id = $1::uuid", [layerId]);
}

/** The table that values are read from, and the lens of its reader. */
type Source = Parameters<typeof rowsOf>[0];

/** The layer that values are read from, if the caller may read some of it. */
export async function valuesLayer(sql: SqlSession, layerId: string) {
  const [row] = await sql.query<{
    tableName: string;
    srid: number;
    fields: unknown;
    style: unknown;
    bbox: number[];
    featureCount: number;
  }>(`SELECT table_name AS "tableName", srid, fields, style, bbox, feature_count AS "featureCount" FROM layers WHERE id = $1::uuid`, [
    layerId,
  ]);
  return row;
}

/** The first and the last value of a field of dates, as days; texts as they are written, if they look like days. */
export async function datesOf(sql: SqlSession, source: Source, field: LayerField) {
  const column = `t.${quoteIdentifier(field.column)}`;
  // Texts of both sortable forms, and days without a real year, as files write an unknown date.
  const day =
    field.type === "text" ? `CASE WHEN ${column} ~ '^[12][0-9]{3}-?[01][0-9]-?[0-3][0-9]$' THEN ${column} END` : `${column}::date`;
  const [range] = await sql.query<{ earliest: string | null; latest: string | null }>(
    `SELECT min(${day})::text AS earliest, max(${day})::text AS latest FROM ${rowsOf(source)} t`,
  );
  return { earliest: range?.earliest ?? null, latest: range?.latest ?? null };
}

/** In larger layers, values are counted in a sample of the table. */
const SAMPLE_FEATURES = 200_000;
const MAX_VALUES = 100;

/**
 * Values of a column with their counts (estimated from a sample in large layers), most frequent first, and the range of a numeric column.
 */
export async function valuesOf(sql: SqlSession, layer: Source & { featureCount: number }, field: LayerField) {
  // Without its table, a column called `count` would be the number of its values in ORDER BY.
  const column = `t.${quoteIdentifier(field.column)}`;
  const percent = layer.lens === null && layer.featureCount > SAMPLE_FEATURES ? (100 * SAMPLE_FEATURES) / layer.featureCount : 100;
  const source = `${rowsOf(layer)} t${percent < 100 ? ` TABLESAMPLE SYSTEM (${percent}) REPEATABLE (1)` : ""}`;
  const isDate = isMoment(field.type);
  const values = await sql.query<{ value: unknown; count: number }>(
    `SELECT ${column}${isDate ? "::text" : ""} AS value, ceil(count(*) * ${100 / percent})::integer AS count
     FROM ${source} GROUP BY ${column} ORDER BY count(*) DESC, ${column} LIMIT ${MAX_VALUES}`,
  );
  if (field.type !== "integer" && field.type !== "double") return { values, min: null, max: null };
  const [range] = await sql.query<{ min: number | null; max: number | null }>(
    `SELECT min(${column})::double precision AS min, max(${column})::double precision AS max FROM ${rowsOf(layer)} t`,
  );
  return { values, min: range?.min ?? null, max: range?.max ?? null };
}
