import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { anyHeights } from "../queries.ts";
import { heightsAt } from "../service.ts";

/**
 * Asks for one height, of any portal that has some, after a start: the first height that a person asks for would else wait for the compilation of
 * queries, for the database to open its grids of coordinates, and for the head of the file. What fails here is said to who asks for heights.
 */
export async function warmHeights(core: Core): Promise<void> {
  try {
    const found = await core.database.withTenant(scopeOf(anonymous), anyHeights);
    if (!found) return;
    const started = performance.now();
    await heightsAt(core, anonymous, { portalId: found.portalId, places: [[found.lon, found.lat]] });
    core.log.debug({ milliseconds: Math.round(performance.now() - started) }, "heights are warm");
  } catch (error) {
    core.log.debug({ err: error }, "heights could not be asked for after the start");
  }
}
