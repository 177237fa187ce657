import type { SqlSession } from "@archipel/database/sql-session.ts";
import { fieldList, type TableSpec, tableRef } from "../tables/layer-table.ts";
import { createSafeTransform, type Transform, webMercatorFrom } from "../tables/web-mercator.ts";
import { fewBoxes, groundsThere, ONE_BY_ONE, rowsThere, type Touched } from "./touched.ts";

/** Features that get a next version: a FROM item `w(fid, version, operation)`, its parameters from $1 on, and how many there are. */
export interface Changed {
  from: string;
  params: unknown[];
  count: number;
}

/** Author and origin of versions. */
export interface Signature {
  /** Null when no contribution made them. */
  contributionId: string | null;
  authorId: string | null;
  /** Time of the change, taken once the layer is locked, so that times follow the order of versions (`momentOf`). */
  at: Date;
}

/**
 * Writes next versions of features: first into the history, then into the table. The first change of a feature also stores its published
 * state, so features that were never edited have no history rows.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock
 * @param intoHistory inserts the next versions into the layer's history
 * @returns the rows before and after the change
 */
export async function writeHistoryFirst(
  sql: SqlSession,
  spec: TableSpec,
  createdAt: Date,
  changed: Changed,
  intoHistory: () => Promise<void>,
): Promise<Touched> {
  const table = tableRef(spec.tableName);
  const history = tableRef(spec.tableName, "_history");
  const columns = fieldList(spec.fields);
  const { from, params } = changed;
  const were = { sql: `SELECT w.fid FROM ${from} WHERE w.operation <> 'insert'`, params };
  const are = { sql: `SELECT w.fid FROM ${from} WHERE w.operation <> 'delete'`, params };
  await sql.query(
    `INSERT INTO ${history} (fid, version, operation, changed_at${columns}, geom)
     SELECT fid, version, 'insert', $${params.length + 1}::timestamptz${columns}, geom FROM ${table} WHERE fid IN (${were.sql})
     ON CONFLICT (fid, version) DO NOTHING`,
    [...params, createdAt],
  );
  const isOneByOne = changed.count <= ONE_BY_ONE;
  const before = isOneByOne ? await rowsThere(sql, table, were) : await groundsThere(sql, table, were);
  await intoHistory();
  await sql.query(`DELETE FROM ${table} WHERE fid IN (${were.sql})`, params);
  const source = `(SELECT h.* FROM ${history} h JOIN ${from} USING (fid, version) WHERE h.operation <> 'delete')`;
  await placed(sql, (transform) =>
    sql.query(
      `INSERT INTO ${table} (fid, version${columns}, geom, geom_3857)
       SELECT s.fid, s.version${fieldList(spec.fields, "s.")}, s.geom, m.geom_3857 FROM ${webMercatorFrom(source, spec, transform)}`,
      params,
    ),
  );
  const after = isOneByOne ? await rowsThere(sql, table, are) : await groundsThere(sql, table, are);
  const rows = [...before, ...after].flatMap((one) => ("fid" in one ? [one] : []));
  const boxes = [...before, ...after].map((one) => ("fid" in one ? one.box : one));
  return { rows: isOneByOne ? rows : null, boxes: fewBoxes(boxes) };
}

/** Some coordinate may be outside the domain of its CRS: then only those inside are placed. */
async function placed(sql: SqlSession, insert: (transform: Transform) => Promise<unknown>): Promise<void> {
  await sql.script("SAVEPOINT before_placing");
  try {
    await insert("ST_Transform");
  } catch {
    await sql.script("ROLLBACK TO SAVEPOINT before_placing");
    await createSafeTransform(sql);
    await insert("pg_temp.transform_or_null");
  }
  await sql.script("RELEASE SAVEPOINT before_placing");
}

/**
 * The time of a change of layers: now, but later than every earlier change of them, so that "the layer at a date" distinguishes revisions
 * however quickly they follow. Whole milliseconds, as times are sent to clients. The caller holds the layers' locks.
 */
export async function momentOf(sql: SqlSession, layerIds: readonly string[]): Promise<Date> {
  const [clock] = await sql.query<{ at: Date }>(
    `SELECT date_trunc('milliseconds', greatest(clock_timestamp(),
       (SELECT max(created_at) + interval '1 millisecond' FROM layer_revisions WHERE layer_id = ANY ($1::uuid[])))) AS at`,
    [layerIds],
  );
  return clock?.at ?? new Date();
}
