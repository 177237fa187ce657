import { randomUUID } from "node:crypto";
import type { Contribution } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type EditedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { pastFeatures } from "../../../layer-store/revisions/snapshots.ts";
import type { Snapshot } from "../../../layer-store/revisions/three-way.ts";
import { recordOf, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { editsOf, type StoredEdit } from "../queries/edits.ts";
import { insertRevert } from "../queries/open-contributions.ts";
import { type EditRow, writeRows } from "../queries/write-edits.ts";
import { describe } from "./read.ts";
import { lockForAction } from "./situation.ts";

/**
 * Creates a contribution that reverts a merged one. Later changes of other values are kept; where the same value changed later, merging
 * it reports a conflict. It is a draft, to be reviewed and merged like any other.
 */
export function revertContribution(core: Core, actor: MemberActor, contributionId: string): Promise<Contribution> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const { row } = await lockForAction(sql, actor, contributionId, "revert");
    const edits = (await editsOf(sql, { id: row.id, communityId: actor.communityId })).filter((edit) => edit.mergedVersion !== null);
    if (edits.length === 0) throw new DomainError("conflict", "nothing-to-revert");
    const id = randomUUID();
    const { datasetId, title } = row;
    await insertRevert(sql, actor.communityId, { id, datasetId, authorId: actor.userId, title, revertsId: row.id });
    const layers = await editedLayers(
      sql,
      actor.communityId,
      edits.map(({ layerId }) => layerId),
      { isLocked: false },
    );
    for (const [layerId, layer] of layers) {
      await insertInverseEdits(
        sql,
        actor,
        id,
        layer,
        edits.filter((edit) => edit.layerId === layerId),
      );
    }
    return describe(sql, actor, id);
  });
}

async function insertInverseEdits(
  sql: SqlSession,
  actor: MemberActor,
  id: string,
  layer: EditedLayer,
  edits: readonly StoredEdit[],
): Promise<void> {
  const versions = edits.flatMap(({ fid, mergedVersion }) =>
    fid === null || mergedVersion === null ? [] : [{ fid, before: mergedVersion - 1, after: mergedVersion }],
  );
  const wanted = versions.flatMap(({ fid, before, after }) => [before, after].map((version) => ({ fid, version })));
  const states = new Map(
    (await pastFeatures(sql, layer.spec, wanted)).map(({ fid, version, snapshot }) => [`${fid} ${version}`, snapshot]),
  );
  const rows = versions.map(({ fid, before, after }): EditRow => {
    const change = inverseChange(states.get(`${fid} ${before}`) ?? null, states.get(`${fid} ${after}`) ?? null);
    return { id: randomUUID(), fid, baseVersion: after, reason: "", ...change };
  });
  await writeRows(sql, { id, communityId: actor.communityId }, layer.spec.layerId, rows);
}

/** The edit that undoes a change, limited to the values that the change touched. */
function inverseChange(before: Snapshot | null, after: Snapshot | null): Pick<EditRow, "operation" | "values" | "geometry"> {
  if (before === null) return { operation: "delete", values: {}, geometry: undefined };
  const changed = Object.keys(before.values).filter(
    (column) => after === null || valueAt(after.values, column) !== valueAt(before.values, column),
  );
  const hasGeometry = after === null || after.geometry !== before.geometry;
  return {
    operation: "update",
    values: recordOf(changed.map((column) => [column, valueAt(before.values, column)] as const)),
    geometry: hasGeometry ? before.geometry : undefined,
  };
}
