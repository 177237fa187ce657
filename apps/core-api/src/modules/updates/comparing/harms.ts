import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { KindChange, UpdateCounts, UpdateHarm } from "@archipel/contracts/updates.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Core } from "../../../kernel/core.ts";
import { fieldLabel } from "../../../layer-store/compare/by-table/columns.ts";
import { fillChanges, shapesElsewhere } from "../../../layer-store/compare/by-table/measure-harm.ts";
import type { UpdatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import type { OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { grouped, usesByColumn, usesOfLayer } from "../../bin/uses/service.ts";

/** The share of a layer that an update may take away, move or empty before it needs a confirmation. */
const TOLERATED = 1 / 3;

interface Compared {
  updated: UpdatedLayer;
  counts: UpdateCounts;
  kind: KindChange | null;
  crs: { file: string | null; layer: string };
  /** Who asked for the update: the uses are those that this person may see. */
  authorId: string | null;
  communityId: CommunityId;
}

/**
 * What the written difference would break: many features go, a column that something reads becomes empty, shapes lie elsewhere, or the layer
 * gets another kind of shapes. Each with what depends on it.
 */
export async function harmsOf(core: Core, open: OpenSession, layer: EditedLayer, compared: Compared): Promise<UpdateHarm[]> {
  const { updated, counts, kind, crs, authorId, communityId } = compared;
  const asAuthor = <T>(work: (sql: SqlSession) => Promise<T>) =>
    core.database.sqlAs({ role: "tenant", userId: authorId, communityId }, work);
  const of = { before: counts.unchanged + counts.updated + counts.deleted, after: counts.unchanged + counts.updated + counts.inserted };
  const [removesMany, elsewhere] = [counts.deleted > of.before * TOLERATED, await open((sql) => shapesElsewhere(sql, updated))];
  const movesMany = elsewhere > of.after * TOLERATED;
  const uses = removesMany || movesMany || kind ? grouped(await asAuthor((sql) => usesOfLayer(core, sql, layer))) : [];
  const harms: UpdateHarm[] = [];
  if (kind) harms.push({ code: "update-changes-kind", params: { from: plain(kind.from), to: plain(kind.to) }, uses: [] });
  if (removesMany) {
    const params = { deleted: counts.deleted, total: of.before, inserted: counts.inserted };
    harms.push({ code: "update-removes-many", params, uses: [] });
  }
  if (movesMany) {
    const same = crs.file === crs.layer ? "yes" : "no";
    harms.push({ code: "update-elsewhere", params: { count: elsewhere, same, file: crs.file ?? "", layer: crs.layer }, uses: [] });
  }
  // The same things depend on the layer in each of these cases: they are listed once.
  const [first] = harms;
  if (first) first.uses = uses;
  const byColumn = await asAuthor((sql) => usesByColumn(core, sql, layer));
  return [...harms, ...(await open((sql) => lostFields(sql, updated, byColumn)))];
}

async function lostFields(
  sql: SqlSession,
  updated: UpdatedLayer,
  byColumn: Awaited<ReturnType<typeof usesByColumn>>,
): Promise<UpdateHarm[]> {
  const read = updated.spec.fields.filter(({ column }) => byColumn.has(column) && !updated.added.some((field) => field.column === column));
  const changes = await fillChanges(
    sql,
    updated,
    read.map(({ column }) => column),
  );
  return changes.flatMap(({ column, before, after }) => {
    const share = (side: { filled: number; of: number }) => (side.of === 0 ? 0 : side.filled / side.of);
    // Where no feature is left, the harm of the features that go says it already.
    if (after.of === 0 || share(before) - share(after) <= share(before) * TOLERATED) return [];
    const field = read.find((one) => one.column === column);
    const params = { column: field ? fieldLabel(field) : column, empty: after.of - after.filled, total: after.of };
    return [{ code: "update-loses-field", params, uses: grouped(byColumn.get(column) ?? []) }];
  });
}

const plain = (geometryType: string) => geometryType.replace(/ Z$/, "");
