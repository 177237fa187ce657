import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { DeclaredGazetteer } from "@archipel/contracts/search-gazetteer.ts";
import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { quoteIdentifier, type SqlSession } from "@archipel/database/sql-session.ts";
import type { EntryKind, Gazetteer } from "../policy/gazetteer.ts";
import type { EntryRow } from "./find.ts";
import { type CommuneLayer, entriesSql, expressionsOf, type IndexedLayer, locatedSql } from "./locate.ts";

/** What a manager declared about the names of a layer; null for nothing. */
export async function storedGazetteer(sql: SqlSession, layerId: string): Promise<unknown> {
  const [row] = await sql.query<{ gazetteer: unknown }>("SELECT gazetteer FROM layers WHERE id = $1::uuid", [layerId]);
  return row?.gazetteer ?? null;
}

/** A layer of the community whose features may have names; null for any other. */
export function nameableLayer(tx: Tx, communityId: CommunityId, layerId: string) {
  return tx.layer.findFirst({ where: { id: layerId, communityId, status: "ready", kind: "vector" } });
}

/** Locks the layer until the transaction ends: without the lock an update may change its columns. */
export async function lockLayer(tx: Tx, communityId: CommunityId, layerId: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM layers WHERE id = ${layerId}::uuid AND community_id = ${communityId}::uuid FOR UPDATE`;
}

export async function saveDeclared(tx: Tx, communityId: CommunityId, layerId: string, declared: DeclaredGazetteer): Promise<void> {
  const gazetteer = declared === "automatic" ? Prisma.DbNull : declared;
  await tx.layer.update({ where: { id: layerId, communityId }, data: { gazetteer } });
}

export interface IndexState {
  format: number;
  kind: EntryKind | null;
  entries: number;
  indexedAt: Date | null;
  isGivenUp: boolean;
}

export async function indexStateOf(sql: SqlSession, layerId: string): Promise<IndexState | null> {
  const [row] = await sql.query<IndexState>(
    `SELECT format, kind, entries, indexed_at AS "indexedAt", is_given_up AS "isGivenUp" FROM search_layers WHERE layer_id = $1::uuid`,
    [layerId],
  );
  return row ?? null;
}

export interface LookedAt {
  rows: EntryRow[];
  /** Features that were read, and those that make no entry. */
  looked: number;
  unnamed: number;
}

/** The entries that a part of a layer's features would make, the most likely first, without writing any. */
export async function entriesOfSome(
  sql: SqlSession,
  layer: IndexedLayer,
  gazetteer: Gazetteer,
  communes: CommuneLayer | null,
  limit: number,
): Promise<LookedAt> {
  const { sortKey, rank, label, bbox } = expressionsOf(gazetteer);
  const table = `layers.${quoteIdentifier(layer.tableName)}`;
  const some = `SELECT fid FROM ${table} WHERE geom_3857 IS NOT NULL ORDER BY fid LIMIT ${limit}`;
  const [counted] = await sql.query<{ looked: number; rows: EntryRow[] | null; named: number }>(
    `WITH located AS MATERIALIZED (${locatedSql(layer, gazetteer, communes, ` AND fid IN (${some})`)})
     SELECT (SELECT count(*)::integer FROM (${some}) s) AS looked, (SELECT count(*)::integer FROM located${gazetteer.parcel ? " WHERE parcel IS NOT NULL" : ""}) AS named,
       (SELECT json_agg(r.*) FROM (SELECT $1::uuid AS "layerId", $2::uuid AS community, key, fid, '${gazetteer.kind}' AS kind, ${label} AS label, detail, commune,
          code AS "communeCode", postcode, weight, ST_X(place) AS lon, ST_Y(place) AS lat, ${bbox} AS bbox, ${sortKey} AS "sortKey"
        FROM (${entriesSql(gazetteer)}) e ORDER BY ${rank}, ${sortKey}, key) r) AS rows`,
    [layer.layerId, layer.communityId],
  );
  const { looked = 0, named = 0, rows = null } = counted ?? {};
  return { rows: rows ?? [], looked, unnamed: looked - named };
}
