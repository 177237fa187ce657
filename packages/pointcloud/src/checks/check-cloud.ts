import { type BrokenParts, CloudError } from "../cloud-error.ts";
import type { Field, PointColumns } from "../las/columns.ts";
import type { LasHeader, Triple } from "../las/header.ts";
import { CloudStatistics } from "../las/statistics.ts";
import type { Cloud } from "../open-cloud.ts";
import { batchDecoder, batchPlaces, encodingOf, readBatch } from "../point-batches.ts";
import { type CloudSummary, type GroundBox, GroundCells } from "../summarise.ts";
import { DuplicateSearch } from "./duplicates.ts";
import type { CloudFinding } from "./finding.ts";
import { PointFaults } from "./point-faults.ts";

export interface CloudCheckOptions {
  /** Codes that are allowed; without it, all are. */
  classes?: ReadonlySet<number>;
  /** Points a square unit of covered ground that are asked for. */
  minimumDensity?: number;
  /** The points come in the order of an octree, also when the file is no COPC any more. */
  isOctree?: boolean;
  onProgress?: (fraction: number) => void;
}

/** What one reading of all points gives: the figures of the cloud, and its faults. */
export interface CheckedCloud {
  summary: CloudSummary;
  findings: CloudFinding[];
  /** The largest boxes of the ground without points, in the CRS of the file. */
  gaps: GroundBox[];
}

const FIELDS: ReadonlySet<Field> = new Set<Field>(["returns", "classification", "gpsTime", "pointSource"]);
const NONE: ReadonlySet<Field> = new Set();

/**
 * Checks a cloud: header against content, returns, GPS times, classes, duplicates, density. Faults of the bytes themselves are errors that are
 * thrown, because nothing after them can be read.
 *
 * Memory: one part of the file, and at most 64 MB for duplicates.
 *
 * @throws CloudError when the points are broken
 */
export async function checkCloud(cloud: Cloud, options: CloudCheckOptions = {}): Promise<CheckedCloud> {
  const { header } = cloud;
  const statistics = new CloudStatistics();
  const faults = new PointFaults(header, options.classes ?? new Set());
  const duplicates = new DuplicateSearch(header.pointCount);
  const ground = new GroundCells(cloud);
  const places = await batchPlaces(cloud);
  const decoder = batchDecoder(encodingOf(cloud));
  const broken = new PartFaults(cloud, places.length);
  for (const [index, place] of places.entries()) {
    const columns = await broken.tried(index, place.points, async () =>
      decoder.decode(await readBatch(cloud, place), place.points, FIELDS),
    );
    if (!columns) continue;
    statistics.add(columns);
    faults.add(columns);
    duplicates.mark(columns);
    ground.add(columns.x, columns.y);
    options.onProgress?.((0.7 * statistics.count) / header.pointCount);
  }
  broken.conclude();
  if (duplicates.hasSuspects) {
    for (const place of places) duplicates.examine(decoder.decode(await readBatch(cloud, place), place.points, NONE));
  }
  options.onProgress?.(1);
  const isOctree = options.isOctree ?? cloud.records[0]?.userId === "copc";
  const found = [...headerFindings(header, statistics), ...faults.findings(isOctree)];
  if (cloud.extraBeyond.length > 0)
    found.push(
      wholeFile("extra-beyond", "warning", { fields: cloud.extraBeyond.slice(0, MOST_NAMES).join(", "), bytes: cloud.extraBytes }),
    );
  if (cloud.crs.wkt === undefined && cloud.crs.horizontalEpsg === undefined) found.push(wholeFile("crs-missing", "warning", {}));
  if (duplicates.first) {
    const { index, stored } = duplicates.first;
    const position = stored.map((value, axis) => value * (header.scale[axis] as number) + (header.offset[axis] as number)) as Triple;
    found.push({ code: "duplicates", severity: "warning", points: duplicates.duplicates, first: { index, position }, params: {} });
  }
  const coveredArea = ground.area();
  const density = coveredArea > 0 ? statistics.count / coveredArea : 0;
  if (options.minimumDensity !== undefined && statistics.count > 0 && density < options.minimumDensity) {
    found.push(wholeFile("density-low", "warning", { density, minimum: options.minimumDensity }));
  }
  return { summary: { statistics, coveredArea, density }, findings: found, gaps: ground.gaps(MOST_GAPS) };
}

const MOST_GAPS = 10;
const MOST_NAMES = 10;
/** After so many broken parts, nothing more is learned from the others. */
const MOST_BROKEN = 1000;

/** Reads on after a part that is broken, to say how many are, and where the first is. */
class PartFaults {
  private readonly cloud: Cloud;
  private readonly total: number;
  private first: CloudError | undefined;
  private facts: BrokenParts | undefined;
  private after: readonly [number, number] | undefined;

  constructor(cloud: Cloud, total: number) {
    this.cloud = cloud;
    this.total = total;
  }

  /** @returns undefined for a part that is broken @throws CloudError when too many are */
  async tried(index: number, points: number, read: () => Promise<PointColumns>): Promise<PointColumns | undefined> {
    try {
      const columns = await read();
      if (!this.first) this.remember(columns);
      return columns;
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      this.first ??= error;
      const { broken = 0, points: lost = 0, part = index + 1 } = this.facts ?? {};
      this.facts = { part, parts: this.total, broken: broken + 1, points: lost + points, after: this.after };
      if (this.facts.broken >= MOST_BROKEN) this.conclude();
      return undefined;
    }
  }

  /** @throws CloudError when a part was broken */
  conclude(): void {
    const { first, facts } = this;
    // The message of an error with an offset ends with it already.
    if (first) throw new CloudError(first.code, first.message.replace(/ \(at byte \d+\)$/, ""), first.offset, facts);
  }

  private remember({ count, x, y }: PointColumns): void {
    const { header, records } = this.cloud;
    if (count === 0 || records[0]?.userId === "copc") return;
    const { scale, offset } = header;
    this.after = [(x[count - 1] as number) * scale[0] + offset[0], (y[count - 1] as number) * scale[1] + offset[1]];
  }
}

/** Writers round bounds: a tenth of a step is no difference. */
const TOLERANCE_STEPS = 0.1;

function headerFindings(header: LasHeader, statistics: CloudStatistics): CloudFinding[] {
  if (statistics.count === 0) return [];
  const found: CloudFinding[] = [];
  const content: LasHeader = { ...header, min: [0, 0, 0], max: [0, 0, 0] };
  statistics.describe(content);
  const differs = (axis: 0 | 1 | 2) => {
    const tolerance = Math.abs(header.scale[axis]) * TOLERANCE_STEPS;
    return !(Math.abs(header.min[axis] - content.min[axis]) <= tolerance && Math.abs(header.max[axis] - content.max[axis]) <= tolerance);
  };
  const axes = ([0, 1, 2] as const).filter(differs);
  if (axes.length > 0) found.push(wholeFile("header-bounds", "error", { axes: axes.map((axis) => "xyz"[axis]).join(", ") }));
  const stated = header.pointsByReturn;
  const wrong = stated.findIndex((count, i) => count !== (content.pointsByReturn[i] ?? 0));
  if (wrong >= 0) {
    found.push(
      wholeFile("header-returns", "error", { return: wrong + 1, stated: stated[wrong] ?? 0, counted: content.pointsByReturn[wrong] ?? 0 }),
    );
  }
  return found;
}

function wholeFile(code: CloudFinding["code"], severity: CloudFinding["severity"], params: CloudFinding["params"]): CloudFinding {
  return { code, severity, points: 0, params };
}
