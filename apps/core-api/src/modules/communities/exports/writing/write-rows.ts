import { AsyncLocalStorage } from "node:async_hooks";
import { layerField } from "@archipel/contracts/layers.ts";
import { inScope, type TransferScope, type WorkerScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import type { JobRun } from "../../../../kernel/jobs/handler.ts";
import { type BagManifest, FORMAT, FORMAT_VERSION, PATHS } from "../../bag/manifest.ts";
import { TABLES } from "../../belonging/policy.ts";
import { type MovedTable, movedTables } from "../../belonging/queries.ts";
import {
  batches,
  featureQuery,
  historyQuery,
  type LeavingLayer,
  type Line,
  latestMigration,
  layerQuery,
  leavingCommunity,
  leavingDatasets,
  leavingLayers,
  tableQuery,
} from "../queries/rows.ts";
import { type BagPart, oneText, storePart } from "./parts.ts";
import { datasetReadMe } from "./read-me.ts";

/** What the snapshot holds: the files of rows, and the stored objects that the rows name. */
export interface WrittenRows {
  parts: BagPart[];
  objects: string[];
  rows: number;
  manifest: BagManifest;
}

interface Writer {
  core: Core;
  sql: SqlSession;
  parts: BagPart[];
  objects: Set<string>;
  rows: number;
  /** Reports the rows written so far. */
  report(): Promise<void>;
}

/**
 * Writes all rows of the community as they are at one moment: tables, then layers with their history, then the open copies. Row-level
 * security confines each query to the community, so nothing of another one can be among them.
 */
export async function writeRows(core: Core, run: JobRun): Promise<WrittenRows> {
  const { communityId } = run.job;
  const schema = await latestMigration(core.database);
  // Progress is a transaction of its own. The embedded database has one connection, which the snapshot uses.
  const outside = AsyncLocalStorage.snapshot();
  const report = (rows: number) => (core.database.kind === "server" ? outside(() => run.progress("rows", rows, null)) : Promise.resolve());
  const transfer: TransferScope = { role: "transfer", communityId };
  const worker: WorkerScope = { role: "worker", communityId };
  return core.database.snapshotAs(transfer, async (sql) => {
    const writer: Writer = { core, sql, parts: [], objects: new Set(), rows: 0, report: () => report(writer.rows) };
    const tables: BagManifest["tables"] = [];
    for (const table of await movedTables(sql)) tables.push(await writeTable(writer, table));
    const found = await leavingLayers(sql);
    const layers = found.map((layer) => ({ ...layer, fields: z.array(layerField).parse(layer.fields) }));
    const datasets = await leavingDatasets(sql);
    const community = await leavingCommunity(sql);
    if (!community) throw new Error("the community is gone");
    const written: BagManifest["layers"] = [];
    await inScope(sql, { from: transfer, to: worker }, async () => {
      for (const layer of layers) if (layer.hasTable) written.push(await writeLayer(writer, layer));
      for (const layer of layers) {
        const dataset = datasets.find(({ id }) => id === layer.datasetId);
        if (layer.hasTable && dataset?.status === "published") await writeOpenCopy(writer, layer, dataset.slug);
      }
    });
    for (const dataset of datasets.filter(({ status }) => status === "published")) {
      const text = datasetReadMe(
        dataset,
        layers.filter(({ datasetId, hasTable }) => datasetId === dataset.id && hasTable),
      );
      writer.parts.push(await storePart(core, `${PATHS.open}${dataset.slug}/README.md`, oneText(text)));
    }
    const manifest: BagManifest = {
      format: FORMAT,
      version: FORMAT_VERSION,
      schema,
      writtenAt: new Date().toISOString(),
      platform: core.env.ARCHIPEL_PUBLIC_URL,
      community,
      tables,
      layers: written,
      objects: { count: 0, bytes: 0, missing: [] },
      left: leftOut(),
    };
    return { parts: writer.parts, objects: [...writer.objects].sort(), rows: writer.rows, manifest };
  });
}

async function writeTable(writer: Writer, table: MovedTable): Promise<BagManifest["tables"][number]> {
  const before = writer.rows;
  const part = await storePart(writer.core, PATHS.table(table.name), linesOf(writer, tableQuery(table)));
  writer.parts.push(part);
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  return { name: table.name, rows: writer.rows - before, columns };
}

async function writeLayer(writer: Writer, layer: LeavingLayer): Promise<BagManifest["layers"][number]> {
  const { id, tableName } = layer;
  const before = writer.rows;
  writer.parts.push(await storePart(writer.core, PATHS.layer(tableName, ""), linesOf(writer, layerQuery(layer))));
  const rows = writer.rows - before;
  if (!layer.hasHistory) return { id, tableName, rows, versions: null };
  writer.parts.push(await storePart(writer.core, PATHS.layer(tableName, "_history"), linesOf(writer, historyQuery(layer))));
  return { id, tableName, rows, versions: writer.rows - before - rows };
}

async function* linesOf(writer: Writer, query: string): AsyncGenerator<string> {
  for await (const rows of batches<Line>(writer.sql, query)) {
    for (const { keys = [] } of rows) for (const key of keys) writer.objects.add(key);
    writer.rows += rows.length;
    yield rows.map(({ line }) => `${line}\n`).join("");
    await writer.report();
  }
}

/** The layer in the form that every program reads. */
async function writeOpenCopy(writer: Writer, layer: LeavingLayer, slug: string): Promise<void> {
  async function* text(): AsyncGenerator<string> {
    yield `{"type":"FeatureCollection","name":${JSON.stringify(layer.title)},"features":[`;
    let isFirst = true;
    for await (const rows of batches<{ line: string }>(writer.sql, featureQuery(layer))) {
      yield `${isFirst ? "" : ","}\n${rows.map(({ line }) => line).join(",\n")}`;
      isFirst = false;
      await writer.report();
    }
    yield "\n]}\n";
  }
  writer.parts.push(await storePart(writer.core, `${PATHS.open}${slug}/${layer.name}.geojson`, text()));
}

/** What stays behind, for people who read the file. */
function leftOut(): BagManifest["left"] {
  return Object.entries(TABLES).flatMap(([table, { is, not, why = "" }]): BagManifest["left"] => {
    if (is !== "exported") return [{ table, columns: null, fate: is, why }];
    return not ? [{ table, columns: Object.keys(not), fate: "in part", why }] : [];
  });
}
