import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Actor } from "../../../../kernel/actor.ts";
import { fieldsThrough, styleThrough } from "../../../../layer-store/lens/lens.ts";
import { countThrough, lensOn, lensTables } from "../queries.ts";
import { lensScopeOf } from "./through-lens.ts";

/**
 * Descriptions of layers as the caller's grants show them: their fields, a style that reads no other, the box of the areas, and the number of
 * features that are seen. Layers without a grant are left out.
 */
export async function summariesThrough<Layer extends LayerSummary>(
  database: Database,
  actor: Actor,
  layers: readonly Layer[],
): Promise<Layer[]> {
  if (layers.length === 0) return [];
  return database.sqlAs(lensScopeOf(actor), async (sql) => {
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
      shown.push({ ...layer, ...narrow, featureCount });
    }
    return shown;
  });
}
