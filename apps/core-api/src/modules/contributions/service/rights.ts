import { editRules, type LayerRight } from "@archipel/contracts/contributions.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { permissions, roleSuffices } from "../../../gate/permissions.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { portalLayers } from "../../portals/service.ts";
import { DEFAULT_RULES } from "../policy.ts";
import { layerSituations } from "../queries/layer-situations.ts";

/**
 * What the caller may do with each layer of a portal's map that they can see. Only for display: every write checks again.
 *
 * @throws DomainError when the portal does not exist
 */
export async function layerRights(core: Core, actor: Actor, portalId: string): Promise<LayerRight[]> {
  const layers = (await portalLayers(core, actor, portalId)).filter(({ abilities }) => abilities.includes("edits"));
  // Visitors cannot read rules and memberships. The answer contains only whether the dataset is open, and the caller's own rights.
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
