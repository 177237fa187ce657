import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { crsOf } from "@archipel/geo/crs.ts";
import { heightSystemOf } from "@archipel/geo/heights-crs.ts";
import { checkCloud } from "@archipel/pointcloud/checks/check-cloud.ts";
import type { CloudFinding } from "@archipel/pointcloud/checks/finding.ts";
import { LIDAR_HD_CLASSES } from "@archipel/pointcloud/checks/lidar-hd.ts";
import { type BrokenParts, CloudError } from "@archipel/pointcloud/cloud-error.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { type RepairedFile, repairIntoFile } from "@archipel/pointcloud/node/repair-file.ts";
import { type Cloud, openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { type NamedProduct, productOfName } from "@archipel/pointcloud/product.ts";
import { type CloudRepairs, isRewritten } from "@archipel/pointcloud/repair/plan.ts";
import type { CloudSummary, GroundBox } from "@archipel/pointcloud/summarise.ts";
import { baseName } from "../formats/contents.ts";
import type { CloudInspectionFinding, ExtraDimension, FoundCrs, InspectedCloud, Inspection, InspectionFinding } from "../model.ts";
import { findCrs, NOT_LOADED } from "./crs-match.ts";
import type { LoadGdal } from "./wasm.ts";

interface CloudFile {
  path: string;
  entry: string | null;
  fileName: string;
  size: number;
  /** What people chose to repair: the repaired cloud is inspected. */
  repairs: CloudRepairs | undefined;
  workDirectory: string;
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
  let repaired: Repaired | undefined;
  try {
    handle = await open(file.path);
    const source = await openCloud(rangesOf(handle));
    const isOctree = source.records[0]?.userId === "copc";
    repaired = await repairedCloud(source, file);
    const cloud = repaired?.file?.cloud ?? source;
    const named = productOfName(file.fileName);
    const isLidarHd = named?.product === "lidar-hd";
    const { summary, findings, gaps } = await checkCloud(cloud, {
      isOctree,
      ...(named && { classes: LIDAR_HD_CLASSES, ...(isLidarHd && { minimumDensity: LIDAR_HD_DENSITY }) }),
    });
    if (summary.statistics.count === 0) {
      inspection.findings.push({ rule: "cloud-empty", severity: "error", subject, params: { file: file.fileName } });
      return;
    }
    const facts = await describeCloud(load, { source, cloud }, summary, named, file.repairs?.heights ?? null);
    const repairs = repaired?.file?.done ?? null;
    const described = { ...facts, name: cloudName(file.fileName), entry: file.entry, fileSize: file.size, repaired: repairs };
    const own = findings.flatMap((finding) => translated(finding, subject));
    const refused = repaired?.refused ? [repairRefused(repaired.refused, subject)] : [];
    const heights = file.repairs?.heights ? [] : heightFindings(described, source, named, subject);
    inspection.clouds.push({ ...described, findings: [...refused, ...own, ...heights, ...tileFindings(described, named, gaps, subject)] });
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    const { code, message, offset, parts } = error;
    // A selector of a message has no hyphen.
    const params = {
      fault: code.replaceAll("-", "_"),
      file: file.fileName,
      place: offset === undefined ? "file" : "byte",
      offset: offset ?? 0,
      detail: message.slice(0, 300),
    };
    inspection.findings.push({ rule: "cloud-broken", severity: "error", subject, params });
    if (parts) inspection.findings.push({ rule: "cloud-broken-parts", severity: "error", subject, params: partsText(parts) });
  } finally {
    await repaired?.file?.close();
    if (repaired?.file) await rm(repairedPath(file), { force: true });
    await handle?.close();
  }
}

interface Repaired {
  file: RepairedFile | null;
  /** Why the repairs cannot be made. */
  refused: string | null;
}

const repairedPath = ({ workDirectory }: CloudFile) => join(workDirectory, "repaired.laz");

/** The cloud after its repairs; undefined without any. Repairs that leave nothing are a finding, and the cloud is shown as it came. */
async function repairedCloud(source: Cloud, file: CloudFile): Promise<Repaired | undefined> {
  if (!file.repairs || !isRewritten(file.repairs)) return undefined;
  try {
    return { file: await repairIntoFile(source, file.repairs, file.fileName, repairedPath(file)), refused: null };
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== "not-writable") throw error;
    return { file: null, refused: error.message };
  }
}

function repairRefused(detail: string, subject: string | null): CloudInspectionFinding {
  return { rule: "cloud-repairs-refused", severity: "error", subject, params: { detail: detail.slice(0, 300) } };
}

/** Which parts of the file cannot be read, as parameters of a message. */
function partsText({ part, parts, broken, points, after }: BrokenParts): Record<string, string | number> {
  const where = after?.every(Number.isFinite) ? { located: "yes", x: Math.round(after[0]), y: Math.round(after[1]) } : { located: "no" };
  return { part, parts, broken, lost: points, x: 0, y: 0, ...where };
}

