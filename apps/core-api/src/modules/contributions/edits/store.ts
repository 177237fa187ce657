import { randomUUID } from "node:crypto";
import { MAX_EDITS, type ProposedEdit } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { checkedValues } from "../../../layer-store/tables/attribute-values.ts";
import { assertGranted, knownLayer, wholly } from "../granted/service/judge.ts";
import { isDrawn } from "../policy.ts";
import { baseShapes, countEdits, type EditsOwner } from "../queries/edits.ts";
import { type EditRow, writeRows } from "../queries/write-edits.ts";
import { attempt, unwrap } from "./attempt.ts";
import { storedGeometries } from "./geometry.ts";

/**
 * Saves proposed changes of one layer in a contribution. A second change of the same feature is merged into the first.
 *
 * @param locked columns of the layer that nobody may edit
 * @param drawnSrid the CRS of the edits' coordinates, easting or longitude first
 * @returns the ids of the saved edits, in the order of the input
 * @throws DomainError for the first change that does not fit the layer, or whose feature does not exist
 */
export async function storeEdits(
  sql: SqlSession,
  owner: EditsOwner,
  layer: EditedLayer,
  locked: readonly string[],
  edits: readonly ProposedEdit[],
  drawnSrid = 4326,
): Promise<string[]> {
  const bases = await wholly(sql, owner.granted, () => baseShapes(sql, layer, edits));
  const known = await knownLayer(sql, owner.granted, layer);
  const read = edits.map((edit, index) => attempt(() => rowOf(known, locked, edit, bases.has(index))));
  const drawn = edits.flatMap((edit, index) =>
    isDrawn(edit) ? [{ index, drawn: edit.geometry, original: bases.get(index) ?? null }] : [],
  );
  const stored = await storedGeometries(sql, layer.spec.geometry, drawn, drawnSrid);
  const shapes = new Map(drawn.map(({ index }, place) => [index, stored[place]]));
  const rows = read.map((outcome, index): EditRow => {
    const row = unwrap(outcome);
    const shape = shapes.get(index);
    return shape === undefined ? row : { ...row, geometry: unwrap(shape) };
  });
  await assertGranted(sql, owner, layer, rows);
  return writeRows(sql, owner, layer.spec.layerId, rows);
}

/** The row to save, without its new geometry. */
function rowOf({ spec }: EditedLayer, locked: readonly string[], edit: ProposedEdit, isThere: boolean): EditRow {
  if (edit.operation === "insert") {
    const id = (edit.editId ?? randomUUID()).toLowerCase();
    const values = checkedValues(spec.fields, locked, edit.values);
    return { id, operation: "insert", fid: null, baseVersion: null, values, geometry: null, reason: "" };
  }
  const { operation, fid, baseVersion } = edit;
  if (!isThere) throw new DomainError("not-found", "feature-not-found", { fid });
  const change = { id: randomUUID(), operation, fid, baseVersion };
  if (edit.operation === "delete") return { ...change, values: {}, geometry: undefined, reason: edit.reason ?? "" };
  const geometry = edit.geometry === null ? null : undefined;
  return { ...change, values: checkedValues(spec.fields, locked, edit.values), geometry, reason: "" };
}

/** @throws DomainError when a contribution has more than `MAX_EDITS` edits */
export async function assertEditLimit(sql: SqlSession, owner: EditsOwner): Promise<void> {
  if ((await countEdits(sql, owner)) > MAX_EDITS) throw new DomainError("invalid", "too-many-edits", { most: MAX_EDITS });
}
