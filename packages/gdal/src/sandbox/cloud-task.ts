import { type FileHandle, open } from "node:fs/promises";
import { crsOf } from "@archipel/geo/crs.ts";
import { checkCloud } from "@archipel/pointcloud/checks/check-cloud.ts";
import type { CloudFinding } from "@archipel/pointcloud/checks/finding.ts";
import { LIDAR_HD_CLASSES } from "@archipel/pointcloud/checks/lidar-hd.ts";
import { CloudError } from "@archipel/pointcloud/cloud-error.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { type Cloud, openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { type NamedProduct, productOfName } from "@archipel/pointcloud/product.ts";
import type { CloudSummary } from "@archipel/pointcloud/summarise.ts";
import { baseName } from "../formats/contents.ts";
import type { CloudInspectionFinding, FoundCrs, InspectedCloud, Inspection, InspectionFinding } from "../model.ts";
import { findCrs, NOT_LOADED } from "./crs-match.ts";
import type { LoadGdal } from "./wasm.ts";

interface CloudFile {
  path: string;
  entry: string | null;
  fileName: string;
  size: number;
}

/** LiDAR HD promises ten pulses a square metre. */
const LIDAR_HD_DENSITY = 10;
/** A tile that covers less of its box has gaps that deserve a look. */
const COVERED_SHARE = 0.95;
/** Longer texts are not a CRS. */
const MAX_WKT = 32_768;
const MAX_NAMES = 100;

/** Reads all points of a cloud. One that is broken becomes a finding, and the others are still inspected. */
export async function inspectCloud(load: LoadGdal, inspection: Inspection, file: CloudFile): Promise<void> {
  const subject = file.entry;
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path);
    const cloud = await openCloud(rangesOf(handle));
    const named = productOfName(file.fileName);
    const isLidarHd = named?.product === "lidar-hd";
    const { summary, findings } = await checkCloud(
      cloud,
      named ? { classes: LIDAR_HD_CLASSES, ...(isLidarHd && { minimumDensity: LIDAR_HD_DENSITY }) } : {},
    );
    if (summary.statistics.count === 0) {
      inspection.findings.push({ rule: "cloud-empty", severity: "error", subject, params: { file: file.fileName } });
      return;
    }
    const facts = await describeCloud(load, cloud, summary, named);
    const described = { ...facts, name: cloudName(file.fileName), entry: file.entry, fileSize: file.size };
    const own = findings.flatMap((finding) => translated(finding, subject));
    inspection.clouds.push({ ...described, findings: [...own, ...tileFindings(described, named, subject)] });
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const { code, message, offset } = error;
    // A selector of a message has no hyphen.
    const params = {
      fault: code.replaceAll("-", "_"),
      file: file.fileName,
      place: offset === undefined ? "file" : "byte",
      offset: offset ?? 0,
      detail: message.slice(0, 300),
    };
    inspection.findings.push({ rule: "cloud-broken", severity: "error", subject, params });
  } finally {
    await handle?.close();
  }
}

/** `dalles/LHD_…_IGN69.copc.laz` → `LHD_…_IGN69`. */
function cloudName(fileName: string): string {
  return baseName(fileName).replace(/\.copc$/i, "");
}

async function describeCloud(load: LoadGdal, cloud: Cloud, { statistics, density, coveredArea }: CloudSummary, named: NamedProduct | null) {
  const { header, records, laszip } = cloud;
  const bounds = { ...header, min: [0, 0, 0] as [number, number, number], max: [0, 0, 0] as [number, number, number] };
  statistics.describe(bounds);
  const { min, max } = bounds;
  if (![...min, ...max].every(Number.isFinite)) throw new CloudError("header-broken", "its scale puts points beyond any coordinate", 131);
  const area = (max[0] - min[0]) * (max[1] - min[1]);
  return {
    format: records[0]?.userId === "copc" ? ("copc" as const) : laszip ? ("laz" as const) : ("las" as const),
    version: `1.${header.versionMinor}`,
    pointFormat: header.pointFormat,
    points: statistics.count,
    min,
    max,
    crs: await cloudCrs(load, cloud, [min[0], min[1], max[0], max[1]], named),
    verticalSrid: cloud.crs.verticalEpsg ?? named?.verticalSrid ?? null,
    density,
    coverage: area > 0 ? Math.min(1, coveredArea / area) : 1,
    classes: counted(statistics.byClass),
    returns: counted(statistics.byReturn),
    extraFields: cloud.extraFields.slice(0, MAX_NAMES).map(({ name }) => name),
    dates: datesOf(cloud, statistics),
    product: named?.product ?? null,
  };
}

