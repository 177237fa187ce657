import type { FeatureLimits } from "@archipel/contracts/contributions.ts";
import { editorScope, type MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { editedLayer } from "../../../../layer-store/revisions/edited-layer.ts";
import { faultsOfFeature } from "../queries.ts";
import { knownLayer } from "./judge.ts";

const WHOLE: FeatureLimits = { closedColumns: [], mayDraw: true, why: null };

/**
 * What the caller's grants let them change of one feature. Only for display: every write is judged again. Who edits by a role has no limits here.
 *
 * @throws DomainError when the caller does not see the feature
 */
export function limitsOf(core: Core, actor: MemberActor, { layerId, fid }: { layerId: string; fid: number }): Promise<FeatureLimits> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    if (!actor.byGrants) return WHOLE;
    const layer = await knownLayer(sql, actor, await editedLayer(sql, actor.communityId, layerId));
    const columns = layer.spec.fields.filter(({ isHidden }) => !isHidden).map(({ column }) => column);
    const faults = await faultsOfFeature(sql, layerId, fid, columns);
    if (!faults || faults.shape === "unseen") throw new DomainError("not-found", "feature-not-found", { fid });
    const closedColumns = columns.filter((_column, index) => faults.columns[index] !== null);
    const { shape } = faults;
    const isElsewhere = shape === "here" || shape === "grant";
    const why = isElsewhere ? "here" : shape === "crosses" ? "border" : shape !== null || closedColumns.length > 0 ? "columns" : null;
    return { closedColumns, mayDraw: shape === null, why };
  });
}
