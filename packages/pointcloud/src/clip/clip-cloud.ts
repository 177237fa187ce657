import type { ByteSink } from "../byte-io.ts";
import { CloudError } from "../cloud-error.ts";
import { ALL_FIELDS, emptyColumns, type PointColumns } from "../las/columns.ts";
import { gatherPoints } from "../las/gather.ts";
import type { LasHeader } from "../las/header.ts";
import { CloudStatistics } from "../las/statistics.ts";
import { CloudWriter } from "../write-cloud.ts";
import type { Area } from "./area.ts";
import { choosePoints } from "./choose-points.ts";
import { copyExtra } from "./merged-fields.ts";
import { type MergedLayout, mergeLayout } from "./merged-layout.ts";
import { type PointSource, partsOf, readParts } from "./source.ts";
import { type Thinning, thinningTests } from "./thinning.ts";

/** What to take. Without any of it, the sources are merged whole. */
export interface ClipRequest extends Thinning {
  area?: Area;
  /** Classes to keep. */
  classes?: ReadonlySet<number>;
}

export interface ClipOptions extends ClipRequest {
  /** LAZ, or LAS without compression. */
  isCompressed: boolean;
  /** CRS as WKT 1, when the sources state it in another way or not at all. */
  wkt?: string;
  /** Called with 0 to 1. */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

export interface ClipResult {
  points: number;
  bytes: number;
  pointFormat: number;
  byClass: Float64Array;
  hasWkt: boolean;
  /** Recorded waves were left out. */
  lacksWaves: boolean;
}

const CHUNK_POINTS = 50_000;

/**
 * Writes the points of one or more clouds that are inside an area, as one LAS or LAZ file of version 1.4.
 *
 * No field is lost: the point format and the extra fields are those that all sources need together (`mergeLayout`). Coordinates are copied as
 * they are when the sources have the same scale and offset. Memory: a part of a source and a chunk of the new file, whatever their sizes.
 *
 * @returns also when no point is inside: the file then has none
 * @throws CloudError when a source is broken @throws MergeError when the sources do not fit together
 */
export async function clipClouds(sources: readonly PointSource[], sink: ByteSink, options: ClipOptions): Promise<ClipResult> {
  const layout = mergeLayout(
    sources.map(({ cloud }) => cloud),
    options.wkt,
  );
  const { header, records, format, fields } = layout;
  const compression = options.isCompressed ? "fixed" : "none";
  const writer = new CloudWriter(sink, { header, records, extraBytes: fields.extraBytes, compression }, CHUNK_POINTS);
  const chunk = new Chunk(layout, writer);
  const choice = { area: options.area, classes: options.classes, thinning: thinningTests(options) };
  const plans = await Promise.all(sources.map((source) => partsOf(source, { area: options.area, spacing: coarsest(options) })));
  const total = plans.flat().reduce((sum, { place }) => sum + place.points, 0);
  let read = 0;
  let order = new Int32Array(CHUNK_POINTS);
  for (const [i, source] of sources.entries()) {
    for await (const columns of readParts(source, plans[i] ?? [], ALL_FIELDS, options.signal)) {
      if (order.length < columns.count) order = new Int32Array(columns.count);
      const count = choosePoints(columns, source.cloud.header, choice, order);
      await chunk.add(columns, order.subarray(0, count), source.cloud.header, i);
      read += columns.count;
      options.onProgress?.(read / total);
    }
  }
  await chunk.finish();
  const { count: points, byClass } = chunk.statistics;
  return { points, bytes: await writer.finish(), pointFormat: format.id, byClass, hasWkt: layout.hasWkt, lacksWaves: layout.hasWaves };
}

/**
 * The spacing of an octree's nodes that is fine enough for a thinning: two points of it in each cell side. With a choice of classes all nodes
 * are needed, because a cell's first point may be of another class.
 */
export function coarsest({ spacing, density, classes }: ClipRequest): number | undefined {
  if (classes) return undefined;
  const sides = [...(spacing === undefined ? [] : [spacing]), ...(density === undefined ? [] : [1 / Math.sqrt(density)])];
  return sides.length === 0 ? undefined : Math.max(...sides) / 2;
}

/** Collects points until a chunk is full. */
class Chunk {
  readonly statistics = new CloudStatistics();
  private readonly layout: MergedLayout;
  private readonly writer: CloudWriter;
  private readonly columns: PointColumns;
  private filled = 0;

  constructor(layout: MergedLayout, writer: CloudWriter) {
    this.layout = layout;
    this.writer = writer;
    this.columns = emptyColumns(CHUNK_POINTS, layout.format, layout.fields.extraBytes);
  }

  async add(from: PointColumns, order: Int32Array, header: LasHeader, source: number): Promise<void> {
    for (let start = 0; start < order.length; ) {
      const count = Math.min(CHUNK_POINTS - this.filled, order.length - start);
      this.copy(from, order.subarray(start, start + count), header, source);
      start += count;
      this.filled += count;
      if (this.filled === CHUNK_POINTS) {
        await this.write(this.columns);
        this.filled = 0;
      }
    }
  }

  async finish(): Promise<void> {
    if (this.filled === 0) return;
    const rest = emptyColumns(this.filled, this.layout.format, this.layout.fields.extraBytes);
    gatherPoints(
      this.columns,
      rest,
      Int32Array.from({ length: this.filled }, (_, i) => i),
    );
    await this.write(rest);
  }

  private async write(columns: PointColumns): Promise<void> {
    this.statistics.add(columns);
    await this.writer.add(columns);
  }

  private copy(from: PointColumns, order: Int32Array, header: LasHeader, source: number): void {
    const { fields, header: target } = this.layout;
    const [at, count] = [this.filled, order.length];
    // Fields that a source lacks are zero, also where the chunk before had values.
    clear(from, this.columns, at, count);
    gatherPoints(from, { ...this.columns, extra: undefined }, order, 0, count, at);
    const sourceBytes = fields.sourceBytes[source] as Int32Array;
    copyExtra(from, this.columns, { at, order, count }, { sourceBytes, missing: fields.missing });
    for (const [axis, name] of (["x", "y", "z"] as const).entries())
      requantise(this.columns[name].subarray(at, at + count), axis as 0 | 1 | 2, header, target);
  }
}

function clear(from: PointColumns, to: PointColumns, at: number, count: number): void {
  for (const name of ["gpsTime", "red", "green", "blue", "nir"] as const) if (!from[name]) to[name]?.fill(0, at, at + count);
}

/** Coordinates in steps of the new file. */
function requantise(values: Int32Array, axis: 0 | 1 | 2, from: LasHeader, to: LasHeader): void {
  const [scale, offset] = [from.scale[axis], from.offset[axis]];
  if (scale === to.scale[axis] && offset === to.offset[axis]) return;
  const [factor, shift] = [scale / to.scale[axis], (offset - to.offset[axis]) / to.scale[axis]];
  for (let i = 0; i < values.length; i++) {
    const value = Math.round((values[i] as number) * factor + shift);
    if (value >= 2 ** 31 || value < -(2 ** 31)) throw new CloudError("not-writable", "the clouds lie too far apart for one file");
    values[i] = value;
  }
}
