import type { resolveInput } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { deletionVersions, pastFeatures } from "../../../layer-store/revisions/snapshots.ts";
import { checkedValues } from "../../../layer-store/tables/attribute-values.ts";
import { storedGeometry } from "../edits/geometry.ts";
import { assertGranted, knownLayer } from "../granted/service/judge.ts";
import type { EditInContext } from "../merge/merge-edits.ts";
import { deleteEdit, rebaseEdit } from "../queries/change-edits.ts";
import { ownerOf } from "../queries/edits.ts";

type Resolution = z.infer<typeof resolveInput>["resolutions"][number];

/** Applies a person's choice to one conflicting edit: drop it, rebase it onto the current feature, or restore the deleted feature. */
export async function resolveEdit(
  sql: SqlSession,
  { actor, contributionId }: { actor: MemberActor; contributionId: string },
  layer: EditedLayer,
  locked: readonly string[],
  context: EditInContext,
  resolution: Resolution,
): Promise<void> {
  const { edit, theirs, conflict } = context;
  if (resolution.decision === "drop") {
    await deleteEdit(sql, actor.communityId, edit.id);
    return;
  }
  if (!theirs) {
    // Restoring writes values that the person may not see.
    if (actor.byGrants) throw new DomainError("conflict", "feature-deleted", { fid: edit.fid ?? 0 });
    return restoreDeleted(sql, actor, layer, context);
  }
  const missing = conflict?.columns.find((column) => edit.operation === "update" && !(column in resolution.values));
  if (missing !== undefined) throw new DomainError("invalid", "resolution-incomplete", { column: missing }, missing);
  const known = await knownLayer(sql, actor, layer);
  const values = { ...edit.values, ...checkedValues(known.spec.fields, locked, resolution.values) };
  const isTheirs = resolution.geometry === "theirs";
  const drawn = typeof resolution.geometry === "string" ? null : resolution.geometry;
  const geometry = drawn ? await storedGeometry(sql, layer.spec.geometry, drawn, theirs.snapshot.geometry) : edit.geometry;
  const hasGeometry = (edit.hasGeometry || drawn !== null) && !isTheirs;
  const next = { baseVersion: theirs.version, values, geometry: isTheirs ? null : geometry };
  const row = { ...edit, ...next, geometry: hasGeometry ? next.geometry : undefined };
  await assertGranted(sql, ownerOf(actor, contributionId), layer, [row]);
  await rebaseEdit(sql, actor.communityId, edit.id, { ...next, hasGeometry });
}

/** Restores a deleted feature with its last and the proposed values. Basing it on the deletion tells the merge that it was known. */
async function restoreDeleted(sql: SqlSession, actor: MemberActor, { spec }: EditedLayer, { edit, base }: EditInContext): Promise<void> {
  const fid = edit.fid ?? 0;
  const deletion = (await deletionVersions(sql, spec, [fid])).get(fid);
  if (deletion === undefined) throw new DomainError("conflict", "feature-deleted", { fid });
  const [last] = await pastFeatures(sql, spec, [{ fid, version: deletion - 1 }]);
  const before = last?.snapshot ?? base;
  await rebaseEdit(sql, actor.communityId, edit.id, {
    baseVersion: deletion,
    values: { ...before?.values, ...edit.values },
    hasGeometry: true,
    geometry: edit.hasGeometry ? edit.geometry : (before?.geometry ?? null),
  });
}
