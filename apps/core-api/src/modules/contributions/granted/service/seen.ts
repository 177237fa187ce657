import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { styleOf } from "../../../../layer-store/describe/style.ts";
import { fieldsThrough, givers, type Lens, styleThrough } from "../../../../layer-store/lens/lens.ts";
import { areasOf } from "../../../../layer-store/lens/lensed-history.ts";
import { shownNumber } from "../../../../layer-store/lens/seen-versions.ts";
import type { EditedLayer } from "../../../../layer-store/revisions/edited-layer.ts";
import type { Snapshot } from "../../../../layer-store/revisions/three-way.ts";
import { recordOf, valueAt } from "../../../../layer-store/tables/attribute-columns.ts";
import type { EditInContext } from "../../merge/merge-edits.ts";
import { shapesThrough } from "../queries.ts";
import { sightOf } from "./judge.ts";
import { statesKnownTo } from "./versions.ts";

/**
 * Edits in context, as their author sees them. By grants, the states of a feature are what the author's lens shows of each: its columns, its cut
 * shape, or nothing; what the author drew and wrote stays whole. In the author's scope.
 */
export async function seenBy(
  sql: SqlSession,
  actor: MemberActor,
  layer: EditedLayer,
  contexts: readonly EditInContext[],
): Promise<{ layer: EditedLayer; contexts: readonly EditInContext[] }> {
  if (!actor.byGrants) return { layer, contexts };
  const sight = await sightOf(sql, layer.spec.layerId);
  if (sight.isWhole) return { layer, contexts };
  const { lens } = sight;
  const shown = lens ? fieldsThrough(layer.spec.fields, lens) : [];
  const own = new Set(contexts.flatMap(({ edit }) => Object.keys(edit.values)));
  const fields = layer.spec.fields.filter((field) => shown.includes(field) || (own.has(field.column) && !field.isHidden));
  const style = lens ? styleThrough(styleOf(layer.style), lens) : { kind: "auto" };
  const states = contexts.flatMap(({ base, theirs }) => [base, theirs?.snapshot ?? null]);
  const seen = lens ? await snapshotsThrough(sql, lens, layer, states) : states.map(() => null);
  const columns = new Set(fields.map(({ column }) => column));
  const known = await statesKnownTo(
    sql,
    actor,
    layer,
    contexts.flatMap(({ edit }) => edit.fid ?? []),
  );
  const numbered = (edit: EditInContext["edit"]) =>
    edit.fid === null || edit.baseVersion === null ? edit : { ...edit, baseVersion: shownNumber(known?.get(edit.fid), edit.baseVersion) };
  return {
    layer: { ...layer, style, spec: { ...layer.spec, fields } },
    contexts: contexts.map(({ edit, theirs, conflict }, index) => {
      const [base = null, now = null] = [seen[2 * index], seen[2 * index + 1]];
      const isGone = conflict !== null && theirs !== null && now === null;
      return {
        edit: numbered(edit),
        base,
        theirs: theirs && now && { ...theirs, snapshot: now },
        // A feature that left what the author sees is, for the author, one that was deleted.
        conflict: isGone
          ? { columns: [], geometry: false, isDeleted: true }
          : conflict && { ...conflict, columns: conflict.columns.filter((column) => columns.has(column)) },
      };
    }),
  };
}

/** States of features of a layer through a lens; null for those of which it shows nothing. */
async function snapshotsThrough(
  sql: SqlSession,
  lens: Lens,
  { spec }: EditedLayer,
  states: readonly (Snapshot | null)[],
): Promise<(Snapshot | null)[]> {
  const there = states.flatMap((state, index) => (state ? [{ state, index }] : []));
  if (there.length === 0) return [...states];
  const fields = fieldsThrough(spec.fields, lens);
  const areas = await areasOf(sql, lens, fields);
  const all = lens.grants.map(({ id }) => id);
  const sets = [...new Set([all.join(), ...areas.keys()])];
  const isEverywhere = (ids: string) => lens.grants.some(({ id, hasArea }) => !hasArea && ids.split(",").includes(id));
  const shapes = await shapesThrough(
    sql,
    there.map(({ state }) => state.geometry),
    sets.map((ids) => (isEverywhere(ids) ? "everywhere" : (areas.get(ids) ?? null))),
  );
  const made = new Map<number, Snapshot>();
  for (const [place, { state, index }] of there.entries()) {
    const shape = shapes[place];
    if (!shape?.isIn[0]) continue;
    const given = fields.filter(({ column }) => shape.isIn[sets.indexOf(givers(lens, column).join())]);
    made.set(index, { values: recordOf(given.map(({ column }) => [column, valueAt(state.values, column)] as const)), geometry: shape.cut });
  }
  return states.map((_state, index) => made.get(index) ?? null);
}
