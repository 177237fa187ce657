import type { LayerEdited } from "@archipel/contracts/live.ts";
import { inScope } from "@archipel/database/scope.ts";
import { LRUCache } from "lru-cache";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { lensScopeOf, mayHaveGrants, ownLens } from "../../access/lens/service/through-lens.ts";
import { areaOfGrants, changesInside, grantedLayer } from "./queries.ts";

/** Edits as lenses show them, by revision and grants: listeners with the same grants share one look. */
const seenEdits = perCore(() => new LRUCache<string, { edit: LayerEdited | null }>({ max: 2_000 }));

/**
 * An edit as the caller's grants show it: its counts and boxes are those of features inside the areas. Null when it is about none of them.
 */
export async function editThrough(core: Core, actor: Actor, edit: LayerEdited): Promise<LayerEdited | null> {
  if (!mayHaveGrants(actor)) return null;
  const { layerId, revision } = edit;
  const scope = lensScopeOf(actor);
  return core.database.snapshotAs(scope, async (sql) => {
    const layer = await grantedLayer(sql, layerId);
    const lens = layer && (await ownLens(sql, layerId));
    if (!layer || !lens) return null;
    const key = `${layerId} ${revision} ${lens.hash}`;
    const known = seenEdits(core).get(key);
    if (known) return known.edit;
    const ids = lens.grants.map(({ id }) => id);
    const area = lens.isEverywhere ? null : await areaOfGrants(sql, layerId, ids);
    if (area === null && !lens.isEverywhere) return null;
    const seen = await inScope(sql, { from: scope, to: { role: "system" } }, () =>
      changesInside(sql, { layerId, tableName: layer.tableName, revision, area }),
    );
    const isAbout = seen !== undefined && seen.inserted + seen.updated + seen.deleted > 0;
    const through = isAbout ? { layerId, revision, ...seen } : null;
    seenEdits(core).set(key, { edit: through });
    return through;
  });
}
