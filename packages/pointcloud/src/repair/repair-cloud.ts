import type { ByteSink } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { PositionCounts, roundOf, roundsFor } from "../compare/position-counts.ts";
import { isCopcRecord } from "../copc/info.ts";
import { copcFormat } from "../copc/write/plan.ts";
import { emptyColumns, type Field, type PointColumns } from "../las/columns.ts";
import { gatherPoints } from "../las/gather.ts";
import { type LasHeader, newHeader } from "../las/header.ts";
import { isLaszipRecord } from "../laz/laszip-record.ts";
import type { Cloud } from "../open-cloud.ts";
import { batchDecoder, batchPlaces, encodingOf, pointBatches, readBatch } from "../point-batches.ts";
import { CloudWriter } from "../write-cloud.ts";
import { PointSet } from "./point-set.ts";

/** Points that a repair can leave out. */
export const DROPS = ["bad-times", "outside-header", "outside-tile", "duplicates"] as const;
export type Drop = (typeof DROPS)[number];

export interface CloudRepair {
  drop: ReadonlySet<Drop>;
  /** West, south, east, north of the tile by its name; without it, no point is outside the tile. */
  tile: readonly [number, number, number, number] | null;
  /** Class → class that its points get. */
  classes: ReadonlyMap<number, number>;
}

/** What a repair did. A point that has two faults counts for the first of them in the order of `DROPS`. */
export interface RepairedPoints {
  dropped: Partial<Record<Drop, number>>;
  /** Class → points that it lost. */
  reclassified: Record<string, number>;
}

export interface RepairOptions {
  /** Called with 0 to 1. */
  onProgress?: (fraction: number) => void;
}

/** A bit a point: 128 MB. */
const MOST_POINTS = 2 ** 30;
const TIME: ReadonlySet<Field> = new Set<Field>(["gpsTime"]);
const NONE: ReadonlySet<Field> = new Set();
/** Slots of the table in which duplicates are found: 118 MB, because inspections have less memory than publications. */
const SLOTS = 2 ** 23;
/** Points on the common border belong to either tile. */
const TILE_TOLERANCE = 1;

/**
 * Writes a cloud again as LAZ without the points that are chosen by their faults, with other classes, and with a header that is right: bounds
 * and counts come from the points. All other fields stay. Points of formats 0 to 5 become 6 or 7, as they do in COPC, because the older ones
 * have no classes above 31.
 *
 * Memory: a part of the file, a bit a point, and a table of positions of fixed size; clouds with more positions are read more often.
 *
 * @throws CloudError when the source is broken, or no point is left
 */
export async function repairCloud(cloud: Cloud, sink: ByteSink, repair: CloudRepair, options: RepairOptions = {}): Promise<RepairedPoints> {
  // The table of chunks is read before memory is taken by the count of the header.
  await batchPlaces(cloud);
  if (cloud.header.pointCount > MOST_POINTS)
    throw new CloudError("too-large", `the header announces ${cloud.header.pointCount} points`, 247);
  const dropped = new Drops(cloud, repair);
  if (repair.drop.size > 0) await dropped.find();
  options.onProgress?.(0.4);
  const writer = newWriter(cloud, sink);
  const format = copcFormat(cloud.header.pointFormat);
  const reclassified = new Map<number, number>();
  let first = 0;
  let kept = 0;
  for await (const columns of pointBatches(cloud)) {
    const order = dropped.keptOf(first, columns.count);
    first += columns.count;
    if (order.length === 0) continue;
    const written = emptyColumns(order.length, format, cloud.extraBytes);
    gatherPoints(columns, written, order);
    reclassify(written, repair.classes, reclassified);
    await writer.add(written);
    kept += order.length;
    options.onProgress?.(0.4 + (0.6 * first) / cloud.header.pointCount);
  }
  if (kept === 0) throw new CloudError("not-writable", "the repairs leave no point");
  await writer.finish();
  return { dropped: dropped.counts, reclassified: Object.fromEntries([...reclassified].map(([code, points]) => [String(code), points])) };
}

function newWriter(cloud: Cloud, sink: ByteSink): CloudWriter {
  const { header, extraBytes } = cloud;
  const { scale, offset, fileSourceId, globalEncoding, projectId, systemId, software, creationDay, creationYear } = header;
  const facts = { scale, offset, fileSourceId, globalEncoding, projectId, systemId, software, creationDay, creationYear };
  const fresh: LasHeader = newHeader({ ...facts, pointFormat: copcFormat(header.pointFormat).id });
  const records = cloud.records.filter((record) => !isLaszipRecord(record) && !isCopcRecord(record));
  return new CloudWriter(sink, { header: fresh, records, extraBytes, compression: "variable" });
}

