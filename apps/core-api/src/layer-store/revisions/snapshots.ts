import type { SqlSession } from "@archipel/database/sql-session.ts";
import { attributeList, attributesOf } from "../tables/attribute-columns.ts";
import { type TableSpec, tableRef } from "../tables/layer-table.ts";
import type { Snapshot } from "./three-way.ts";

/** A feature at one of its versions. */
export interface Versioned {
  fid: number;
  version: number;
  snapshot: Snapshot;
}

type Row = Record<string, unknown> & { fid: number; version: number; geometry: string | null };

/** How shapes are read: whole, or as a digest where they are only compared. */
export type ShapeReading = "whole" | "digest";

/** SQL of a shape `geom`, as text. */
export const shapeSql: Record<ShapeReading, string> = {
  whole: "encode(ST_AsEWKB(geom), 'hex')",
  digest: "encode(sha256(ST_AsEWKB(geom)), 'hex')",
};

function versionedOf(row: Row, { fields }: TableSpec): Versioned {
  return { fid: row.fid, version: row.version, snapshot: { values: attributesOf(row, fields), geometry: row.geometry } };
}

/** The current state of features, by `fid`; missing ones are left out. */
export async function currentFeatures(
  sql: SqlSession,
  spec: TableSpec,
  fids: readonly number[],
  shapes: ShapeReading = "whole",
): Promise<Map<number, Versioned>> {
  const rows = await sql.query<Row>(
    `SELECT fid, version, ${shapeSql[shapes]} AS geometry${attributeList(spec.fields, "t")} FROM ${tableRef(spec.tableName)} t WHERE fid = ANY ($1::bigint[])`,
    [fids],
  );
  return new Map(rows.map((row) => [row.fid, versionedOf(row, spec)]));
}

/** Features at earlier versions, from the layer's history; a deletion has no state and is left out. */
export async function pastFeatures(
  sql: SqlSession,
  spec: TableSpec,
  wanted: readonly { fid: number; version: number }[],
  shapes: ShapeReading = "whole",
): Promise<Versioned[]> {
  if (wanted.length === 0) return [];
  const rows = await sql.query<Row>(
    `SELECT h.fid, h.version, ${shapeSql[shapes]} AS geometry${attributeList(spec.fields, "h")}
     FROM ${tableRef(spec.tableName, "_history")} h JOIN unnest($1::bigint[], $2::integer[]) AS w(fid, version) USING (fid, version)
     WHERE h.operation <> 'delete'`,
    [wanted.map(({ fid }) => fid), wanted.map(({ version }) => version)],
  );
  return rows.map((row) => versionedOf(row, spec));
}

/** The versions at which features were deleted, by `fid`. */
export async function deletionVersions(sql: SqlSession, spec: TableSpec, fids: readonly number[]): Promise<Map<number, number>> {
  if (fids.length === 0) return new Map();
  const rows = await sql.query<{ fid: number; version: number }>(
    `SELECT DISTINCT ON (fid) fid, version FROM ${tableRef(spec.tableName, "_history")}
     WHERE fid = ANY ($1::bigint[]) ORDER BY fid, version DESC`,
    [fids],
  );
  return new Map(rows.map(({ fid, version }) => [fid, version]));
}
