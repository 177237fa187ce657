import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { saysDiskFull } from "../failure.ts";
import { type ArchiveEntry, listArchive } from "../formats/archive.ts";
import { assertWhole, brokenOff } from "../formats/complete.ts";
import { baseName, type CloudMember, type Member, type RasterMember, sortContents } from "../formats/contents.ts";
import { jsonFault } from "../formats/json-fault.ts";
import { startsWithPlaces } from "../formats/placed-text.ts";
import { sniff } from "../formats/sniff.ts";
import {
  FeatureTooLargeError,
  type Format,
  IncompleteError,
  type InspectedLayer,
  type Inspection,
  type InspectionFinding,
  UnreadableError,
} from "../model.ts";
import type { WrittenFile } from "../rows/read-rows.ts";
import { inspectCloud, overlapFindings } from "./cloud-task.ts";
import { type Collected, layersOf } from "./describe.ts";
import { inspectRaster } from "./inspect-raster.ts";
import type { Opening } from "./open-as.ts";
import { findingsOf, RefusedPackageError } from "./package-layers.ts";
import type { SandboxRequest } from "./requests.ts";
import { type StagedFiles, stageFile, stageMembers } from "./stage-files.ts";
import type { LoadGdal } from "./wasm.ts";

type InspectRequest = Extract<SandboxRequest, { kind: "inspect" }>;

/** Formats whose main file is not enough alone, and the word for people that names the other files. */
const PARTS: Partial<Record<Format, string>> = { shapefile: "shapefile-parts", "mapinfo-tab": "mapinfo-parts" };

/** Limit of files of an archive that are opened because they may be geodata; further ones are kept as documents. */
const MAX_CANDIDATES = 200;

/** The result of an inspection, and what the same child needs to read the layers. */
export interface Inspected {
  inspection: Inspection;
  /** Staged files of each layer, by the main entry in the archive (`""` when the file is not an archive). */
  staged: Map<string, StagedFiles>;
  /** Rows that are stored already; null when rows are not needed. */
  written: Map<InspectedLayer, WrittenFile> | null;
}

/**
 * Inspects a file: its layers, fields, CRS and encodings, and the faults of the file.
 *
 * @param sayAhead receives marker lines about rows that can be read before the inspection is over; null when nobody reads them
 */
export async function inspect(load: LoadGdal, request: InspectRequest, sayAhead: ((line: string) => void) | null): Promise<Inspected> {
  const found = await sniff(request.path, request.fileName);
  const inspection: Inspection = { driver: null, layers: [], rasters: [], clouds: [], documents: [], findings: [] };
  const inspected: Inspected = { inspection, staged: new Map(), written: request.withRows ? new Map() : null };
  if (found.kind === "unsupported") {
    const { seems, mislabelled } = found;
    inspection.findings.push(
      mislabelled ? fileFinding("mislabelled", null, { ...mislabelled, seems }) : fileFinding("unsupported", null, { seems }),
    );
  } else if (found.kind === "raster") {
    inspection.driver = found.format;
    const file = { format: found.format, entry: null, name: baseName(request.fileName), fileName: request.fileName };
    const { size: fileSize } = await stat(request.path);
    if (!(await inspectRaster(load, inspection, file, stageFile(request.path), { fileSize, request })))
      inspection.findings.push(fileFinding("raster-not-placed", null, {}));
  } else if (found.kind === "cloud") {
    const { size } = await stat(request.path);
    const { path, fileName, workDirectory } = request;
    await inspectCloud(load, inspection, { path, entry: null, fileName, size, workDirectory, repairs: request.cloudRepairs?.[""] });
    inspection.driver = inspection.clouds[0]?.format ?? null;
  } else if (found.kind === "format") {
    inspection.driver = found.format;
    const parts = PARTS[found.format];
    if (parts) inspection.findings.push(fileFinding("unsupported", null, { seems: parts }));
    else
      await add(
        load,
        inspected,
        { format: found.format, entry: null, name: baseName(request.fileName) },
        stageFile(request.path),
        request,
        sayAhead,
      );
  } else {
    await inspectArchive(load, inspected, request);
  }
  if (inspection.layers.length + inspection.rasters.length + inspection.clouds.length === 0 && inspection.findings.length === 0) {
    const inside = inspection.documents.filter(({ path }) => ARCHIVE.test(path)).map(({ path }) => path.split("/").at(-1) ?? path);
    const files = { files: inside.slice(0, 3).join(", "), count: inside.length };
    inspection.findings.push(inside.length > 0 ? fileFinding("nested-archive", null, files) : fileFinding("no-layers", null, {}));
  }
  return inspected;
}

/** Archives inside an archive are not opened. */
const ARCHIVE = /\.(zip|7z|rar|tar|tgz|gz)$/i;

