import { type KindChange, kindChange } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { geometryDefinition, type OpenSession, type TableSpec, tableRef } from "../tables/layer-table.ts";
import type { EditedLayer } from "./edited-layer.ts";
import { underShortLock } from "./short-lock.ts";

/** What a layer was at a revision: its type of geometry, and its style if a later change of kind replaced it. */
export interface KindAt {
  geometryType: string;
  style: unknown;
}

/** The type of geometry and the style that a layer had at a revision. Only changes of its kind replace its style. */
export async function kindAt(sql: SqlSession, { spec, geometryType, style }: EditedLayer, revision: number): Promise<KindAt> {
  const [row] = await sql.query<{ kind: unknown; style: unknown }>(
    `SELECT summary->'kind' AS kind, summary->'styleBefore' AS style FROM layer_revisions
     WHERE layer_id = $1::uuid AND community_id = $2::uuid AND revision > $3::integer AND summary ? 'kind' ORDER BY revision LIMIT 1`,
    [spec.layerId, spec.communityId, revision],
  );
  return row ? { geometryType: kindChange.parse(row.kind).from, style: row.style } : { geometryType, style };
}

/** The change from the layer's present type of geometry to another one; null when it is the same. */
export function kindBetween({ geometryType }: EditedLayer, to: string): KindChange | null {
  return geometryType === to ? null : { from: geometryType, to };
}

/**
 * Lets the tables of a layer hold shapes of any type, as a change of its kind needs: its history keeps both kinds. The row of the layer says
 * which kind it has.
 */
export async function admitAnyShape(open: OpenSession, { tableName, geometry }: TableSpec): Promise<void> {
  const narrow: string[] = [];
  for (const suffix of ["", "_history"]) if (await open((sql) => isNarrow(sql, tableRef(tableName, suffix)))) narrow.push(suffix);
  if (narrow.length === 0) return;
  const type = geometryDefinition({ ...geometry, type: "Geometry" });
  await underShortLock(open, async (sql) => {
    for (const suffix of narrow) await sql.script(`ALTER TABLE ${tableRef(tableName, suffix)} ALTER COLUMN geom TYPE ${type}`);
  });
}

async function isNarrow(sql: SqlSession, table: string): Promise<boolean> {
  const [row] = await sql.query<{ type: string }>(
    "SELECT postgis_typmod_type(atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::text::regclass AND attname = 'geom'",
    [table],
  );
  return row !== undefined && !/^geometryz?$/i.test(row.type);
}
