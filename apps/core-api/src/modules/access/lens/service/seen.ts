import type { LayerField } from "@archipel/contracts/layers.ts";
import { inScope, type LensScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { LRUCache } from "lru-cache";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { fieldsThrough, type Lens } from "../../../../layer-store/lens/lens.ts";
import { areasOf, type LensedHistory } from "../../../../layer-store/lens/lensed-history.ts";
import { firstMoment, isLongHistory, lastSeenChange } from "../../../../layer-store/lens/seen-changes.ts";
import { seenStates, shownNumber } from "../../../../layer-store/lens/seen-versions.ts";
import { lensScopeOf } from "./through-lens.ts";

// Revisions and versions count every edit. Readers of a part get numbers that move only with what they see.

const SYSTEM = { role: "system" } as const;

interface Part {
  layerId: string;
  tableName: string;
  srid: number;
  fields: readonly LayerField[];
  revision: number;
}

/** When what each lens shows of a layer last changed, as far as the revision of the layer that was looked at. */
const lastChanges = perCore(() => new LRUCache<string, { revision: number; at: number }>({ max: 20_000 }));

/**
 * The revision of a layer for a reader through a lens: the moment (milliseconds since 1970) when something that the lens shows last changed. It tells of
 * no edit elsewhere, neither by its value nor by gaps, and grows like a revision. For a very long history it stays the moment of the publication.
 *
 * @param sql in `scope`
 */
export async function seenRevision(
  core: Pick<Core, "memory">,
  sql: SqlSession,
  scope: LensScope,
  { layerId, revision, ...table }: Part,
  lens: Lens,
): Promise<number> {
  const [known, key] = [lastChanges(core), `${layerId} ${lens.hash}`];
  const last = known.get(key);
  if (last && last.revision >= revision) return last.at;
  const source = { ...table, fields: fieldsThrough(table.fields, lens), lens };
  const areas = await areasOf(sql, lens, source.fields);
  const at = await inScope(sql, { from: scope, to: SYSTEM }, async () => {
    const from = last ? new Date(last.at) : await firstMoment(sql, layerId);
    if (await isLongHistory(sql, table.tableName)) return from.getTime();
    return ((await lastSeenChange(sql, source, areas, from)) ?? from).getTime();
  });
  known.set(key, { revision, at });
  return at;
}

/**
 * Features with the numbers under which their reader knows their versions. Without a lens, these are the versions themselves; through a lens, the states
 * that it shows are counted.
 */
export async function withShownVersions<Row extends { fid: number; version: number }>(
  { database }: Pick<Core, "database">,
  actor: Actor,
  source: Omit<LensedHistory, "lens"> & { lens: Lens | null },
  rows: Row[],
): Promise<Row[]> {
  const { lens } = source;
  const edited = rows.filter(({ version }) => version > 1).map(({ fid }) => fid);
  if (lens === null || edited.length === 0) return rows;
  const scope = lensScopeOf(actor);
  const states = await database.sqlAs(scope, async (sql) => {
    const areas = await areasOf(sql, lens, source.fields);
    return inScope(sql, { from: scope, to: SYSTEM }, () => seenStates(sql, { ...source, lens }, areas, edited));
  });
  return rows.map((row) => ({ ...row, version: shownNumber(states.get(row.fid), row.version) }));
}
