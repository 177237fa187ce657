import type { ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import { fieldsThrough } from "../../../../layer-store/lens/lens.ts";
import { areasOf } from "../../../../layer-store/lens/lensed-history.ts";
import { type SeenState, seenStates, versionShownAs } from "../../../../layer-store/lens/seen-versions.ts";
import type { EditedLayer } from "../../../../layer-store/revisions/edited-layer.ts";
import { sightOf, wholly } from "./judge.ts";

/** By feature, the states under whose numbers a person knows versions. */
export type KnownStates = ReadonlyMap<number, readonly SeenState[]>;

/** Null when the person reads the layer whole, and knows the versions themselves. In the person's scope. */
export async function statesKnownTo(
  sql: SqlSession,
  actor: MemberActor,
  { spec }: EditedLayer,
  fids: readonly number[],
): Promise<KnownStates | null> {
  if (!actor.byGrants) return null;
  const sight = await sightOf(sql, spec.layerId);
  if (sight.isWhole) return null;
  const { lens } = sight;
  if (!lens || fids.length === 0) return new Map();
  const fields = fieldsThrough(spec.fields, lens);
  const areas = await areasOf(sql, lens, fields);
  const source = { tableName: spec.tableName, srid: spec.geometry.srid, fields, lens };
  return wholly(sql, actor, () => seenStates(sql, source, areas, fids));
}

/** Edits of a layer with the versions that their author means. In the author's scope. */
export async function withOwnVersions(
  sql: SqlSession,
  actor: MemberActor,
  layer: EditedLayer,
  edits: readonly ProposedEdit[],
): Promise<readonly ProposedEdit[]> {
  const fids = edits.flatMap((edit) => (edit.operation === "insert" ? [] : [edit.fid]));
  const states = await statesKnownTo(sql, actor, layer, fids);
  if (!states) return edits;
  return edits.map((edit) =>
    edit.operation === "insert" ? edit : { ...edit, baseVersion: versionShownAs(states.get(edit.fid), edit.baseVersion) },
  );
}
