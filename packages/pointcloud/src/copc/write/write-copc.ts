import { type ByteSink, viewOf, writeUint64 } from "../../byte-io.ts";
import { CloudError } from "../../cloud-error.ts";
import { isWktRecord, wktRecord } from "../../las/crs.ts";
import { GLOBAL_ENCODING, type LasHeader, newHeader, type Triple, writeHeader } from "../../las/header.ts";
import { CloudStatistics } from "../../las/statistics.ts";
import { EVLR_HEADER, type VariableRecord, writeEvlrs, writeVlrs } from "../../las/vlr.ts";
import { writeChunkTable } from "../../laz/chunk-table.ts";
import { isLaszipRecord, writeLaszipRecord } from "../../laz/laszip-record.ts";
import { release } from "../../memory.ts";
import type { Cloud } from "../../open-cloud.ts";
import { batchPlaces, encodingOf, readBatch } from "../../point-batches.ts";
import { type CopcNode, writeHierarchy } from "../hierarchy.ts";
import { HIERARCHY_RECORD, isCopcRecord, writeCopcInfo } from "../info.ts";
import { CellStore, type TemporaryStorage } from "./cell-store.ts";
import { type Executor, OrderedJobs } from "./executor.ts";
import type { EncodedNode } from "./jobs.ts";
import { NodeBuilder } from "./node-builder.ts";
import { type CopcPlan, headerBounds, planCopc } from "./plan.ts";

export interface CopcOptions {
  /** CRS as WKT 1, if the source states it in another way or not at all. */
  wkt?: string;
  /** Called with 0 to 1. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

export interface CopcResult {
  points: number;
  nodes: number;
  levels: number;
  bytes: number;
  /** False when neither the source nor the options have a WKT: readers do not know where the cloud is. */
  hasCrs: boolean;
}

/**
 * Writes a COPC file from any cloud that can be read, of any size: memory depends on the number of threads, not on the number of points.
 *
 * The same source gives the same file, byte for byte, with any number of threads. Points of formats 0 to 5 become 6 or 7; wave packets are left
 * out, because COPC has none.
 *
 * @param sink gets the file; the header comes last
 * @param storage holds the points between the passes
 * @throws CloudError when the source is broken, has no points, or has too many points in one place
 */
export async function writeCopc(
  cloud: Cloud,
  sink: ByteSink,
  storage: TemporaryStorage,
  executor: Executor,
  options: CopcOptions = {},
): Promise<CopcResult> {
  if (cloud.header.pointCount === 0) throw new CloudError("not-writable", "a cloud without points has no octree", 247);
  const bounds = headerBounds(cloud.header) ?? (await scanBounds(cloud, executor, options));
  let distributed = await distribute(cloud, storage, executor, bounds, options);
  // The bounds of the header were wrong: now those of the points are known.
  if (!distributed) distributed = await distribute(cloud, storage, executor, await scanBounds(cloud, executor, options), options);
  if (!distributed) throw new CloudError("header-broken", "the points of the file changed while it was read");
  const { plan, cells, statistics } = distributed;
  const file = new CopcFile(cloud, plan, sink, options.wkt);
  const builder = new NodeBuilder({ plan, storage, executor, write: (node) => file.add(node), signal: options.signal });
  let done = 0;
  for (const { code, points } of cells.list()) {
    await builder.add(cells, code, points);
    done += points;
    options.onProgress?.(0.5 + (0.5 * done) / statistics.count);
  }
  await builder.finish();
  return file.finish(statistics);
}

/** The first pass: points by cell, in temporary storage. Undefined when a point is outside the bounds. */
async function distribute(
  cloud: Cloud,
  storage: TemporaryStorage,
  executor: Executor,
  bounds: { low: Triple; high: Triple },
  options: CopcOptions,
) {
  const plan = planCopc(cloud.header, cloud.extraBytes, bounds.low, bounds.high);
  const cells = new CellStore(storage, plan);
  const statistics = new CloudStatistics();
  const encoding = encodingOf(cloud);
  const jobs = new OrderedJobs(executor.threads + 1);
  let isOutside = false;
  for (const place of await batchPlaces(cloud)) {
    options.signal?.throwIfAborted();
    if (isOutside) break;
    const work = executor.run("distribute", { bytes: await readBatch(cloud, place), points: place.points, encoding, plan });
    await jobs.start(work, async (result) => {
      isOutside ||= result.isOutside;
      statistics.merge(result.statistics);
      await cells.add(result.cells);
      options.onProgress?.((0.5 * statistics.count) / cloud.header.pointCount);
    });
  }
  await jobs.finish();
  return isOutside ? undefined : { plan, cells, statistics };
}

