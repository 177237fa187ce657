import type { CommunityId } from "@archipel/contracts/ids.ts";
import { layerField } from "@archipel/contracts/layers.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import { geometryTypeNames } from "@archipel/geo/wkb.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { colourColumns } from "./finish-table.ts";
import { generalise, generalisedSuffix, heaviestZoom } from "./generalise.ts";
import { type TableSpec, tableRef } from "./layer-table.ts";
import { generalisedTables } from "./refresh-generalised.ts";

/**
 * Makes all generalised tables of a layer anew, beside those that serve meanwhile; they change places at the end of the transaction.
 *
 * @param sql a worker's session of the layer's community that holds the layer's lock: no edit may come in between
 */
export async function rebuildGeneralised(sql: SqlSession, spec: TableSpec, classColumns: readonly string[]): Promise<void> {
  const old = await generalisedTables(sql, spec);
  const built: number[] = [];
  let source = "";
  for (let zoom = await heaviestZoom(sql, spec); zoom >= 0; zoom--) {
    const suffix = generalisedSuffix(zoom, true);
    const { isSmall } = await generalise(sql, spec, zoom, source, classColumns, suffix);
    built.push(zoom);
    if (isSmall) break;
    source = suffix;
  }
  for (const { zoom } of old) await sql.script(`DROP TABLE ${tableRef(spec.tableName, generalisedSuffix(zoom))}`);
  for (const zoom of built) {
    const name = quoteIdentifier(spec.tableName + generalisedSuffix(zoom));
    await sql.script(`ALTER TABLE ${tableRef(spec.tableName, generalisedSuffix(zoom, true))} RENAME TO ${name}`);
  }
}

/** Layers whose generalised tables cannot follow edits. */
export function outdatedLayers(core: Core): Promise<{ id: string; communityId: string }[]> {
  return core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `SELECT l.id, l.community_id AS "communityId" FROM layers l WHERE l.status = 'ready' AND l.kind = 'vector' AND EXISTS (
         SELECT FROM pg_class c WHERE c.relnamespace = 'layers'::regnamespace AND c.relkind = 'r' AND c.relname ~ ('^' || l.table_name || '_g[0-9]+$')
           AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'cell_x' AND NOT a.attisdropped))`,
    ),
  );
}

/** Gives such a layer new ones; its tiles are new from then on. */
export async function rebuildLayer(core: Core, communityId: CommunityId, layerId: string): Promise<void> {
  await core.database.sqlAs({ role: "worker", communityId }, async (sql) => {
    const [row] = await sql.query<{ tableName: string; geometryType: string; srid: number; fields: unknown }>(
      `SELECT table_name AS "tableName", geometry_type AS "geometryType", srid, fields FROM layers
       WHERE id = $1::uuid AND community_id = $2::uuid FOR UPDATE`,
      [layerId, communityId],
    );
    if (!row) return;
    const { tableName, geometryType, srid } = row;
    const type = geometryTypeNames.find((known) => known === geometryType.replace(/ Z$/, "")) ?? "Geometry";
    const geometry: TableSpec["geometry"] = { type, srid, hasZ: geometryType.endsWith(" Z") };
    const spec: TableSpec = { layerId, communityId, tableName, geometry, fields: z.array(layerField).parse(row.fields) };
    // Another process may have been quicker.
    if (!(await generalisedTables(sql, spec)).some((table) => table.isOutdated)) return;
    await rebuildGeneralised(sql, spec, colourColumns(spec));
    await sql.query("UPDATE layers SET updated_at = now() WHERE id = $1::uuid", [layerId]);
  });
  core.log.info({ layer: layerId }, "generalised tables made anew");
}
