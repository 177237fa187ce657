import type { OneRead } from "@archipel/database/sql-session.ts";
import { tableRef } from "../tables/layer-table.ts";
import { BLOCK, Blocks, type Moved } from "./blocks.ts";

/** A layer's table and its id. */
export interface OrderedLayer {
  layerId: string;
  tableName: string;
}

/** A longer history is not searched for what changed: counting the layer again takes less. */
const MOST_HISTORY_BYTES = 32 * 1024 * 1024;
/** More features that came or left are not read one by one. */
const MOST_MOVED = 20_000;

/**
 * SQL: the revision of the layer in the snapshot of the statement, null for a layer that the caller may not read whole.
 *
 * @param id the parameter of the layer's id
 */
export const revisionSql = (id: string) => `(SELECT app.layer_revision(${id}::uuid))`;

/** The revision of a layer now; null for a layer that the caller may not read whole. */
export async function readRevision(sql: Pick<OneRead, "query">, layerId: string): Promise<number | null> {
  const [row] = await sql.query<{ revision: number | null }>(`SELECT ${revisionSql("$1")} AS revision`, [layerId]);
  return row?.revision ?? null;
}

/**
 * Counts the features of a whole layer by blocks of their `fid`: of its key alone, where the database knows which rows all see.
 *
 * @returns null for an empty layer, and for one that the caller may not read whole
 */
export async function readBlocks(sql: Pick<OneRead, "texts">, { layerId, tableName }: OrderedLayer): Promise<Blocks | null> {
  const text = `SELECT (fid - 1) / ${BLOCK} AS block, count(*), ${revisionSql("$1")} FROM ${tableRef(tableName)} GROUP BY 1`;
  const rows = await sql.texts({ text, values: [layerId] });
  const revision = rows[0]?.[2];
  return revision
    ? Blocks.of(
        Number(revision),
        rows.map(([block, count]) => [Number(block), Number(count)] as const),
      )
    : null;
}

/** What revisions after `since` did: how many features came and left, and when the first and the last of them were made. */
interface Later {
  revision: number | null;
  recorded: number;
  moved: number;
  first: Date | null;
  last: Date | null;
  historyBytes: number;
}

/**
 * The blocks of a layer as it is now, from those of an earlier revision and what its history says of the edits in between.
 *
 * @returns null when the layer must be counted again
 */
export async function readLaterBlocks(sql: Pick<OneRead, "query">, layer: OrderedLayer, known: Blocks): Promise<Blocks | null> {
  const history = tableRef(layer.tableName, "_history");
  const [later] = await sql.query<Later>(
    `SELECT ${revisionSql("$1")} AS revision, count(moved)::integer AS recorded, min(created_at) AS first, max(created_at) AS last,
       coalesce(sum(moved), 0)::float8 AS moved, pg_relation_size('${history}')::float8 AS "historyBytes"
     FROM (SELECT created_at, (summary->>'inserted')::bigint + (summary->>'deleted')::bigint AS moved
           FROM public.layer_revisions WHERE layer_id = $1::uuid AND revision > $2::integer) later`,
    [layer.layerId, known.revision],
  );
  // A revision that is not recorded may have changed anything.
  if (!later?.revision || later.revision - known.revision !== later.recorded) return null;
  if (later.moved === 0) return known.after(later.revision, []);
  if (later.moved > MOST_MOVED || later.historyBytes > MOST_HISTORY_BYTES) return null;
  return known.after(later.revision, await movedBetween(sql, history, later));
}

/**
 * The features that are in the layer after its edits and were not before, and the other way round. The first edit of a feature also stores
 * its published state, and all edits of one revision have the time of that revision.
 */
function movedBetween(sql: Pick<OneRead, "query">, history: string, { first, last }: Later): Promise<Moved[]> {
  return sql.query<Moved & Record<string, unknown>>(
    `SELECT fid, by FROM (
       SELECT t.fid, (are.operation <> 'delete')::integer - coalesce((was.operation <> 'delete')::integer, 0) AS by
       FROM (SELECT fid, min(version) AS first, max(version) AS last FROM ${history}
             WHERE changed_at BETWEEN $1::timestamptz AND $2::timestamptz GROUP BY fid) t
       JOIN ${history} are ON are.fid = t.fid AND are.version = t.last
       LEFT JOIN LATERAL (SELECT operation FROM ${history} h WHERE h.fid = t.fid AND h.version < t.first ORDER BY version DESC LIMIT 1) was ON true
     ) moved WHERE by <> 0`,
    [first, last],
  );
}
