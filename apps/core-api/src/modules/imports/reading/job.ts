import { MAX_EDITS } from "@archipel/contracts/contributions.ts";
import { IMPORT_MAX_ROWS, type ImportPreview, importChoice, KEY_FID, KEY_NONE } from "@archipel/contracts/imports.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { type FeatureRow, UnreadableError } from "@archipel/gdal/model.ts";
import { readLayer } from "@archipel/gdal/read.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../kernel/jobs/handler.ts";
import { Comparison } from "../../../layer-store/compare/by-row/comparison.ts";
import { keyColumns, type RowKey } from "../../../layer-store/compare/by-row/keys.ts";
import { type EditedLayer, editedLayer } from "../../../layer-store/revisions/edited-layer.ts";
import { MAX_POSITIONS } from "../../contributions/edits/geometry.ts";
import { rulesOf } from "../../contributions/service/situation.ts";
import {
  absentFeatures,
  countFeatures,
  featuresByKey,
  forgetRows,
  type ImportRow,
  importRow,
  namingColumns,
  stageAbsent,
  stageChanges,
} from "../queries.ts";
import { chosenSource, chosenSrid, reportedCrs, type Source, sourcesOf } from "./sources.ts";

/**
 * Reads a file of edits in the sandbox, compares it with the layer row by row, and stores the differences until the author takes them. Each
 * reading starts from nothing: an attempt after a crash, or another choice, replaces the stored differences.
 */
export const readImportJob: JobHandler<Core> = {
  kind: "read-import",
  title: { fr: "Lecture d’une copie modifiée", en: "Reading a changed copy" },
  steps: {
    inspect: { fr: "Lecture du fichier", en: "Reading the file" },
    compare: { fr: "Comparaison avec la couche", en: "Comparing with the layer" },
  },

  async run(core, run) {
    const { communityId, subjectId } = run.job;
    const known = await inScope(
      core,
      run,
    )(async (sql) => {
      const found = await importRow(sql, communityId, subjectId);
      if (!found || found.isTaken) throw new JobFailedError("import-not-found");
      await forgetRows(sql, communityId, subjectId);
      const layer = await editedLayer(sql, communityId, found.layerId);
      const { lockedColumns } = await rulesOf(sql, { communityId }, layer.datasetId);
      return { found, layer, locked: lockedColumns[layer.spec.layerId] ?? [] };
    });
    try {
      await core.storage.withFile(known.found.objectKey, (path) => readFile(core, run, known, path));
    } catch (error) {
      if (error instanceof UnreadableError) throw new JobFailedError("import-unreadable", { detail: error.detail.slice(0, 200) });
      throw error;
    }
  },

  undo: (core, { communityId, subjectId }) =>
    core.database.sqlAs({ role: "worker", communityId }, (sql) => forgetRows(sql, communityId, subjectId)),
};

interface Known {
  found: ImportRow;
  layer: EditedLayer;
  locked: string[];
}

/** Opens one short transaction for each batch: between them the embedded database serves other callers. */
function inScope(core: Core, { job: { communityId } }: JobRun) {
  return <T>(work: (sql: SqlSession) => Promise<T>) => core.database.sqlAs({ role: "worker", communityId }, work);
}