async function inspectArchive(load: LoadGdal, inspected: Inspected, request: InspectRequest): Promise<void> {
  const { inspection } = inspected;
  const entries = await listArchive(request.path, request.limits);
  const contents = sortContents(entries);
  inspection.documents = contents.documents;
  for (const entry of contents.unsupported)
    inspection.findings.push(fileFinding("unsupported", entry.path, { seems: entry.path.split(".").at(-1) ?? "" }, "warning"));
  for (const { entry, missing } of contents.incomplete)
    inspection.findings.push(fileFinding("part-missing", entry.path, { file: entry.path, missing, detail: `without its ${missing}` }));
  const formats = new Set<Format>();
  let read = 0;
  const looks = { left: MAX_CANDIDATES, refused: 0 };
  for (const [member, staged] of await stageMembers(request.path, contents.members, request.workDirectory)) {
    member.format = await formatOfJson(member, staged);
    if (!member.isCandidate) await add(load, inspected, member, staged, request);
    else if (!(await addIfGeodata(load, inspected, member, staged, request, looks))) {
      const entry = entries.find(({ path }) => path === member.entry);
      if (entry) inspection.documents.push(entry);
      continue;
    }
    read++;
    formats.add(member.format);
  }
  if (looks.refused > 0)
    inspection.findings.push(fileFinding("texts-left", null, { opened: MAX_CANDIDATES, left: looks.refused }, "warning"));
  await inspectRasters(load, inspection, contents.rasters, entries, request);
  await inspectClouds(load, inspection, contents.clouds, entries, request);
  const [only] = formats;
  inspection.driver = read === 1 && only && inspection.rasters.length + inspection.clouds.length === 0 ? only : "zip";
}

/** The formats that share the extension .json differ in their content alone. */
async function formatOfJson({ format, entry }: Member, staged: StagedFiles): Promise<Format> {
  if (format !== "geojson") return format;
  const found = await sniff(join(staged.directory, staged.main), entry);
  return found.kind === "format" && OTHER_JSON.has(found.format) ? found.format : format;
}

const OTHER_JSON: ReadonlySet<Format> = new Set(["topojson", "esrijson", "jsonfg"]);

/** A raster file without a place on the ground is a picture or a text, so it is kept as a document. */
async function inspectRasters(
  load: LoadGdal,
  inspection: Inspection,
  members: readonly RasterMember[],
  entries: readonly ArchiveEntry[],
  request: InspectRequest,
): Promise<void> {
  for (const [member, staged] of await stageMembers(request.path, members, join(request.workDirectory, "rasters"))) {
    const found = await sniff(join(staged.directory, staged.main), member.entry);
    const [entry, ...companions] = entries.filter(({ path }) => member.files.has(path)).sort((a) => (a.path === member.entry ? -1 : 1));
    if (!entry) continue;
    const isRaster = found.kind === "raster" && (found.format === member.format || (found.format === "xyz" && member.format !== "geotiff"));
    const file = { ...member, fileName: member.entry, format: isRaster ? found.format : member.format };
    if (!isRaster || !(await inspectRaster(load, inspection, file, staged, { fileSize: entry.size, companions, request })))
      inspection.documents.push(entry, ...companions);
  }
}

/** Bytes and files of an archive that are unpacked at a time. */
const GROUP_BYTES = 1024 ** 3;
const GROUP_FILES = 200;
/** Clouds of one delivery that are read. Larger deliveries come in several uploads. */
const MAX_CLOUDS = 1000;

/** Point clouds are unpacked in groups, because a delivery of tiles needs more room than other data. */
async function inspectClouds(
  load: LoadGdal,
  inspection: Inspection,
  members: readonly CloudMember[],
  entries: readonly ArchiveEntry[],
  request: InspectRequest,
): Promise<void> {
  const directory = join(request.workDirectory, "clouds");
  const entryAt = new Map(entries.map((entry) => [entry.path, entry]));
  const left = members.length - MAX_CLOUDS;
  if (left > 0) inspection.findings.push(fileFinding("clouds-left", null, { read: MAX_CLOUDS, left }, "warning"));
  for (const group of groupsOf(members.slice(0, MAX_CLOUDS), ({ entry }) => entryAt.get(entry)?.size ?? 0)) {
    for (const [member, staged] of await stageMembers(request.path, group, directory)) {
      const entry = entryAt.get(member.entry);
      const path = join(staged.directory, staged.main);
      if (!entry) continue;
      const { path: name, size } = entry;
      const repairs = request.cloudRepairs?.[name];
      const { workDirectory } = request;
      if ((await sniff(path, member.entry)).kind === "cloud")
        await inspectCloud(load, inspection, { path, entry: name, fileName: name, size, repairs, workDirectory });
      else inspection.documents.push(entry);
    }
    await rm(directory, { recursive: true, force: true });
  }
  inspection.findings.push(...overlapFindings(inspection.clouds));
}

function groupsOf<T>(items: readonly T[], sizeOf: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const group = groups.at(-1);
    bytes += sizeOf(item);
    if (group && group.length < GROUP_FILES && bytes <= GROUP_BYTES) group.push(item);
    else {
      groups.push([item]);
      bytes = sizeOf(item);
    }
  }
  return groups;
}

