import type { resolveInput } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { deletionVersions, pastFeatures } from "../../../layer-store/revisions/snapshots.ts";
import { checkedValues } from "../../../layer-store/tables/attribute-values.ts";
import { storedGeometry } from "../edits/geometry.ts";
import type { EditInContext } from "../merge/merge-edits.ts";
import { deleteEdit, rebaseEdit, restoreFeature } from "../queries/change-edits.ts";

type Resolution = z.infer<typeof resolveInput>["resolutions"][number];

/** Writes what a person chose for one edit in conflict: given up, brought onto the feature as it is, or the feature brought back. */
export async function settle(
  sql: SqlSession,
  actor: MemberActor,
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
  if (!theirs) return restoreDeleted(sql, actor, layer, context);
  const missing = conflict?.columns.find((column) => edit.operation === "update" && !(column in resolution.values));
  if (missing !== undefined) throw new DomainError("invalid", "resolution-incomplete", { column: missing }, missing);
  const values = { ...edit.values, ...checkedValues(layer.spec.fields, locked, resolution.values) };
  const isTheirs = resolution.geometry === "theirs";
  const drawn = typeof resolution.geometry === "string" ? null : resolution.geometry;
  const geometry = drawn ? await storedGeometry(sql, layer.spec.geometry, drawn, theirs.snapshot.geometry) : edit.geometry;
  await rebaseEdit(sql, actor.communityId, edit.id, {
    baseVersion: theirs.version,
    values,
    hasGeometry: (edit.hasGeometry || drawn !== null) && !isTheirs,
    geometry: isTheirs ? null : geometry,
  });
}

/** The feature is gone: it comes back as it was before, with what was proposed for it. The merge sees that its deletion was known. */
async function restoreDeleted(sql: SqlSession, actor: MemberActor, { spec }: EditedLayer, { edit, base }: EditInContext): Promise<void> {
  const fid = edit.fid ?? 0;
  const deletion = (await deletionVersions(sql, spec, [fid])).get(fid);
  if (deletion === undefined) throw new DomainError("conflict", "feature-deleted", { fid });
  const [last] = await pastFeatures(sql, spec, [{ fid, version: deletion - 1 }]);
  const before = last?.snapshot ?? base;
  await restoreFeature(sql, actor.communityId, edit.id, {
    baseVersion: deletion,
    values: { ...before?.values, ...edit.values },
    geometry: edit.hasGeometry ? edit.geometry : (before?.geometry ?? null),
  });
}
