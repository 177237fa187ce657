import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { z } from "zod";
import { styleOf } from "../describe/style.ts";

/**
 * The current layer, for a job that derives tables from it. An advisory lock makes jobs of one layer wait for each other until the
 * transaction ends, so that the last one writes the latest state.
 */
export async function layerForRefresh(sql: SqlSession, layerId: string): Promise<LayerToRefresh | null> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('refresh-layer ' || $1, 0))", [layerId]);
  const [row] = await sql.query<LayerToRefresh & { style: unknown }>(
    `SELECT name, table_name AS "tableName", geometry_type AS "geometryType", fields, style, revision FROM layers
     WHERE id = $1::uuid AND status = 'ready'`,
    [layerId],
  );
  if (!row) return null;
  return { ...row, fields: z.array(layerField).parse(row.fields), style: styleOf(row.style) };
}

export interface LayerToRefresh {
  name: string;
  tableName: string;
  geometryType: string;
  fields: LayerField[];
  style: LayerStyle;
  revision: number;
}
