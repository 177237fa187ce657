import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import {
  type KindChange,
  UPDATE_KEY_FID,
  type UpdateChoice,
  type UpdateCounts,
  type UpdatePreview,
  type UpdateWay,
} from "@archipel/contracts/updates.ts";
import type { FeatureRow } from "@archipel/gdal/model.ts";
import { readLayer, storedAsWritten } from "@archipel/gdal/read.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobRun } from "../../../kernel/jobs/handler.ts";
import { fieldLabel, updateColumns } from "../../../layer-store/compare/by-table/columns.ts";
import { UpdateFindings } from "../../../layer-store/compare/by-table/findings.ts";
import { keyCandidates, matchByKey, type UpdateKey } from "../../../layer-store/compare/by-table/match-keys.ts";
import { analyseRows, forgetMatches, leaveUnmatched, takeShapes } from "../../../layer-store/compare/by-table/settle-rows.ts";
import { matchByContent, settleShapes } from "../../../layer-store/compare/by-table/shapes.ts";
import { type RowPlan, stageRows } from "../../../layer-store/compare/by-table/stage-rows.ts";
import { createTables, indexRows, type UpdatedLayer, updatedLayer } from "../../../layer-store/compare/by-table/tables.ts";
import { writeDifference } from "../../../layer-store/compare/by-table/write-difference.ts";
import type { EditedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { keptColumns, without } from "../../../layer-store/revisions/layer-columns.ts";
import { geometryColumnOf, type OpenSession } from "../../../layer-store/tables/layer-table.ts";
import { currentFile } from "../../deliveries/uploads/policy/current-file.ts";
import { storedSource } from "../../deliveries/uploads/policy/source.ts";
import type { UpdateRow } from "../queries.ts";

interface Wanted {
  way: UpdateWay;
  choice: UpdateChoice;
  findings: UpdateFindings;
}

type Compared = {
  counts: UpdateCounts;
  updated: UpdatedLayer;
  kind: KindChange | null;
  file: NonNullable<UpdatePreview["file"]>;
};

/** The share of shapes that the layer cannot hold above which the update is stopped, not only warned of. */
const TOLERATED_OTHERS = 1 / 3;

/**
 * Reads a layer of an uploaded file into temporary tables, matches each row with a feature, and writes the difference. When a key is
 * invalid, no difference is written.
 */
export async function compareFile(
  core: Core,
  run: JobRun,
  open: OpenSession,
  update: UpdateRow,
  layer: EditedLayer,
  { way, choice, findings }: Wanted,
): Promise<Compared> {
  const { communityId } = run.job;
  const { upload, found } = await core.database.withWorker(communityId, async (tx) => ({
    upload: update.uploadId && (await tx.upload.findUnique({ where: { id: update.uploadId, communityId } })),
    found: update.uploadLayerId && (await tx.uploadLayer.findUnique({ where: { id: update.uploadLayerId, communityId } })),
  }));
  const counted = upload ? currentFile(upload) : null;
  if (!counted || !found) throw new JobFailedError("upload-not-found");
  const source = storedSource.parse(found.source);
  const inFile = z.array(layerField).parse(found.fields);
  const hasShapes = found.geometryType !== "None";
  if (hasShapes && found.chosenSrid === null) throw new JobFailedError("crs-not-chosen", { layer: found.name });
  const kept = await open((sql) => keptColumns(sql, layer.spec));
  const columns = updateColumns(inFile, layer.spec.fields, choice, kept, source.format);
  const kind = choice.changesKind && way === "replace" ? kindOf(layer, found.geometryType) : null;
  const target = kind ? { ...layer.spec, geometry: geometryColumnOf(kind.to, layer.spec.geometry.srid) } : layer.spec;
  const updated = updatedLayer(update.id, target, columns.added);
  await open((sql) => createTables(sql, updated));
  const { spec } = updated;
  const srid = found.chosenSrid ?? spec.geometry.srid;
  const hasHeights = source.hasZ === true;
  const shapes = hasShapes ? { column: spec.geometry, srid, hasHeights } : null;
  if (shapes && hasHeights && !spec.geometry.hasZ) findings.add({ severity: "info", code: "update-heights-dropped", params: {} });
  const numbers = { isAny: false, findings: new UpdateFindings() };
  const kinds = { shapes: 0, others: new Map<string, number>() };
  const plan: RowPlan = { ...updated, columns, format: source.format, shapes, findings, numbers, kinds };
  const stage = (batches: AsyncGenerator<FeatureRow[]>) => stageAll(run, open, plan, batches, found.featureCount);
  const stored = source.rows && storedAsWritten(source.rows, source, inFile);
  const rows =
    stored && source.rows && (await core.storage.stat(source.rows.key))
      ? await stage(stored(await core.storage.get(source.rows.key)))
      : await core.storage.withFile(counted.objectKey, (path) => stage(readLayer(path, source, { fields: inFile, isAsWritten: true })));
  stopOtherKind(plan);
  await run.progress("compare", 0, null);
  const keys = await open((sql) => keyCandidates(sql, plan, columns, numbers.isAny));
  const key = keyOf(way, choice, layer, keys);
  for (const column of key?.by === "columns" ? key.fields : [])
    if (!columns.taken.some(({ field }) => field.column === column.column))
      findings.add({ severity: "error", code: "update-key-not-in-file", params: { column: column.label ?? column.name } });
  if (key?.by === UPDATE_KEY_FID) for (const finding of numbers.findings.all()) findings.add(finding);
  if (key && !findings.isBlocked) await open((sql) => matchByKey(sql, plan, key, findings));
  const compared = findings.isBlocked ? nothing : await difference(open, plan, way, choice, key);
  addMissing(plan, compared.counts.inserted);
  const crs = { file: hasShapes ? titleOf(srid) : null, layer: titleOf(spec.geometry.srid) };
  const keyColumns = key?.by === "columns" ? key.fields.map(({ column }) => column) : key ? [key.by] : [];
  return {
    counts: compared.counts,
    updated,
    kind,
    file: { rows, absent: key || way === "replace" ? compared.absent : null, key: keyColumns, keys, ...columns.shown, crs },
  };
}

/** The types before and after, if the layer would hold another kind of shapes. It keeps its heights, or its lack of them. */
function kindOf({ geometryType }: EditedLayer, found: string): KindChange | null {
  const to = `${found.replace(/ Z$/, "")}${geometryType.endsWith(" Z") ? " Z" : ""}`;
  return found === "None" || to === geometryType ? null : { from: geometryType, to };
}

/** A file whose shapes are mostly of another kind is the wrong file, or the layer has to change its kind: the person decides. */
function stopOtherKind({ spec, kinds, findings }: RowPlan): void {
  const count = [...kinds.others.values()].reduce((sum, one) => sum + one, 0);
  if (count <= kinds.shapes * TOLERATED_OTHERS) return;
  const [[found] = [""]] = [...kinds.others].toSorted(([, a], [, b]) => b - a);
  findings.add({
    severity: "error",
    code: "update-other-geometry",
    params: { found, layer: spec.geometry.type, count, rows: kinds.shapes },
  });
}

/** Columns that the file lacks keep their values. In new features they are empty, which a mandatory column does not allow. */
function addMissing({ spec, columns, findings }: RowPlan, inserted: number): void {
  if (inserted === 0) return;
  const missing = spec.fields.filter((field) => !columns.taken.some((one) => one.field.column === field.column));
  const mandatory = missing.filter(({ rule }) => rule?.isRequired);
  const list = (fields: readonly LayerField[]) => fields.map(fieldLabel).join(", ");
  const add = (severity: "error" | "warning", code: string, fields: readonly LayerField[]) =>
    fields.length > 0 && findings.add({ severity, code, params: { columns: list(fields), fields: fields.length, count: inserted } });
  add("error", "update-mandatory-missing", mandatory);
  add("warning", "update-columns-empty", without(missing, mandatory));
}

const nothing = { counts: { inserted: 0, updated: 0, deleted: 0, unchanged: 0 }, absent: null };
const titleOf = (srid: number) => crsOf(srid)?.title ?? `EPSG:${srid}`;

async function stageAll(
  run: JobRun,
  open: OpenSession,
  plan: RowPlan,
  batches: AsyncGenerator<FeatureRow[]>,
  expected: number,
): Promise<number> {
  let rows = 0;
  for await (const batch of joined(batches)) {
    await open((sql) => stageRows(sql, plan, batch));
    rows += batch.length;
    await run.progress("read", rows, Math.max(rows, expected));
  }
  return rows;
}

/** Limits of what is staged in one transaction. */
const STAGED_ROWS = 2_000;
const STAGED_BYTES = 4 * 1024 * 1024;

async function* joined(batches: AsyncIterable<FeatureRow[]>): AsyncGenerator<FeatureRow[]> {
  let rows: FeatureRow[] = [];
  let bytes = 0;
  for await (const batch of batches) {
    for (const { ewkb } of batch) bytes += ewkb?.length ?? 0;
    rows = rows.length === 0 ? batch : rows.concat(batch);
    if (rows.length < STAGED_ROWS && bytes < STAGED_BYTES) continue;
    yield rows;
    rows = [];
    bytes = 0;
  }
  if (rows.length > 0) yield rows;
}

/** The chosen key; for a delta without a choice, the most likely one. Null: rows are not matched by a key. */
function keyOf(way: UpdateWay, choice: UpdateChoice, { spec }: EditedLayer, keys: Compared["file"]["keys"]): UpdateKey | null {
  const wanted = way === "append" ? [] : (choice.key ?? (way === "delta" ? keys.slice(0, 1).map(({ key }) => key) : []));
  if (wanted.length === 0) {
    if (way === "delta") throw new JobFailedError("update-key-needed");
    return null;
  }
  if (wanted[0] === UPDATE_KEY_FID) return { by: UPDATE_KEY_FID };
  const fields = wanted.map((column) => {
    const field = spec.fields.find((one) => one.column === column);
    if (!field) throw new JobFailedError("column-not-found", { column });
    return field;
  });
  return { by: "columns", fields };
}

async function difference(open: OpenSession, plan: RowPlan, way: UpdateWay, choice: UpdateChoice, key: UpdateKey | null) {
  if (key) await open((sql) => indexRows(sql, plan));
  if (key && plan.shapes) {
    const { shapes } = plan;
    await settleShapes(open, plan, shapes);
  }
  if (!key) await matchByContent(open, plan);
  if (!plan.shapes) await open((sql) => leaveUnmatched(sql, plan));
  // Of an unchanged feature, the layer's geometry is kept to the last digit.
  if (!key && way === "replace") await open((sql) => takeShapes(sql, plan));
  if (way === "append") {
    const count = await open((sql) => forgetMatches(sql, plan));
    if (count > 0) plan.findings.add({ severity: "warning", code: "update-already-there", params: { count } });
  }
  await open((sql) => analyseRows(sql, plan));
  const changesKind = choice.changesKind ?? false;
  return open((sql) => writeDifference(sql, plan, { way, deletesAbsent: choice.deletesAbsent ?? false, changesKind }));
}
