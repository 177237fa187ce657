import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { Attribute } from "../../layers/attributes/attribute-columns.ts";
import { columnTypes, fieldList, type TableSpec, tableRef } from "../../layers/table/layer-table.ts";
import type { TouchedRow } from "../../layers/table/refresh-generalised.ts";
import { webMercatorFrom } from "../../layers/table/web-mercator.ts";

/** A feature's next version: all of its attributes, and its geometry as EWKB in hexadecimal. */
export interface NextVersion {
  operation: "insert" | "update" | "delete";
  fid: number;
  version: number;
  values: Record<string, Attribute>;
  geometry: string | null;
}

export interface Signature {
  contributionId: string;
  authorId: string | null;
  /** When it happens: taken once the layer is locked, so that times follow the order of versions. */
  at: Date;
}

/**
 * Writes the next versions of features: first into the history, then the table follows it. The first change of a feature also keeps
 * the state in which it was published, so that the history of what was never edited costs nothing.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock
 * @returns what was touched: rows as they were, and as they are now
 */
export async function writeVersions(
  sql: SqlSession,
  spec: TableSpec,
  createdAt: Date,
  versions: readonly NextVersion[],
  signature: Signature,
): Promise<TouchedRow[]> {
  const table = tableRef(spec.tableName);
  const history = tableRef(spec.tableName, "_history");
  const columns = fieldList(spec.fields);
  const changed = versions.filter(({ operation }) => operation !== "insert").map(({ fid }) => fid);
  await sql.query(
    `INSERT INTO ${history} (fid, version, operation, changed_at${columns}, geom)
     SELECT fid, version, 'insert', $2::timestamptz${columns}, geom FROM ${table} WHERE fid = ANY ($1::bigint[])
     ON CONFLICT (fid, version) DO NOTHING`,
    [changed, createdAt],
  );
  const before = await rowsOf(sql, table, changed);
  await intoHistory(sql, spec, versions, signature);
  await sql.query(`DELETE FROM ${table} WHERE fid = ANY ($1::bigint[])`, [changed]);
  const kept = versions.filter(({ operation }) => operation !== "delete");
  const source = `(SELECT h.* FROM ${history} h JOIN unnest($1::bigint[], $2::integer[]) AS w(fid, version) USING (fid, version))`;
  await sql.query(
    `INSERT INTO ${table} (fid, version${columns}, geom, geom_3857)
     SELECT s.fid, s.version${fieldList(spec.fields, "s.")}, s.geom, m.geom_3857 FROM ${webMercatorFrom(source, spec, "ST_Transform")}`,
    [kept.map(({ fid }) => fid), kept.map(({ version }) => version)],
  );
  return [
    ...before,
    ...(await rowsOf(
      sql,
      table,
      kept.map(({ fid }) => fid),
    )),
  ];
}

async function intoHistory(sql: SqlSession, spec: TableSpec, versions: readonly NextVersion[], signature: Signature): Promise<void> {
  const names = spec.fields.map((_field, index) => `c${index}`);
  const lists = spec.fields.map((_field, index) => `, $${index + 8}::text[]`).join("");
  const cast = spec.fields.map((field, index) => `, v.c${index}::${columnTypes[field.type]}`).join("");
  const texts = spec.fields.map((field) => versions.map(({ values }) => textOf(values[field.column] ?? null)));
  await sql.query(
    `INSERT INTO ${tableRef(spec.tableName, "_history")}
       (fid, version, operation, changed_at, author_id, contribution_id${fieldList(spec.fields)}, geom)
     SELECT v.fid, v.version, v.operation, $5::timestamptz, $6::uuid, $7::uuid${cast}, v.geom::geometry
     FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::text[]${lists})
       AS v(${["fid", "version", "operation", "geom", ...names].map(quoteIdentifier).join(", ")})`,
    [
      versions.map(({ fid }) => fid),
      versions.map(({ version }) => version),
      versions.map(({ operation }) => operation),
      versions.map(({ geometry }) => geometry),
      signature.at,
      signature.authorId,
      signature.contributionId,
      ...texts,
    ],
  );
}

function textOf(value: Attribute): string | null {
  return value === null ? null : String(value);
}

async function rowsOf(sql: SqlSession, table: string, fids: readonly number[]): Promise<TouchedRow[]> {
  return sql.query<TouchedRow>(
    `SELECT fid, ARRAY[ST_XMin(geom_3857), ST_YMin(geom_3857), ST_XMax(geom_3857), ST_YMax(geom_3857)] AS box
     FROM ${table} WHERE fid = ANY ($1::bigint[]) AND geom_3857 IS NOT NULL`,
    [fids],
  );
}

/** The first `fid` that no feature of the layer ever had. The caller holds the layer's lock. */
export async function nextFid(sql: SqlSession, spec: TableSpec): Promise<number> {
  const [row] = await sql.query<{ next: number }>(
    `SELECT greatest((SELECT max(fid) FROM ${tableRef(spec.tableName)}), (SELECT max(fid) FROM ${tableRef(spec.tableName, "_history")}), 0) + 1 AS next`,
  );
  return row?.next ?? 1;
}
