import { editRules, type LayerRight } from "@archipel/contracts/contributions.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { permissions, roleSuffices } from "../../../gate/permissions.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { portalLayers } from "../../portals/service.ts";
import { DEFAULT_RULES } from "../policy.ts";
import { layerSituations } from "../queries/layer-situations.ts";

/**
 * What the caller may do with each layer of a portal's map that the caller sees. Comfort for the site: every write asks again.
 *
 * @throws DomainError when there is no such portal
 */
export async function layerRights(core: Core, actor: Actor, portalId: string): Promise<LayerRight[]> {
  const layers = (await portalLayers(core, actor, portalId)).filter(({ abilities }) => abilities.includes("edits"));
  // Rules and memberships are no visitor's to read: the answer tells of the rules whether they are open, of people the caller alone.
  const rows = await core.database.sqlAs({ role: "system" }, (sql) =>
    layerSituations(
      sql,
      layers.map(({ id }) => id),
      scopeOf(actor).userId ?? null,
    ),
  );
  return rows.map(({ role, rules: stored, ...layer }) => {
    const rules = stored === null ? DEFAULT_RULES : editRules.parse(stored);
    const mayWrite = role !== null && roleSuffices(roleSchema.parse(role), permissions["contributions.create"].audience);
    const may = !rules.isOpen ? "nothing" : mayWrite && !actor.isSuspended ? "contribute" : actor.userId ? "ask" : "sign-in";
    return { ...layer, may, lockedColumns: mayWrite ? (rules.lockedColumns[layer.layerId] ?? []) : [] };
  });
}