async function scanBounds(cloud: Cloud, executor: Executor, options: CopcOptions): Promise<{ low: Triple; high: Triple }> {
  const statistics = new CloudStatistics();
  const jobs = new OrderedJobs(executor.threads + 1);
  for (const place of await batchPlaces(cloud)) {
    options.signal?.throwIfAborted();
    const work = executor.run("scan", { bytes: await readBatch(cloud, place), points: place.points, encoding: encodingOf(cloud) });
    await jobs.start(work, async (result) => statistics.merge(result.statistics));
  }
  await jobs.finish();
  return { low: statistics.low, high: statistics.high };
}

/** The file: header and records first, whose sizes are known, then chunks, their table, and the hierarchy. */
class CopcFile {
  private readonly sink: ByteSink;
  private readonly plan: CopcPlan;
  private readonly header: LasHeader;
  private readonly records: VariableRecord[];
  private readonly nodes: CopcNode[] = [];
  private at: number;

  constructor(cloud: Cloud, plan: CopcPlan, sink: ByteSink, wkt: string | undefined) {
    this.sink = sink;
    this.plan = plan;
    this.records = recordsOf(cloud, plan, wkt);
    const { header } = cloud;
    this.header = newHeader({
      pointFormat: plan.format.id,
      scale: header.scale,
      offset: header.offset,
      fileSourceId: header.fileSourceId,
      globalEncoding: (header.globalEncoding & (GLOBAL_ENCODING.standardTime | GLOBAL_ENCODING.syntheticReturns)) | GLOBAL_ENCODING.wkt,
      projectId: header.projectId,
      systemId: header.systemId,
      creationDay: header.creationDay,
      creationYear: header.creationYear,
      isCompressed: true,
      recordLength: plan.format.size + plan.extraBytes,
      vlrCount: this.records.length,
      evlrCount: 1,
    });
    this.header.pointOffset = this.header.headerSize + writeVlrs(this.records).length;
    this.at = this.header.pointOffset + 8;
  }

  async add({ key, points, bytes }: EncodedNode): Promise<void> {
    this.nodes.push({ ...key, points, offset: this.at, length: bytes.length });
    const { length } = bytes;
    await this.sink.write(this.at, bytes);
    this.at += length;
    release(bytes);
  }

  async finish(statistics: CloudStatistics): Promise<CopcResult> {
    const { header, nodes, plan, sink } = this;
    const tablePlace = new Uint8Array(8);
    writeUint64(viewOf(tablePlace), 0, this.at);
    await sink.write(header.pointOffset, tablePlace);
    const table = writeChunkTable(nodes, true);
    await sink.write(this.at, table);
    header.evlrOffset = this.at + table.length;
    const pagesAt = header.evlrOffset + EVLR_HEADER;
    const { bytes, rootLength } = writeHierarchy(nodes, pagesAt);
    const hierarchy = writeEvlrs([{ ...HIERARCHY_RECORD, data: bytes }]);
    await sink.write(header.evlrOffset, hierarchy);
    statistics.describe(header);
    const half = plan.side / 2;
    this.records[0] = writeCopcInfo({
      center: plan.corner.map((value) => value + half) as Triple,
      halfSize: half,
      spacing: plan.side / 128,
      rootPage: { offset: pagesAt, length: rootLength },
      gpsMin: Number.isFinite(statistics.gpsMin) ? statistics.gpsMin : 0,
      gpsMax: Number.isFinite(statistics.gpsMax) ? statistics.gpsMax : 0,
    });
    await sink.write(header.headerSize, writeVlrs(this.records));
    await sink.write(0, writeHeader(header));
    return {
      points: statistics.count,
      nodes: nodes.length,
      levels: 1 + Math.max(...nodes.map((node) => node.level)),
      bytes: header.evlrOffset + hierarchy.length,
      hasCrs: this.records.some(isWktRecord),
    };
  }
}

/** Info first, as COPC demands, then compression and CRS, then what the source had besides. GeoTIFF keys are not allowed beside WKT. */
function recordsOf(cloud: Cloud, plan: CopcPlan, wkt: string | undefined): VariableRecord[] {
  const info = writeCopcInfo({ center: [0, 0, 0], halfSize: 1, spacing: 1, rootPage: { offset: 0, length: 0 }, gpsMin: 0, gpsMax: 0 });
  const text = wkt ?? cloud.crs.wkt;
  const isCopied = (record: VariableRecord) =>
    !isLaszipRecord(record) && !isCopcRecord(record) && record.userId !== "LASF_Projection" && !describesWaves(record);
  return [
    info,
    writeLaszipRecord(plan.format, plan.extraBytes, undefined),
    ...(text === undefined ? [] : [wktRecord(text)]),
    ...cloud.records.filter(isCopied),
  ];
}

/** LAS 1.4 R15, 4.3: descriptors of wave packets, which COPC does not have. */
function describesWaves({ userId, recordId }: VariableRecord): boolean {
  return userId === "LASF_Spec" && recordId >= 100 && recordId < 355;
}
