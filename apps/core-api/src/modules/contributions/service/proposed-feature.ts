import type { SqlSession } from "@archipel/database/sql-session.ts";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { type Attribute, recordOf, valueAt } from "../../../layer-store/tables/attribute-columns.ts";
import { storeEdits } from "../edits/store.ts";
import { deleteEdits } from "../queries/change-edits.ts";
import { ownerOf } from "../queries/edits.ts";
import { type ProposedFeature, proposedRow } from "../queries/proposed-feature.ts";
import { assertValidEdits } from "./drafts.ts";
import { touchGathering } from "./gathering.ts";
import { lockForAction, rulesOf } from "./situation.ts";
import type { Written } from "./write-feature.ts";

/** @throws DomainError when the caller did not propose this feature */
export function getProposed(core: Core, actor: MemberActor, layerId: string, editId: string): Promise<ProposedFeature> {
  return core.database.sqlAs(editorScope(actor), (sql) => proposedBy(sql, actor, layerId, editId));
}

async function proposedBy(sql: SqlSession, actor: MemberActor, layerId: string, editId: string): Promise<ProposedFeature> {
  const row = await proposedRow(sql, actor.communityId, { layerId, editId, authorId: actor.userId });
  if (!row) throw new DomainError("not-found", "edit-not-found");
  const { fields, values, ...rest } = row;
  const visible = fields.filter((field) => !field.isHidden).map(({ column }) => [column, valueAt(values, column)] as const);
  return { ...rest, values: recordOf(visible) };
}

/** Changes the proposal. `isWhole`: `values` are all its values, not only the changed ones. An undefined `geometry` is kept. */
export function changeProposed(
  core: Core,
  actor: MemberActor,
  about: { layerId: string; editId: string },
  change: { isWhole: boolean; values: Record<string, Attribute>; geometry: { type: string } | null | undefined; drawnSrid: number },
): Promise<Written> {
  const { layerId, editId } = about;
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const before = await proposedBy(sql, actor, layerId, editId);
    await lockForAction(sql, actor, before.contributionId, "edit");
    const layer = await editedLayer(sql, actor.communityId, layerId);
    const locked = (await rulesOf(sql, actor, layer.datasetId)).lockedColumns[layerId] ?? [];
    const all = change.isWhole ? change.values : { ...before.values, ...change.values };
    const values = recordOf(Object.entries(all).filter(([, value]) => value !== null));
    const isKept = change.geometry === undefined && !change.isWhole;
    const geometry = isKept ? (before.geojson === null ? null : JSON.parse(before.geojson)) : (change.geometry ?? null);
    const owner = ownerOf(actor, before.contributionId);
    await storeEdits(
      sql,
      owner,
      layer,
      locked,
      [{ operation: "insert", editId, layerId, values, geometry }],
      isKept ? 4326 : change.drawnSrid,
    );
    await assertValidEdits(sql, owner);
    await touchGathering(sql, actor, owner, before.datasetId);
    return { outcome: "waiting", contributionId: before.contributionId, editId, isInsertion: true };
  });
}

/** Withdraws the proposal. */
export function withdrawProposed(core: Core, actor: MemberActor, layerId: string, editId: string): Promise<Written> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const { contributionId, datasetId } = await proposedBy(sql, actor, layerId, editId);
    await lockForAction(sql, actor, contributionId, "edit");
    const owner = ownerOf(actor, contributionId);
    await deleteEdits(sql, owner, [editId]);
    await touchGathering(sql, actor, owner, datasetId);
    return { outcome: "waiting", contributionId, editId, isInsertion: false };
  });
}
