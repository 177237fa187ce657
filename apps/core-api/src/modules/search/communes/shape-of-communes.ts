import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { polygonsOfCommunes, shapesOfCommunes } from "../queries/communes.ts";
import { readableLayers } from "../queries/portal.ts";

/**
 * The area of communes together, from the layers of a portal that everyone may read.
 *
 * @param codes INSEE codes
 * @returns hexadecimal EWKB (EPSG:4326) of a MultiPolygon, null when nothing was found; and the codes that no layer has
 */
export async function shapeOfCommunes(
  core: Pick<Core, "database">,
  portalId: string,
  codes: readonly string[],
): Promise<{ shape: string | null; missing: readonly string[] }> {
  const layers = await core.database.withTenant(scopeOf(anonymous), (tx) => readableLayers(tx, portalId));
  return core.database.sqlAs({ role: "system" }, async (sql) => {
    for (const layer of await polygonsOfCommunes(sql, layers)) {
      const { shape, found } = await shapesOfCommunes(sql, layer, codes);
      const missing = codes.filter((code) => !found.includes(code));
      if (shape !== null && missing.length === 0) return { shape, missing };
    }
    return { shape: null, missing: codes };
  });
}
