import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { classColumnsOf } from "../describe/drawn-columns.ts";
import { hasAbilitySql } from "../kinds/registry.ts";
import { type GeneralisedSpec, generaliseLayer } from "./generalise.ts";
import { generalisedZooms, replaceGeneralised } from "./generalised-tables.ts";
import { heaviestZoom, LIGHT_LAYER, readExtent } from "./heavy-zooms.ts";
import { geometryColumnOf, type TableSpec } from "./layer-table.ts";
import { layerForRefresh } from "./layer-to-refresh.ts";
import { generalisedTables } from "./refresh-generalised.ts";

/**
 * Builds all generalised tables of a layer again, beside the current ones, and swaps them at the end of the transaction.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock: no edit may come in between
 */
export async function rebuildGeneralised(sql: SqlSession, spec: GeneralisedSpec, classColumns: readonly string[]): Promise<void> {
  const before = await generalisedZooms(sql, spec.tableName);
  const zooms = await generaliseLayer((work) => work(sql), spec, {
    classColumns,
    suffixOf: (zoom) => NEW + zoom,
    // A tile request of this moment may read any of the previous zooms: each keeps its table.
    lowestZoom: Math.min(...before, 14),
  });
  await replaceGeneralised(sql, spec.tableName, NEW, zooms);
}

/** Suffix of the tables being built; they are never visible outside the transaction. */
const NEW = "_n";

/** Layers whose generalised tables cannot be refreshed by edits. */
export function outdatedLayers(core: Core): Promise<{ id: string; communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT l.id, l.community_id AS "communityId" FROM layers l WHERE l.status = 'ready' AND ${hasAbilitySql("l.kind", "tiles")} AND EXISTS (
         SELECT FROM pg_class c WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ ('^' || l.table_name || '_g[0-9]+$')
           AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'cell_x' AND NOT a.attisdropped))`,
    ),
  );
}

/** Layers that were edited since they were published, with their revision: they may have become heavy. */
export function editedLayers(core: Core): Promise<{ id: string; communityId: string; revision: number }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT id, community_id AS "communityId", revision FROM layers WHERE status = 'ready' AND ${hasAbilitySql("kind", "tiles")} AND revision > 1
         AND (feature_count > $1::integer OR pg_total_relation_size(to_regclass('layers.' || quote_ident(table_name))) > $2::bigint)`,
      [LIGHT_LAYER.features, LIGHT_LAYER.bytes],
    ),
  );
}

/** Whether a zoom drawn from the features themselves now has too many. Reads the whole layer. */
export function isTooHeavy(core: Core, communityId: CommunityId, layerId: string): Promise<boolean> {
  return core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const layer = await layerForRefresh(sql, layerId);
    return layer !== null && lacksTable(sql, layer, classColumnsOf(layer));
  });
}

async function lacksTable(sql: SqlSession, layer: Pick<TableSpec, "tableName">, classColumns: readonly string[]): Promise<boolean> {
  const deepest = Math.max(-1, ...(await generalisedZooms(sql, layer.tableName)));
  return (await heaviestZoom(sql, layer, classColumns, await readExtent(sql, layer))) > deepest;
}

/** Builds missing or outdated generalised tables of a layer. Its tiles change. */
export async function rebuildLayer(core: Core, communityId: CommunityId, layerId: string): Promise<void> {
  await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const drawn = await layerForRefresh(sql, layerId);
    if (!drawn) return;
    const [row] = await sql.query<{ tableName: string; geometryType: string; srid: number; fields: unknown }>(
      `SELECT table_name AS "tableName", geometry_type AS "geometryType", srid, fields FROM layers
       WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE`,
      [layerId, communityId],
    );
    if (!row) return;
    const { tableName, geometryType, srid } = row;
    const geometry = geometryColumnOf(geometryType, srid);
    const spec: TableSpec = { layerId, communityId, tableName, geometry, fields: z.array(layerField).parse(row.fields) };
    // Another process may have done it already.
    const isOutdated = (await generalisedTables(sql, spec)).some((table) => table.isOutdated);
    if (!isOutdated && !(await lacksTable(sql, spec, classColumnsOf(drawn)))) return;
    await rebuildGeneralised(sql, spec, classColumnsOf(drawn));
    await sql.query("UPDATE layers SET updated_at = now() WHERE id = $1::uuid", [layerId]);
  });
  core.log.info({ layer: layerId }, "generalised tables rebuilt");
}
