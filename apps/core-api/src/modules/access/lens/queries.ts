import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Lens, lensOf } from "../../../layer-store/lens/lens.ts";

type GrantRow = { id: string; columns: string[] | null; until: Date | null; west: number | null; south: number; east: number; north: number };

/** The caller's lens on a layer; null without a valid grant. */
export async function lensOn(sql: SqlSession, layerId: string): Promise<Lens | null> {
  const rows = await sql.query<GrantRow>(
    `SELECT id, columns, valid_until AS until, ST_XMin(area) AS west, ST_YMin(area) AS south, ST_XMax(area) AS east, ST_YMax(area) AS north
     FROM app.lens_grants($1::uuid)`,
    [layerId],
  );
  const grants = rows.map(({ id, columns, until, west }) => ({ id, columns, until, hasArea: west !== null }));
  const placed = rows.filter(({ west }) => west !== null);
  const most = (side: "east" | "north") => Math.max(...placed.map((row) => row[side]));
  const west = Math.min(...placed.map((row) => row.west ?? 0));
  const south = Math.min(...placed.map((row) => row.south));
  return lensOf(layerId, grants, placed.length === 0 ? null : [west, south, most("east"), most("north")]);
}

/** The ids of the layers that the caller's grants open. */
export async function lensLayers(sql: SqlSession): Promise<string[]> {
  const [row] = await sql.query<{ ids: string[] }>("SELECT app.granted_layers() AS ids");
  return row?.ids ?? [];
}
