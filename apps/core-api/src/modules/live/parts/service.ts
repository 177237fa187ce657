import { layerField } from "@archipel/contracts/layers.ts";
import type { LayerEdited } from "@archipel/contracts/live.ts";
import { inScope, type LensScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { fieldsThrough } from "../../../layer-store/lens/lens.ts";
import { areasOf } from "../../../layer-store/lens/lensed-history.ts";
import { changesSeenAt, isLongHistory } from "../../../layer-store/lens/seen-changes.ts";
import { revisionMoment } from "../../../layer-store/revisions/history.ts";
import { seenRevision } from "../../access/lens/service/seen.ts";
import { lensScopeOf, mayHaveGrants, ownLens, ownLenses } from "../../access/lens/service/through-lens.ts";
import { readableLayers } from "../queries.ts";
import { grantedLayer } from "./queries.ts";

const fieldsSchema = z.array(layerField);

/** Edits as lenses show them, by revision and grants: listeners with the same grants share one look. */
const seenEdits = perCore(() => new LRUCache<string, { edit: LayerEdited | null }>({ max: 2_000 }));

/**
 * An edit as the caller's grants show it: its counts and boxes are those of features of which the caller now sees something else. Null when it is
 * about none of them.
 */
export async function editThrough(core: Core, actor: Actor, edit: Edit): Promise<LayerEdited | null> {
  if (!mayHaveGrants(actor)) return null;
  return core.database.snapshotAs(lensScopeOf(actor), (sql) => seenEdit(core, sql, lensScopeOf(actor), edit));
}

/** The same for a person, within a transaction of the platform. */
export function editSeenBy(core: Core, sql: SqlSession, userId: string, edit: Edit): Promise<LayerEdited | null> {
  const scope = lensScopeOf({ userId, isOperator: false, isSuspended: false });
  return inScope(sql, { from: SYSTEM, to: scope }, () => seenEdit(core, sql, scope, edit));
}

/**
 * The layers of which the caller's grants open a part, each with the revision of what the caller sees. Clouds and heights, of whose parts no edit is sent, have
 * always the same.
 */
export function partRevisions(core: Core, actor: Actor, layerIds: readonly string[]): Promise<Record<string, number>> {
  const scope = lensScopeOf(actor);
  return core.database.sqlAs(scope, async (sql) => {
    const revisions: Record<string, number> = {};
    const ids = (await readableLayers(sql, layerIds)).map(({ id }) => id);
    const lenses = await ownLenses(sql, ids);
    for (const layerId of ids) {
      const [layer, lens] = [await grantedLayer(sql, layerId), lenses.get(layerId)];
      if (!layer || !lens) revisions[layerId] = 0;
      else revisions[layerId] = await seenRevision(core, sql, scope, { ...layer, layerId, fields: fieldsSchema.parse(layer.fields) }, lens);
    }
    return revisions;
  });
}

type Edit = Pick<LayerEdited, "layerId" | "revision">;
const SYSTEM = { role: "system" } as const;

async function seenEdit(core: Core, sql: SqlSession, scope: LensScope, { layerId, revision }: Edit): Promise<LayerEdited | null> {
  const layer = await grantedLayer(sql, layerId);
  const lens = layer && (await ownLens(sql, layerId));
  if (!layer || !lens) return null;
  const key = `${layerId} ${revision} ${lens.hash}`;
  const known = seenEdits(core).get(key);
  if (known) return known.edit;
  const source = { ...layer, fields: fieldsThrough(fieldsSchema.parse(layer.fields), lens), lens };
  const areas = await areasOf(sql, lens, source.fields);
  const through = await inScope(sql, { from: scope, to: SYSTEM }, async () => {
    const moment = await revisionMoment(sql, layerId, revision);
    if (!moment || (await isLongHistory(sql, layer.tableName))) return null;
    const seen = await changesSeenAt(sql, source, areas, moment);
    const isAbout = seen.inserted + seen.updated + seen.deleted > 0;
    // Its moment takes the place of the number of the revision, which counts edits elsewhere too (`seenRevision`).
    return isAbout ? { layerId, revision: moment.getTime(), ...seen } : null;
  });
  seenEdits(core).set(key, { edit: through });
  return through;
}