/** `dalles/LHD_…_IGN69.copc.laz` → `LHD_…_IGN69`. */
function cloudName(fileName: string): string {
  return baseName(fileName).replace(/\.copc$/i, "");
}

/** @param clouds the file, and what is left of it after repairs @param heights EPSG code that a person chose */
async function describeCloud(
  load: LoadGdal,
  { source, cloud }: { source: Cloud; cloud: Cloud },
  { statistics, density, coveredArea }: CloudSummary,
  named: NamedProduct | null,
  heights: number | null,
) {
  const { header } = cloud;
  const { records, laszip } = source;
  const bounds = { ...header, min: [0, 0, 0] as [number, number, number], max: [0, 0, 0] as [number, number, number] };
  statistics.describe(bounds);
  const { min, max } = bounds;
  if (![...min, ...max].every(Number.isFinite)) throw new CloudError("header-broken", "its scale puts points beyond any coordinate", 131);
  const area = (max[0] - min[0]) * (max[1] - min[1]);
  return {
    format: records[0]?.userId === "copc" ? ("copc" as const) : laszip ? ("laz" as const) : ("las" as const),
    version: `1.${source.header.versionMinor}`,
    pointFormat: source.header.pointFormat,
    points: statistics.count,
    min,
    max,
    crs: await cloudCrs(load, source, [min[0], min[1], max[0], max[1]], named),
    verticalSrid: heights ?? source.crs.verticalEpsg ?? named?.verticalSrid ?? null,
    density,
    coverage: area > 0 ? Math.min(1, coveredArea / area) : 1,
    classes: counted(statistics.byClass),
    returns: counted(statistics.byReturn),
    extraFields: cloud.extraFields.slice(0, MAX_NAMES).map(({ name }) => name),
    extraTypes: cloud.extraFields.slice(0, MAX_NAMES).map(dimensionOf),
    dates: datesOf(cloud, statistics),
    product: named?.product ?? null,
  };
}

/** Scaled values are decimals, whatever type they are stored as. */
function dimensionOf({ type, size, scale, offset }: Cloud["extraFields"][number]): ExtraDimension {
  if (type !== "undocumented" && (scale !== 1 || offset !== 0)) return { type: "floating", size: 8 };
  return { type: type.startsWith("f") ? "floating" : type.startsWith("i") ? "signed" : "unsigned", size };
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
function tileFindings({ min, max, coverage }: Described, named: NamedProduct | null, gaps: readonly GroundBox[], subject: string | null) {
  const found: CloudInspectionFinding[] = [];
  const middle: [number, number] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2];
  if (!named?.tile) return found;
  const [west, south, east, north] = named.tile;
  const out = Math.max(west - min[0], south - min[1], max[0] - east, max[1] - north);
  // Points on the common border belong to either tile.
  if (out > 1) found.push({ rule: "cloud-outside-tile", severity: "warning", subject, params: { metres: Math.round(out) }, at: middle });
  if (coverage < COVERED_SHARE) {
    found.push({ rule: "cloud-gaps", severity: "info", subject, params: { percent: Math.round(100 * (1 - coverage)) }, at: middle });
    found.push(...gapFindings(gaps, subject));
  }
  return found;
}

/** Smaller gaps are roofs without returns, or pools. */
const GAP_METRES = 20;

/** Where nothing was measured, box by box. */
function gapFindings(gaps: readonly GroundBox[], subject: string | null): CloudInspectionFinding[] {
  return gaps.flatMap((box): CloudInspectionFinding[] => {
    const [west, south, east, north] = box;
    const [width, height] = [east - west, north - south];
    if (Math.min(width, height) < GAP_METRES) return [];
    const params = { width: Math.round(width), height: Math.round(height) };
    return [{ rule: "cloud-gap", severity: "info", subject, params, at: [(west + east) / 2, (south + north) / 2], box }];
  });
}

/** What is said of the heights, by the file and by its name. */
function heightFindings(
  { verticalSrid }: Pick<InspectedCloud, "verticalSrid">,
  { crs }: Cloud,
  named: NamedProduct | null,
  subject: string | null,
): CloudInspectionFinding[] {
  if (verticalSrid === null) return [{ rule: "cloud-heights-unstated", severity: "info", subject, params: {} }];
  const [stated, byName] = [crs.verticalEpsg, named?.verticalSrid];
  if (!stated || !byName || stated === byName) return [];
  const titleOf = (srid: number) => heightSystemOf(srid)?.title ?? `EPSG:${srid}`;
  return [{ rule: "cloud-heights-contradict", severity: "warning", subject, params: { stated: titleOf(stated), named: titleOf(byName) } }];
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