/** A .txt or .xml is geodata when it can be read and has a place on the map; readme files and metadata have no place. */
async function addIfGeodata(
  load: LoadGdal,
  { inspection, staged: places, written }: Inspected,
  member: Member,
  staged: StagedFiles,
  request: InspectRequest,
  looks: { left: number; refused: number },
): Promise<boolean> {
  const path = join(staged.directory, staged.main);
  const found = await sniff(path, member.entry);
  if (found.kind === "raster" && found.format === "xyz") {
    const file = { format: found.format, entry: member.entry, name: member.name, fileName: member.entry };
    return inspectRaster(load, inspection, file, staged, { fileSize: await bytesIn(staged), request });
  }
  if (found.kind !== "format" || found.format !== member.format) return false;
  if (found.format === "csv" && !(await startsWithPlaces(path))) return false;
  if (looks.left === 0) {
    looks.refused++;
    return false;
  }
  looks.left--;
  const collected: Collected = { findings: [], written, sayAhead: null };
  const layers = await layersOf(load, member, openingOf(member, staged, request), collected).catch(() => []);
  if (!layers.some(({ geometryType, featureCount }) => geometryType !== "None" && featureCount > 0)) {
    for (const layer of layers) written?.delete(layer);
    return false;
  }
  places.set(member.entry, staged);
  inspection.layers.push(...layers);
  inspection.findings.push(...collected.findings);
  return true;
}

function openingOf({ format, entry }: { format: Format; entry: string | null }, staged: StagedFiles, request: InspectRequest): Opening {
  const { workDirectory, limits, encodings } = request;
  return { format, staged, workDirectory, limits, chosenEncoding: encodings[entry ?? ""] ?? null, isAsWritten: false, part: null };
}

/** A member that cannot be read becomes a finding; the others are still inspected. */
async function add(
  load: LoadGdal,
  { inspection, staged: places, written }: Inspected,
  file: { format: Format; entry: string | null; name: string },
  staged: StagedFiles,
  request: InspectRequest,
  sayAhead: Collected["sayAhead"] = null,
): Promise<void> {
  const collected: Collected = { findings: inspection.findings, written, sayAhead };
  places.set(file.entry ?? "", staged);
  const main = file.entry ?? request.fileName;
  const nameOf = (extension: string) => (file.entry === null ? main : main.replace(/[^./]*$/, extension));
  try {
    await assertWhole(file.format, staged, nameOf);
    inspection.layers.push(...(await layersOf(load, file, openingOf(file, staged, request), collected)));
  } catch (error) {
    if (error instanceof UnreadableError && error.reason === "archive") throw error;
    const detail = error instanceof Error ? (error instanceof UnreadableError ? error.detail : error.message) : String(error);
    if (saysDiskFull(detail)) throw error;
    if (error instanceof FeatureTooLargeError) {
      const { feature, megabytes } = error;
      inspection.findings.push(fileFinding("feature-too-large", file.entry, { file: main, feature, megabytes, detail }));
      return;
    }
    if (error instanceof RefusedPackageError) {
      inspection.findings.push(...findingsOf(error.refused, file.entry));
      return;
    }
    const incomplete = error instanceof IncompleteError ? error : brokenOff(detail, file.entry ?? request.fileName, await bytesIn(staged));
    if (incomplete)
      inspection.findings.push(fileFinding("incomplete", file.entry, { ...incomplete.shortfall, detail: incomplete.detail.slice(0, 300) }));
    else
      inspection.findings.push((await brokenJson(file, staged)) ?? fileFinding("unreadable", file.entry, { detail: detail.slice(0, 300) }));
  }
}

const JSON_FORMATS: ReadonlySet<Format> = new Set(["geojson", "topojson", "esrijson"]);
/** Longer files are not read again to find their fault. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;

/** The place where a text that should be JSON is not; null for other formats, and when it is JSON. */
async function brokenJson({ format, entry }: { format: Format; entry: string | null }, staged: StagedFiles) {
  if (!JSON_FORMATS.has(format) || (await bytesIn(staged)) > MAX_JSON_BYTES) return null;
  const fault = jsonFault(await readFile(join(staged.directory, staged.main)));
  return fault && fileFinding("json-broken", entry, { ...fault, detail: `not JSON at line ${fault.line}, column ${fault.column}` });
}

async function bytesIn({ directory, main }: StagedFiles): Promise<number> {
  return (await stat(join(directory, main))).size;
}

function fileFinding(
  rule:
    | "unreadable"
    | "json-broken"
    | "incomplete"
    | "part-missing"
    | "feature-too-large"
    | "unsupported"
    | "mislabelled"
    | "no-layers"
    | "nested-archive"
    | "raster-not-placed"
    | "texts-left"
    | "clouds-left",
  subject: string | null,
  params: InspectionFinding["params"],
  severity: InspectionFinding["severity"] = "error",
): InspectionFinding {
  return { rule, severity, subject, params };
}
