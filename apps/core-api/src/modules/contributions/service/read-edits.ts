import type { ContributionOverview, EditDiff, EditsPage, listEditsInput } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { type EditedLayer, editedLayers } from "../../../layer-store/revisions/edited-layer.ts";
import { checkShapes } from "../edits/shapes.ts";
import { wholly } from "../granted/service/judge.ts";
import { seenBy } from "../granted/service/seen.ts";
import { conflictingEdits, type EditInContext, planMerge } from "../merge/merge-edits.ts";
import { type EditPlace, editPlaces } from "../queries/edit-places.ts";
import { countEdits, type EditsOwner, editedLayerIds, editsOf, ownerOf, type StoredEdit } from "../queries/edits.ts";
import { diffsOf } from "./diff.ts";
import { type ContributionWithRights, contributionWithRights } from "./situation.ts";

/** The edits of a contribution, each with the states of its feature and its conflict with the current one, if any. */
export function listEdits(core: Core, actor: MemberActor, input: z.infer<typeof listEditsInput>): Promise<EditsPage> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const known = await contributionWithRights(sql, actor, input.contributionId);
    const owner = ownerOf(actor, known.row.id);
    const pageOf = async (edits: readonly StoredEdit[], total: number): Promise<EditsPage> => {
      const items = await toDiffs(sql, actor, await withContext(sql, actor, known, edits), input.shapes);
      return { ...pageFrom(items, total, offset), editsVersion: known.row.editsVersion };
    };
    if (input.kind === "conflict") {
      const conflicting = await conflictsOf(sql, actor, known, await layersOf(sql, actor, owner));
      const ids = conflicting.slice(offset, offset + input.limit);
      return pageOf(await editsOf(sql, owner, undefined, { ids }), conflicting.length);
    }
    const filter = { operation: input.kind ?? null, ids: input.editId ? [input.editId] : null };
    return pageOf(await editsOf(sql, owner, { limit: input.limit, offset }, filter), await countEdits(sql, owner, filter));
  });
}

/** The places of all edits, for a map, and how many are invalid or conflicting. Only edits of changed features are read whole. */
export function overviewOf(core: Core, actor: MemberActor, contributionId: string): Promise<ContributionOverview> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const known = await contributionWithRights(sql, actor, contributionId);
    const owner = ownerOf(actor, known.row.id);
    const layers = await layersOf(sql, actor, owner);
    const conflicting = new Set(await conflictsOf(sql, actor, known, layers));
    const shapes = await checkShapes(sql, owner);
    const places: EditPlace[] = [];
    // The place of a feature is that of its whole shape: who edits by grants gets those of their own new shapes alone.
    const isDrawn = actor.byGrants === true;
    for (const { spec } of layers.values()) places.push(...(await wholly(sql, actor, () => editPlaces(sql, owner, spec, { isDrawn }))));
    return {
      editsVersion: known.row.editsVersion,
      invalid: shapes.faulty.length,
      knownInvalid: shapes.known.length,
      conflicts: conflicting.size,
      places: places
        .sort((one, other) => one.position - other.position)
        .map(({ position: _, ...place }) => ({ ...place, isConflict: conflicting.has(place.id) })),
    };
  });
}

async function layersOf(sql: SqlSession, actor: MemberActor, owner: EditsOwner): Promise<Map<string, EditedLayer>> {
  return editedLayers(sql, actor.communityId, await editedLayerIds(sql, owner), { isLocked: false });
}

/** A closed contribution has no conflicts. */
const isOver = ({ row }: ContributionWithRights) => row.status === "merged" || row.status === "rejected" || row.status === "withdrawn";

async function conflictsOf(
  sql: SqlSession,
  actor: MemberActor,
  known: ContributionWithRights,
  layers: ReadonlyMap<string, EditedLayer>,
): Promise<string[]> {
  return isOver(known) ? [] : wholly(sql, actor, () => conflictingEdits(sql, ownerOf(actor, known.row.id), layers));
}

interface EditOfLayer {
  layer: EditedLayer;
  context: EditInContext;
}

/** Each edit with the states of its feature, in the order of the edits. */
async function withContext(
  sql: SqlSession,
  actor: MemberActor,
  known: ContributionWithRights,
  edits: readonly StoredEdit[],
): Promise<EditOfLayer[]> {
  const layers = await editedLayers(
    sql,
    actor.communityId,
    edits.map(({ layerId }) => layerId),
    { isLocked: false },
  );
  const found = new Map<string, EditOfLayer>();
  for (const [layerId, layer] of layers) {
    const own = edits.filter((edit) => edit.layerId === layerId);
    const plan = await wholly(sql, actor, () => planMerge(sql, layer, own));
    for (const context of plan.edits)
      found.set(context.edit.id, { layer, context: isOver(known) ? { ...context, conflict: null } : context });
  }
  return edits.flatMap(({ id }) => found.get(id) ?? []);
}

async function toDiffs(
  sql: SqlSession,
  actor: MemberActor,
  edits: readonly EditOfLayer[],
  shapes: "all" | "drawn" = "all",
): Promise<EditDiff[]> {
  const diffs = new Map<string, EditDiff>();
  for (const layer of new Set(edits.map((edit) => edit.layer))) {
    const own = edits.flatMap((edit) => (edit.layer === layer ? [edit.context] : []));
    const seen = await seenBy(sql, actor, layer, own);
    for (const diff of await diffsOf(sql, seen.layer, seen.contexts, shapes)) diffs.set(diff.id, diff);
  }
  return edits.flatMap(({ context }) => diffs.get(context.edit.id) ?? []);
}
