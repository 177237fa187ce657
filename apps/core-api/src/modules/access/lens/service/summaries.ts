import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { Actor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { fieldsThrough, styleThrough } from "../../../../layer-store/lens/lens.ts";
import { countThrough, lensOn, lensTables } from "../queries.ts";
import { seenRevision } from "./seen.ts";
import { lensScopeOf } from "./through-lens.ts";

/**
 * Descriptions of layers as the caller's grants show them: their fields, a style that reads no other, the box of the areas, the number of
 * features that are seen, and the revision of what is seen. Layers without a grant are left out.
 */
export async function summariesThrough<Layer extends LayerSummary>(
  core: Pick<Core, "database" | "memory">,
  actor: Actor,
  layers: readonly Layer[],
): Promise<Layer[]> {
  if (layers.length === 0) return [];
  const scope = lensScopeOf(actor);
  return core.database.sqlAs(scope, async (sql) => {
    const tables = await lensTables(
      sql,
      layers.map(({ id }) => id),
    );
    const shown: Layer[] = [];
    for (const layer of layers) {
      const [table, lens] = [tables.get(layer.id), await lensOn(sql, layer.id)];
      if (!table || !lens) continue;
      const featureCount = await countThrough(sql, { ...table, fields: [], lens });
      const narrow = { fields: fieldsThrough(layer.fields, lens), style: styleThrough(layer.style, lens), bbox: lens.bbox ?? layer.bbox };
      const revision = await seenRevision(core, sql, scope, { ...layer, ...table, layerId: layer.id }, lens);
      shown.push({ ...layer, ...narrow, featureCount, revision });
    }
    return shown;
  });
}
