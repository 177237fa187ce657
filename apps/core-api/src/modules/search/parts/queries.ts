import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { lensedRows } from "../../../layer-store/lens/lensed-rows.ts";
import type { Gazetteer } from "../policy/gazetteer.ts";
import type { EntryRow, HouseRow } from "../queries/find.ts";
import { entriesSql, expressionsOf, locatedSql } from "../queries/locate.ts";

export interface PortalLayer {
  id: string;
  communityId: string;
  name: string;
  tableName: string;
  srid: number;
  fields: unknown;
  gazetteer: unknown;
  revision: number;
  updatedAt: Date;
}

/** Vector layers of a portal that the transaction's scope shows. */
export function portalVectors(sql: SqlSession, portalId: string, limit: number): Promise<PortalLayer[]> {
  return sql.query<PortalLayer>(
    `SELECT l.id, l.community_id AS "communityId", l.name, l.table_name AS "tableName", l.srid, l.fields, l.gazetteer, l.revision, l.updated_at AS "updatedAt"
     FROM app.portal_catalogue c JOIN layers l ON l.dataset_id = c.dataset_id AND l.status = 'ready' AND l.kind = 'vector'
     WHERE c.portal_id = $1::uuid ORDER BY c.position, l.position, l.id LIMIT ${Number(limit)}`,
    [portalId],
  );
}

export interface PartEntries {
  entries: EntryRow[];
  houses: HouseRow[];
}

/**
 * The entries that the rows of a layer make through a lens, the most likely first, and the houses of streets.
 *
 * @param gazetteer reads only `fields`, which the lens shows
 * @param limit rows that are read
 */
export async function entriesThrough(
  sql: SqlSession,
  layer: PortalLayer,
  lens: Lens,
  { fields, gazetteer, limit }: { fields: readonly LayerField[]; gazetteer: Gazetteer; limit: number },
): Promise<PartEntries> {
  const { sortKey, rank, label, bbox } = expressionsOf(gazetteer);
  const { id: layerId, communityId, tableName, srid } = layer;
  const rows = `(SELECT * FROM ${lensedRows({ tableName, srid, fields, lens })} s LIMIT ${Number(limit)})`;
  const [found] = await sql.query<{ entries: EntryRow[] | null; houses: HouseRow[] | null }>(
    `WITH located AS MATERIALIZED (${locatedSql({ layerId, communityId, tableName, rows }, gazetteer, null, "")})
     SELECT (SELECT json_agg(r.*) FROM (SELECT $1::uuid AS "layerId", key, fid, '${gazetteer.kind}' AS kind, ${label} AS label, detail, commune,
          code AS "communeCode", postcode, weight, ST_X(place) AS lon, ST_Y(place) AS lat, ${bbox} AS bbox, ${sortKey} AS "sortKey"
        FROM (${entriesSql(gazetteer)}) e ORDER BY ${rank}, ${sortKey}, key) r) AS entries,
       (SELECT json_agg(h.*) FROM (SELECT $1::uuid AS "layerId", key, fid, number, CASE suffix WHEN 'b' THEN 'bis' WHEN 't' THEN 'ter' WHEN 'q' THEN 'quater' ELSE left(suffix, 20) END AS suffix,
          ST_X(place) AS lon, ST_Y(place) AS lat FROM located WHERE number IS NOT NULL ORDER BY suffix, fid) h) AS houses`,
    [layerId],
  );
  return { entries: found?.entries ?? [], houses: found?.houses ?? [] };
}
