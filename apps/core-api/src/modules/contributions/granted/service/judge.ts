import { inScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { editorScope, type MemberActor } from "../../../../kernel/actor.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { fieldsThrough, type Lens } from "../../../../layer-store/lens/lens.ts";
import type { EditedLayer } from "../../../../layer-store/revisions/edited-layer.ts";
import { ownLens } from "../../../access/lens/service/through-lens.ts";
import type { EditsOwner } from "../../queries/edits.ts";
import type { EditRow } from "../../queries/write-edits.ts";
import {
  editGrantIds,
  editGrantsOf,
  type Fault,
  faultOfContribution,
  faultOfRows,
  hasDirectGrant,
  ownerName,
  readsWhole,
  setGrants,
} from "../queries.ts";

/** What people edit by grants. The database judges the same a second time (prisma/policies/grants-editing.sql). */

/**
 * Reads layers whole, as the merge does. With `granted`, in the scope of the platform's work for the community: what comes of it must be narrowed
 * before the person sees it (`seenBy`).
 */
export function wholly<T>(sql: SqlSession, granted: MemberActor | undefined, work: () => Promise<T>): Promise<T> {
  if (!granted?.byGrants) return work();
  return inScope(sql, { from: editorScope(granted), to: { role: "worker", communityId: granted.communityId } }, work);
}

/** Continues a transaction of a person by grants in the scope that merges: there, the database compares what is written with the person's grants. */
export function merging<T>(sql: SqlSession, actor: MemberActor, work: () => Promise<T>): Promise<T> {
  const { communityId, userId, key } = actor;
  const to = { role: "worker", communityId, userId, keyId: key?.id ?? undefined } as const;
  return inScope(sql, { from: editorScope(actor), to }, work);
}

/** The reverse, for what the person is shown of a merge. */
export function backAsEditor<T>(sql: SqlSession, actor: MemberActor, work: () => Promise<T>): Promise<T> {
  const { communityId, userId, key } = actor;
  const from = { role: "worker", communityId, userId, keyId: key?.id ?? undefined } as const;
  return inScope(sql, { from, to: editorScope(actor) }, work);
}

/** What the caller reads of a layer: all of it, or through a lens; `lens` null: nothing now. */
export type Sight = { isWhole: true } | { isWhole: false; lens: Lens | null };

export async function sightOf(sql: SqlSession, layerId: string): Promise<Sight> {
  return (await readsWhole(sql, layerId)) ? { isWhole: true } : { isWhole: false, lens: await ownLens(sql, layerId) };
}

/** A layer with the fields that the caller reads: others do not exist for a person who edits by grants. */
export async function knownLayer(sql: SqlSession, granted: MemberActor | undefined, layer: EditedLayer): Promise<EditedLayer> {
  if (!granted?.byGrants) return layer;
  const sight = await sightOf(sql, layer.spec.layerId);
  if (sight.isWhole) return layer;
  return { ...layer, spec: { ...layer.spec, fields: sight.lens ? fieldsThrough(layer.spec.fields, sight.lens) : [] } };
}

/** The columns of a layer that some grant of the caller lets change. */
export async function editableColumns(sql: SqlSession, { spec }: EditedLayer): Promise<string[]> {
  const grants = await editGrantsOf(sql, spec.layerId);
  const given = ({ column }: { column: string }) => grants.some(({ columns }) => columns === null || columns.includes(column));
  return spec.fields.filter((field) => !field.isHidden && given(field)).map(({ column }) => column);
}

/** @throws DomainError for the first edit that the author's grants do not allow, with what, where, why and who gives more */
export async function assertGranted(
  sql: SqlSession,
  { id, granted }: EditsOwner,
  layer: EditedLayer,
  rows: readonly EditRow[],
): Promise<void> {
  if (!granted?.byGrants) return;
  const fault = await faultOfRows(sql, id, layer.spec.layerId, rows);
  if (fault) throw await refusalOf(sql, granted, layer, fault);
}

/**
 * Checks a contribution before it is submitted, by the grants that are valid now.
 *
 * @throws DomainError for the first edit that they do not allow
 */
export async function assertSubmittable(
  sql: SqlSession,
  actor: MemberActor,
  contribution: { id: string; datasetId: string },
  layers: ReadonlyMap<string, EditedLayer>,
): Promise<void> {
  if (!actor.byGrants) return;
  await recordGrants(sql, actor, contribution);
  const fault = await faultOfContribution(sql, contribution.id, { isDirect: false });
  const layer = fault && layers.get(fault.layerId);
  if (layer) throw await refusalOf(sql, actor, layer, fault);
}

/** Notes the grants by which the author edits now. @throws DomainError when no grant is left */
export async function recordGrants(
  sql: SqlSession,
  actor: MemberActor,
  { id, datasetId }: { id: string; datasetId: string },
): Promise<void> {
  await setGrants(sql, id, await grantsToEdit(sql, actor, datasetId));
}

/** The ids of the grants by which the caller edits a dataset. @throws DomainError without one */
export async function grantsToEdit(sql: SqlSession, actor: MemberActor, datasetId: string): Promise<string[]> {
  const grantIds = await editGrantIds(sql, datasetId);
  if (grantIds.length === 0) throw new DomainError("forbidden", "edit-grant-over", { owner: await ownerOfData(sql, actor) });
  return grantIds;
}

/** Whether the author may merge each edit of a contribution without review. */
export async function isDirect(sql: SqlSession, contributionId: string, layerIds: readonly string[]): Promise<boolean> {
  return (await hasDirectGrant(sql, layerIds)) && !(await faultOfContribution(sql, contributionId, { isDirect: true }));
}

export function ownerOfData(sql: SqlSession, actor: MemberActor): Promise<string> {
  return inScope(sql, { from: editorScope(actor), to: { role: "system" } }, () => ownerName(sql, actor.communityId));
}

/** Codes of faults in the words of `errors`. */
const CODES: Readonly<Record<string, string>> = {
  here: "edit-not-here",
  column: "edit-column-not-granted",
  whole: "edit-shape-not-granted",
  crosses: "edit-crosses-border",
  outside: "edit-outside-area",
};

async function refusalOf(sql: SqlSession, actor: MemberActor, layer: EditedLayer, { fault, fid, editId }: Fault): Promise<DomainError> {
  if (fault === "unseen") return new DomainError("not-found", "feature-not-found", { fid: fid ?? 0 });
  const [kind = "", column = ""] = fault.split(/:(.*)/s);
  const field = layer.spec.fields.find((one) => one.column === column);
  const grants = await editGrantsOf(sql, layer.spec.layerId);
  const areas = [...new Set(grants.flatMap(({ areaName }) => areaName || []))].join(", ");
  const owner = await ownerOfData(sql, actor);
  const about = { layer: layer.title, owner, area: areas, fid: fid ?? 0, editId: editId ?? "" };
  if (kind === "grant") return new DomainError("forbidden", "edit-grant-over", about);
  const where = kind === "column" ? column : ["whole", "crosses", "outside"].includes(kind) ? "geometry" : undefined;
  return new DomainError("forbidden", CODES[kind] ?? "edit-not-here", { ...about, column: field?.label ?? field?.name ?? column }, where);
}