function reclassify({ classification, count }: PointColumns, classes: CloudRepair["classes"], counts: Map<number, number>): void {
  if (!classification || classes.size === 0) return;
  for (let i = 0; i < count; i++) {
    const from = classification[i] as number;
    const to = classes.get(from);
    if (to === undefined || to === from) continue;
    classification[i] = to;
    counts.set(from, (counts.get(from) ?? 0) + 1);
  }
}

/** The points that are left out, found in passes over what decides: times, positions. */
class Drops {
  readonly counts: Partial<Record<Drop, number>> = {};
  private readonly cloud: Cloud;
  private readonly repair: CloudRepair;
  private readonly points: PointSet;

  constructor(cloud: Cloud, repair: CloudRepair) {
    this.cloud = cloud;
    this.repair = repair;
    this.points = new PointSet(repair.drop.size > 0 ? cloud.header.pointCount : 0);
  }

  async find(): Promise<void> {
    const { drop } = this.repair;
    const ofPoint = DROPS.filter((one) => one !== "duplicates" && drop.has(one));
    if (ofPoint.length > 0) await this.findFaulty();
    if (drop.has("duplicates")) await this.findDuplicates();
  }

  /** The places inside a part of the points that stay. @param first place of its first point in the file */
  keptOf(first: number, count: number): Int32Array {
    const order = new Int32Array(count);
    let kept = 0;
    const isWhole = this.points.size === 0;
    for (let i = 0; i < count; i++) if (isWhole || !this.points.has(first + i)) order[kept++] = i;
    return order.subarray(0, kept);
  }

  private add(drop: Drop, index: number): void {
    this.points.add(index);
    this.counts[drop] = (this.counts[drop] ?? 0) + 1;
  }

  private async findFaulty(): Promise<void> {
    const { drop, tile } = this.repair;
    const { header } = this.cloud;
    const { scale, offset, min, max } = header;
    const half = scale.map((value) => Math.abs(value) / 2) as [number, number, number];
    const checksTime = drop.has("bad-times");
    const inHeader = drop.has("outside-header");
    const inTile = drop.has("outside-tile") ? tile : null;
    let first = 0;
    for await (const { count, x, y, z, gpsTime } of pointBatches(this.cloud, checksTime ? TIME : NONE)) {
      for (let i = 0; i < count; i++) {
        if (checksTime && gpsTime && !Number.isFinite(gpsTime[i])) {
          this.add("bad-times", first + i);
          continue;
        }
        const [px, py] = [(x[i] as number) * scale[0] + offset[0], (y[i] as number) * scale[1] + offset[1]];
        if (inHeader) {
          const pz = (z[i] as number) * scale[2] + offset[2];
          const isInside =
            px >= min[0] - half[0] &&
            px <= max[0] + half[0] &&
            py >= min[1] - half[1] &&
            py <= max[1] + half[1] &&
            pz >= min[2] - half[2] &&
            pz <= max[2] + half[2];
          if (!isInside) {
            this.add("outside-header", first + i);
            continue;
          }
        }
        if (inTile) {
          const out = Math.max(inTile[0] - px, inTile[1] - py, px - inTile[2], py - inTile[3]);
          if (!(out <= TILE_TOLERANCE)) this.add("outside-tile", first + i);
        }
      }
      first += count;
    }
  }

  /** Of the points of a position, the first of the file that has no other fault stays. */
  private async findDuplicates(): Promise<void> {
    const { pointCount } = this.cloud.header;
    const rounds = roundsFor(pointCount, SLOTS);
    const table = new PositionCounts(pointCount / rounds, SLOTS);
    const decoder = batchDecoder(encodingOf(this.cloud));
    const places = await batchPlaces(this.cloud);
    for (let round = 0; round < rounds; round++) {
      let first = 0;
      for (const place of places) {
        const { count, x, y, z } = decoder.decode(await readBatch(this.cloud, place), place.points, NONE);
        for (let i = 0; i < count; i++) {
          const [px, py, pz] = [x[i] as number, y[i] as number, z[i] as number];
          if (roundOf(px, py, pz, rounds) !== round || this.points.has(first + i)) continue;
          if (table.has(px, py, pz)) this.add("duplicates", first + i);
          else table.add(px, py, pz, 0);
        }
        first += count;
      }
      table.clear();
    }
  }
}
