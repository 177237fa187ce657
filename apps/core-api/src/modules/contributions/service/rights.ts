import { editRules, type LayerRight } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { role as roleSchema } from "@archipel/contracts/members.ts";
import { permissions, roleSuffices } from "../../../gate/permissions.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { mayHaveGrants } from "../../access/lens/service/through-lens.ts";
import { portalLayers } from "../../portals/service.ts";
import { editGrantsOfAll } from "../granted/queries.ts";
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
  const granted = mayHaveGrants(actor) && actor.userId ? await grantedRights(core, actor, layers) : new Map<string, GrantedRight>();
  return rows.map(({ role, rules: stored, ...layer }) => {
    const rules = stored === null ? DEFAULT_RULES : editRules.parse(stored);
    const mayWrite = role !== null && roleSuffices(roleSchema.parse(role), permissions["contributions.create"].audience);
    const byRole = mayWrite && !actor.isSuspended;
    const byGrants = byRole ? null : (granted.get(layer.layerId) ?? null);
    const may = !rules.isOpen ? "nothing" : byRole || byGrants ? "contribute" : actor.userId ? "ask" : "sign-in";
    const locked = mayWrite || byGrants ? (rules.lockedColumns[layer.layerId] ?? []) : [];
    return { ...layer, may, lockedColumns: [...new Set([...locked, ...(byGrants?.closedColumns ?? [])])], byGrants };
  });
}

type GrantedRight = NonNullable<LayerRight["byGrants"]>;

/** What the caller's grants let be edited, by layer. */
function grantedRights(core: Core, actor: Actor, layers: readonly { id: string; fields: readonly LayerField[] }[]) {
  return core.database.sqlAs({ role: "editor", ...scopeOf(actor) }, async (sql) => {
    const rights = new Map<string, GrantedRight>();
    const rows = await editGrantsOfAll(
      sql,
      layers.map(({ id }) => id),
    );
    for (const { id, fields } of layers) {
      const grants = rows.filter(({ layerId }) => layerId === id);
      if (grants.length === 0) continue;
      const given = (column: string) => grants.some(({ columns }) => columns === null || columns.includes(column));
      rights.set(id, {
        closedColumns: fields.map(({ column }) => column).filter((column) => !given(column)),
        givesShapes: grants.some(({ columns }) => columns === null),
        areas: grants.some(({ hasArea }) => !hasArea) ? [] : [...new Set(grants.flatMap(({ areaName }) => areaName || []))],
        isDirect: grants.some(({ permission }) => permission === "edit"),
      });
    }
    return rights;
  });
}