async function readFile(core: Core, run: JobRun, known: Known, path: string): Promise<void> {
  const { found, layer, locked } = known;
  const { communityId, subjectId } = run.job;
  const open = inScope(core, run);
  await run.progress("inspect", 0, null);
  const inspection = await inspectFile(path, { fileName: found.fileName });
  const sources = sourcesOf(inspection, layer, locked);
  const choice = importChoice.parse(found.choice);
  const source = chosenSource(sources, choice, layer);
  const { columns, found: inFile } = source;
  if (inFile.featureCount > IMPORT_MAX_ROWS) throw new JobFailedError("import-too-many-rows", { most: IMPORT_MAX_ROWS });
  const hasShapes = inFile.geometryType !== "None";
  const srid = chosenSrid(inFile.crs, choice, layer);
  const format = inFile.source.format;
  const { first, rest } = await begin(readLayer(path, inFile.source, { fields: inFile.fields, isAsWritten: true }));
  const { key, keys } = await open((sql) => keyOf(sql, layer, source, choice.key, first));
  const shapes = hasShapes
    ? { column: layer.spec.geometry, srid, hasHeights: inFile.source.hasZ === true, mostPositions: MAX_POSITIONS }
    : null;
  const comparison = new Comparison({ layer, locked, columns, key, shapes, format });
  const { counts } = comparison;
  for await (const batch of rest) {
    await open(async (sql) => {
      const changes = await comparison.compare(sql, batch);
      // Beyond the maximum of a contribution, changes are only counted.
      if (counts.inserted + counts.updated <= MAX_EDITS) await stageChanges(sql, communityId, subjectId, changes);
    });
    if (counts.rows > IMPORT_MAX_ROWS) throw new JobFailedError("import-too-many-rows", { most: IMPORT_MAX_ROWS });
    await run.progress("compare", counts.rows, Math.max(counts.rows, inFile.featureCount));
  }
  await run.progress("compare", counts.rows, counts.rows);
  const absent = key.by === KEY_NONE ? null : await open((sql) => keepAbsent(sql, run, layer, comparison));
  const preview: ImportPreview = {
    source: source.key,
    sources: sources.map((one) => ({ key: one.key, name: one.found.name, rows: one.found.featureCount })),
    key: key.by === "column" ? key.field.column : key.by,
    keys,
    crs: hasShapes ? reportedCrs(inFile.crs, srid) : null,
    columns: { compared: columns.compared.map(({ field }) => field.label ?? field.name), ignored: columns.ignored, locked: columns.locked },
    ...counts,
    absent,
    refusals: comparison.refusals,
  };
  core.log.info({ import: subjectId, format, ...counts, absent, ...inspection.usage }, "file of edits read");
  await core.database.withWorker(communityId, async (tx) => {
    await tx.editImport.update({ where: { id: subjectId, communityId }, data: { preview } });
    await run.succeed(tx);
  });
}

/** The first batch shows whether rows have ids of their own. It is processed like the others. */
async function begin(batches: AsyncGenerator<FeatureRow[]>): Promise<{ first: FeatureRow[]; rest: AsyncGenerator<FeatureRow[]> }> {
  const head = await batches.next();
  const first = head.done ? [] : head.value;
  async function* rest() {
    if (first.length > 0) yield first;
    yield* batches;
  }
  return { first, rest: rest() };
}

/** The column that identifies rows, and the other candidates: `fid`s of our own downloads first, else a column that identifies features. */
async function keyOf(
  sql: SqlSession,
  layer: EditedLayer,
  { columns }: Source,
  wanted: string | undefined,
  first: readonly FeatureRow[],
): Promise<{ key: RowKey; keys: ImportPreview["keys"] }> {
  const candidates = keyColumns(columns);
  const naming = await namingColumns(
    sql,
    layer.spec,
    candidates.map(({ field }) => field),
  );
  const named = candidates.filter(({ field }) => naming.has(field.column));
  const hasNumbers = columns.fidPlace !== null || first.some(({ id }) => id !== null && id !== undefined);
  const keys = [
    ...(hasNumbers ? [{ key: KEY_FID, name: KEY_FID }] : []),
    ...named.map(({ field }) => ({ key: field.column, name: field.label ?? field.name })),
    { key: KEY_NONE, name: KEY_NONE },
  ];
  const chosen = keys.find(({ key }) => key === wanted)?.key ?? keys[0]?.key ?? KEY_NONE;
  const column = named.find(({ field }) => field.column === chosen);
  if (!column) return { key: chosen === KEY_FID ? { by: KEY_FID, place: columns.fidPlace } : { by: KEY_NONE }, keys };
  if ((await countFeatures(sql, layer.spec)) > IMPORT_MAX_ROWS) throw new JobFailedError("import-too-many-rows", { most: IMPORT_MAX_ROWS });
  return { key: { by: "column", ...column, features: await featuresByKey(sql, layer.spec, column.field) }, keys };
}

/** Counts the features that are not in the file, and stores their deletion if a contribution can hold it. */
async function keepAbsent(sql: SqlSession, run: JobRun, { spec }: EditedLayer, { held, counts }: Comparison): Promise<number> {
  const count = (await countFeatures(sql, spec)) - held.size;
  if (count <= 0 || count > MAX_EDITS) return Math.max(0, count);
  const absent = await absentFeatures(sql, spec, held);
  await stageAbsent(sql, run.job.communityId, run.job.subjectId, absent, counts.rows);
  return absent.length;
}
