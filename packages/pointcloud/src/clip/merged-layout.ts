import { isCopcRecord } from "../copc/info.ts";
import { isWktRecord, wktRecord } from "../las/crs.ts";
import { writeExtraFields } from "../las/extra-bytes.ts";
import { GLOBAL_ENCODING, type LasHeader, newHeader, type Triple } from "../las/header.ts";
import { type PointFormat, pointFormat } from "../las/point-format.ts";
import type { VariableRecord } from "../las/vlr.ts";
import { isLaszipRecord } from "../laz/laszip-record.ts";
import type { Cloud } from "../open-cloud.ts";
import { type MergedFields, mergeFields } from "./merged-fields.ts";

/** Why clouds cannot become one. */
export type MergeFault = "no-cloud" | "crs-differs" | "times-differ";

export class MergeError extends Error {
  override name = "MergeError";
  readonly code: MergeFault;
  /** Index of the cloud that differs from the first. */
  readonly source: number;

  constructor(code: MergeFault, source: number, message: string) {
    super(message);
    this.code = code;
    this.source = source;
  }
}

/** How the points of several clouds are stored in one. */
export interface MergedLayout {
  header: LasHeader;
  format: PointFormat;
  records: VariableRecord[];
  fields: MergedFields;
  /** Sources with recorded waves, which are left out: their bytes say where a wave is in the source. */
  hasWaves: boolean;
  /** False when the CRS is not stated as WKT. */
  hasWkt: boolean;
}

/**
 * The layout of a new LAS 1.4 file that can hold every point of the sources without loss: format 8 if one has infrared, 7 if one has colours,
 * else 6; the finest scale of each axis; all extra fields.
 *
 * @param wkt replaces the CRS that the sources state
 * @throws MergeError when the sources have different CRS, or GPS times that count from different moments
 */
export function mergeLayout(clouds: readonly Cloud[], wkt?: string): MergedLayout {
  const [first] = clouds;
  if (!first) throw new MergeError("no-cloud", -1, "there is no cloud");
  for (const [i, cloud] of clouds.entries()) {
    if (wkt === undefined && !isSameCrs(first, cloud))
      throw new MergeError("crs-differs", i, `cloud ${i + 1} has another coordinate system than the first one`);
    if (!isSameTime(first, cloud))
      throw new MergeError("times-differ", i, `cloud ${i + 1} counts GPS times from another moment than the first one`);
  }
  const fields = mergeFields(clouds);
  const format = pointFormat(formatFor(clouds));
  const text = wkt ?? clouds.find((cloud) => cloud.crs.wkt !== undefined)?.crs.wkt;
  const records = recordsOf(clouds, fields, text);
  const { header } = first;
  const isSynthetic = clouds.every((cloud) => cloud.header.globalEncoding & GLOBAL_ENCODING.syntheticReturns);
  const timed = clouds.find((cloud) => cloud.format.gpsTime !== undefined) ?? first;
  return {
    header: newHeader({
      pointFormat: format.id,
      ...placeOf(clouds),
      fileSourceId: clouds.length === 1 ? header.fileSourceId : 0,
      globalEncoding:
        (timed.header.globalEncoding & GLOBAL_ENCODING.standardTime) |
        (isSynthetic ? GLOBAL_ENCODING.syntheticReturns : 0) |
        (text === undefined ? 0 : GLOBAL_ENCODING.wkt),
      projectId: header.projectId,
      systemId: clouds.length === 1 ? header.systemId : "MERGE",
      creationDay: header.creationDay,
      creationYear: header.creationYear,
    }),
    format,
    records,
    fields,
    hasWaves: clouds.some((cloud) => cloud.format.wavePacket !== undefined),
    hasWkt: text !== undefined,
  };
}

function formatFor(clouds: readonly Cloud[]): number {
  if (clouds.some((cloud) => cloud.format.nir !== undefined)) return 8;
  return clouds.some((cloud) => cloud.format.rgb !== undefined) ? 7 : 6;
}

/** A cloud that states no CRS is taken to have that of the others. */
function isSameCrs({ crs: a }: Cloud, { crs: b }: Cloud): boolean {
  if (a.horizontalEpsg !== undefined && b.horizontalEpsg !== undefined) return a.horizontalEpsg === b.horizontalEpsg;
  return a.wkt === undefined || b.wkt === undefined || a.wkt === b.wkt;
}

function isSameTime(a: Cloud, b: Cloud): boolean {
  if (a.format.gpsTime === undefined || b.format.gpsTime === undefined) return true;
  return ((a.header.globalEncoding ^ b.header.globalEncoding) & GLOBAL_ENCODING.standardTime) === 0;
}

/** Scale and offset of the new file: those of the sources when they agree, so that coordinates are copied as they are. */
function placeOf(clouds: readonly Cloud[]): { scale: Triple; offset: Triple } {
  const axes = [0, 1, 2] as const;
  const scale = axes.map((axis) => Math.min(...clouds.map(({ header }) => Math.abs(header.scale[axis])))) as Triple;
  const offset = axes.map((axis) => {
    const [first] = clouds as [Cloud];
    const own = first.header.offset[axis];
    if (clouds.every(({ header }) => header.offset[axis] === own && header.scale[axis] === scale[axis])) return own;
    const low = Math.min(...clouds.map(({ header }) => header.min[axis]));
    const high = Math.max(...clouds.map(({ header }) => header.max[axis]));
    const farthest = Math.max(high - own, own - low) / scale[axis];
    if (!(farthest >= 2 ** 31)) return own;
    // Too far apart for the offset of the first: the middle, in whole units.
    const middle = Math.round((low + high) / 2);
    scale[axis] = Math.max(scale[axis], 10 ** Math.ceil(Math.log10((high - low) / 2 ** 31)));
    return middle;
  }) as Triple;
  return { scale, offset };
}

/** The CRS, the extra fields, and other records of the sources, each once. GeoTIFF keys stay only where there is no WKT. */
function recordsOf(clouds: readonly Cloud[], { fields }: MergedFields, wkt: string | undefined): VariableRecord[] {
  const kept = new Map<string, VariableRecord>();
  for (const record of clouds.flatMap((cloud) => cloud.records)) {
    const isCrs = record.userId === "LASF_Projection";
    if (isLaszipRecord(record) || isCopcRecord(record) || isWktRecord(record) || describesPoints(record)) continue;
    if (isCrs && wkt !== undefined) continue;
    const name = `${record.userId}/${record.recordId}`;
    if (!kept.has(name)) kept.set(name, record);
  }
  return [...(wkt === undefined ? [] : [wktRecord(wkt)]), ...(fields.length > 0 ? [writeExtraFields(fields)] : []), ...kept.values()];
}

/** LAS 1.4 R15: extra bytes (4), a record that is not valid any more (7), and descriptors of waves, which are left out. */
function describesPoints({ userId, recordId }: VariableRecord): boolean {
  return userId === "LASF_Spec" && (recordId === 4 || recordId === 7 || (recordId >= 100 && recordId < 355));
}
