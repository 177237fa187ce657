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
import { lensScopeOf, mayHaveGrants, ownLens } from "../../access/lens/service/through-lens.ts";
import { areaOfGrants, changesInside, grantedLayer } from "./queries.ts";

const fieldsSchema = z.array(layerField);

/** Edits as lenses show them, by revision and grants: listeners with the same grants share one look. */
const seenEdits = perCore(() => new LRUCache<string, { edit: LayerEdited | null }>({ max: 2_000 }));

/**
 * An edit as the caller's grants show it: its counts and boxes are those of features inside the areas of which a shape or a given column
 * changed. Null when it is about none of them.
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

type Edit = Pick<LayerEdited, "layerId" | "revision">;
const SYSTEM = { role: "system" } as const;

async function seenEdit(core: Core, sql: SqlSession, scope: LensScope, { layerId, revision }: Edit): Promise<LayerEdited | null> {
  const layer = await grantedLayer(sql, layerId);
  const lens = layer && (await ownLens(sql, layerId));
  if (!layer || !lens) return null;
  const key = `${layerId} ${revision} ${lens.hash}`;
  const known = seenEdits(core).get(key);
  if (known) return known.edit;
  const ids = lens.grants.map(({ id }) => id);
  const area = lens.isEverywhere ? null : await areaOfGrants(sql, layerId, ids);
  if (area === null && !lens.isEverywhere) return null;
  const columns = fieldsThrough(fieldsSchema.parse(layer.fields), lens).map(({ column }) => column);
  const seen = await inScope(sql, { from: scope, to: SYSTEM }, () =>
    changesInside(sql, { layerId, tableName: layer.tableName, revision, area, columns }),
  );
  const isAbout = seen !== undefined && seen.inserted + seen.updated + seen.deleted > 0;
  const through = isAbout ? { layerId, revision, ...seen } : null;
  seenEdits(core).set(key, { edit: through });
  return through;
}
