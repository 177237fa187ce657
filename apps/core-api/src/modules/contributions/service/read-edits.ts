import type { ContributionOverview, EditDiff, EditsPage, listEditsInput } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { editPlaces } from "../edits/places.ts";
import { countEdits, countInvalid, editsOf, type StoredEdit } from "../edits/store.ts";
import { type EditedLayer, editedLayers } from "../merge/edited-layer.ts";
import { type EditInContext, planMerge } from "../merge/merge-edits.ts";
import { diffsOf } from "./diff.ts";
import { type Known, knownContribution } from "./situation.ts";

/** The changes of a contribution beside what they change, and where they conflict with what the layers hold now. */
export function listEdits(core: Core, actor: MemberActor, input: z.infer<typeof listEditsInput>): Promise<EditsPage> {
  const offset = offsetOf(input.cursor);
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const known = await knownContribution(sql, actor, input.contributionId);
    const owner = { id: known.row.id, communityId: actor.communityId };
    const page = { limit: input.limit, offset };
    if (input.kind === "conflict") {
      // Whether an edit conflicts is nowhere stored: all are looked at.
      const clashing = (await inContext(sql, actor, known, await editsOf(sql, owner))).filter(({ context }) => context.conflict !== null);
      const items = await asDiffs(sql, clashing.slice(offset, offset + input.limit), input.shapes);
      return { ...pageFrom(items, clashing.length, offset), editsVersion: known.row.editsVersion };
    }
    const filter = { operation: input.kind ?? null, id: input.editId ?? null };
    const total = await countEdits(sql, owner, filter);
    const items = await asDiffs(sql, await inContext(sql, actor, known, await editsOf(sql, owner, page, filter)), input.shapes);
    return { ...pageFrom(items, total, offset), editsVersion: known.row.editsVersion };
  });
}

/** All edits at a glance, for a map of them and to know how many conflict without reading thousands of them. */
export function overviewOf(core: Core, actor: MemberActor, contributionId: string): Promise<ContributionOverview> {
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const known = await knownContribution(sql, actor, contributionId);
    const owner = { id: known.row.id, communityId: actor.communityId };
    const edits = await inContext(sql, actor, known, await editsOf(sql, owner));
    const places = await editPlaces(
      sql,
      owner,
      edits.map(({ context }) => context),
    );
    return {
      editsVersion: known.row.editsVersion,
      invalid: await countInvalid(sql, owner),
      conflicts: edits.filter(({ context }) => context.conflict !== null).length,
      places: edits.flatMap(({ context: { edit, conflict } }) => {
        const place = places.get(edit.id);
        return place ? [{ id: edit.id, operation: edit.operation, ...place, isConflict: conflict !== null }] : [];
      }),
    };
  });
}

interface EditOfLayer {
  layer: EditedLayer;
  context: EditInContext;
}

/** Each edit beside its feature, in the order of the edits. What is over conflicts with nothing any more. */
async function inContext(sql: SqlSession, actor: MemberActor, { row }: Known, edits: readonly StoredEdit[]): Promise<EditOfLayer[]> {
  const layers = await editedLayers(
    sql,
    actor.communityId,
    edits.map(({ layerId }) => layerId),
    { isLocked: false },
  );
  const isOver = row.status === "merged" || row.status === "rejected" || row.status === "withdrawn";
  const found = new Map<string, EditOfLayer>();
  for (const [layerId, layer] of layers) {
    const plan = await planMerge(
      sql,
      layer,
      edits.filter((edit) => edit.layerId === layerId),
    );
    for (const context of plan.edits) found.set(context.edit.id, { layer, context: isOver ? { ...context, conflict: null } : context });
  }
  return edits.flatMap(({ id }) => found.get(id) ?? []);
}

async function asDiffs(sql: SqlSession, edits: readonly EditOfLayer[], shapes: "all" | "drawn" = "all"): Promise<EditDiff[]> {
  const diffs = new Map<string, EditDiff>();
  for (const layer of new Set(edits.map((edit) => edit.layer))) {
    const own = edits.flatMap((edit) => (edit.layer === layer ? [edit.context] : []));
    for (const diff of await diffsOf(sql, layer, own, shapes)) diffs.set(diff.id, diff);
  }
  return edits.flatMap(({ context }) => diffs.get(context.edit.id) ?? []);
}