/** The CRS by code, by WKT, by the name of the file, or guessed. */
async function cloudCrs(
  load: LoadGdal,
  { crs }: Cloud,
  extent: [number, number, number, number],
  named: NamedProduct | null,
): Promise<FoundCrs> {
  const wkt = crs.wkt && crs.wkt.length <= MAX_WKT ? crs.wkt : undefined;
  if (crs.horizontalEpsg !== undefined) {
    const name = nameIn(wkt ?? "") ?? crsOf(crs.horizontalEpsg)?.title ?? `EPSG:${crs.horizontalEpsg}`;
    return findCrs(NOT_LOADED, { wkt: "", projjson: { name, id: { authority: "EPSG", code: crs.horizontalEpsg } } }, extent);
  }
  // Coordinates from the centre of the Earth have no place on a map before they are projected.
  if (wkt && /^\s*(GEOCCS|GEODCRS)\s*\[/i.test(wkt)) {
    const { candidates } = findCrs(NOT_LOADED, null, extent);
    return { srid: null, name: nameIn(wkt), how: "unknown", candidates };
  }
  const found = wkt === undefined ? null : findCrs(await load(), { wkt, projjson: null }, extent);
  if (found && found.srid !== null && found.how !== "guessed") return found;
  if (named) {
    const candidates = [named.srid, ...(found?.candidates ?? [])];
    return { srid: named.srid, name: crsOf(named.srid)?.title ?? null, how: "by-name", candidates: [...new Set(candidates)] };
  }
  return found ?? findCrs(NOT_LOADED, null, extent);
}

function nameIn(wkt: string): string | null {
  return /^\s*\w+\s*\[\s*"([^"]{1,200})"/.exec(wkt)?.[1] ?? null;
}

/** Value → count, without zeros. */
function counted(counts: Float64Array): Record<string, number> {
  return Object.fromEntries([...counts].map((count, value) => [String(value), count] as const).filter(([, count]) => count > 0));
}

const GPS_EPOCH_MS = Date.UTC(1980, 0, 6);
const DAY_MS = 86_400_000;
/** Times of newer files are counted from here, to keep digits. */
const ADJUSTED_SECONDS = 1e9;

/** Only adjusted standard GPS times say the day. Leap seconds matter less than a day. */
function datesOf({ header }: Cloud, { gpsMin, gpsMax }: CloudSummary["statistics"]): InspectedCloud["dates"] {
  if ((header.globalEncoding & 1) === 0 || !(gpsMin <= gpsMax) || (gpsMin === 0 && gpsMax === 0)) return null;
  const [first, last] = [gpsMin, gpsMax].map((time) => GPS_EPOCH_MS + (time + ADJUSTED_SECONDS) * 1000) as [number, number];
  if (first < GPS_EPOCH_MS || last > Date.now() + DAY_MS) return null;
  return [new Date(first).toISOString().slice(0, 10), new Date(last).toISOString().slice(0, 10)];
}

/** A CRS that is missing is the business of the page where people choose it. */
function translated({ code, severity, points, first, params }: CloudFinding, subject: string | null): CloudInspectionFinding[] {
  if (code === "crs-missing") return [];
  return [
    {
      rule: `cloud-${code}`,
      // Tools sort points by place as they like: times in another order are worth knowing, and no fault.
      severity: code === "gps-time-unordered" ? "info" : severity,
      subject,
      params: { ...params, points, ...(first && { index: first.index + 1 }) },
      occurrences: Math.max(1, points),
      ...(first && { at: [first.position[0], first.position[1]] }),
    },
  ];
}

type Described = Omit<InspectedCloud, "findings">;

/** What the name of the file promises. */
function tileFindings({ min, max, verticalSrid, coverage }: Described, named: NamedProduct | null, subject: string | null) {
  const found: CloudInspectionFinding[] = [];
  const middle: [number, number] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2];
  if (verticalSrid === null) found.push({ rule: "cloud-heights-unstated", severity: "info", subject, params: {} });
  if (!named?.tile) return found;
  const [west, south, east, north] = named.tile;
  const out = Math.max(west - min[0], south - min[1], max[0] - east, max[1] - north);
  // Points on the common border belong to either tile.
  if (out > 1) found.push({ rule: "cloud-outside-tile", severity: "warning", subject, params: { metres: Math.round(out) }, at: middle });
  if (coverage < COVERED_SHARE)
    found.push({ rule: "cloud-gaps", severity: "info", subject, params: { percent: Math.round(100 * (1 - coverage)) }, at: middle });
  return found;
}

/** Shared ground of two boxes, as a share of the smaller one, that neighbours do not have by their border alone. */
const OVERLAP_SHARE = 0.02;
const MAX_OVERLAPS = 100;

/** Clouds of one delivery that cover the same ground: their points would be there twice. */
export function overlapFindings(clouds: readonly InspectedCloud[]): InspectionFinding[] {
  const found: InspectionFinding[] = [];
  // In order of their west edge: a cloud is compared with those that begin before it ends.
  const sorted = [...clouds].sort((a, b) => a.min[0] - b.min[0]);
  for (const [index, one] of sorted.entries()) {
    for (let next = index + 1; next < sorted.length; next++) {
      const other = sorted[next] as InspectedCloud;
      if (other.min[0] >= one.max[0]) break;
      if (found.length === MAX_OVERLAPS) return found;
      const share = one.crs.srid === other.crs.srid ? sharedPart(one, other) : 0;
      if (share <= OVERLAP_SHARE) continue;
      // A selector of a message has no hyphen.
      const params = { file: one.entry ?? one.name, other: other.entry ?? other.name, percent: Math.round(share * 100) };
      found.push({ rule: "cloud-overlap", severity: "warning", subject: one.entry, params });
    }
  }
  return found;
}

function sharedPart(one: InspectedCloud, other: InspectedCloud): number {
  const side = (axis: 0 | 1) => Math.min(one.max[axis], other.max[axis]) - Math.max(one.min[axis], other.min[axis]);
  const areaOf = ({ min, max }: InspectedCloud) => (max[0] - min[0]) * (max[1] - min[1]);
  const smaller = Math.min(areaOf(one), areaOf(other));
  return side(0) > 0 && side(1) > 0 && smaller > 0 ? (side(0) * side(1)) / smaller : 0;
}
