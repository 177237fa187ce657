import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { type Attribute, valueAt } from "../tables/attribute-columns.ts";
import { columnTypes, fieldList, type TableSpec, tableRef } from "../tables/layer-table.ts";
import type { Touched } from "./touched.ts";
import { type Changed, type Signature, writeHistoryFirst } from "./write-history-first.ts";

/** A feature's next version: all of its attributes, and its geometry as EWKB in hexadecimal. */
export interface NextVersion {
  operation: "insert" | "update" | "delete";
  fid: number;
  version: number;
  values: Record<string, Attribute>;
  geometry: string | null;
}

/**
 * Writes the next versions of features.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock
 * @returns the rows before and after the change
 */
export function writeVersions(
  sql: SqlSession,
  spec: TableSpec,
  createdAt: Date,
  versions: readonly NextVersion[],
  signature: Signature,
): Promise<Touched> {
  const changed: Changed = {
    from: "unnest($1::bigint[], $2::integer[], $3::text[]) AS w(fid, version, operation)",
    params: [versions.map(({ fid }) => fid), versions.map(({ version }) => version), versions.map(({ operation }) => operation)],
    count: versions.length,
  };
  return writeHistoryFirst(sql, spec, createdAt, changed, () => intoHistory(sql, spec, versions, signature));
}

async function intoHistory(sql: SqlSession, spec: TableSpec, versions: readonly NextVersion[], signature: Signature): Promise<void> {
  const names = spec.fields.map((_field, index) => `c${index}`);
  const lists = spec.fields.map((_field, index) => `, $${index + 8}::text[]`).join("");
  const cast = spec.fields.map((field, index) => `, v.c${index}::${columnTypes[field.type]}`).join("");
  const texts = spec.fields.map((field) => versions.map(({ values }) => textOf(valueAt(values, field.column))));
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

/** The first `fid` that no feature of the layer ever had. The caller holds the layer's lock. */
export async function nextFid(sql: SqlSession, spec: TableSpec): Promise<number> {
  const [row] = await sql.query<{ next: number }>(
    `SELECT greatest((SELECT max(fid) FROM ${tableRef(spec.tableName)}), (SELECT max(fid) FROM ${tableRef(spec.tableName, "_history")}), 0) + 1 AS next`,
  );
  return row?.next ?? 1;
}
