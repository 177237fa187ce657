import { join } from "node:path";
import { listArchive } from "../formats/archive.ts";
import { baseName, type Member, sortContents } from "../formats/contents.ts";
import { sniff } from "../formats/sniff.ts";
import { type Format, type Inspection, type InspectionFinding, UnreadableError } from "../model.ts";
import { layersOf } from "./describe.ts";
import { type Laid, layFile, layMembers } from "./materialise.ts";
import type { Opening } from "./open-as.ts";
import type { SandboxRequest } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type InspectRequest = Extract<SandboxRequest, { kind: "inspect" }>;

/** Formats whose main file alone says too little, and what the other files are called to people. */
const PARTS: Partial<Record<Format, string>> = { shapefile: "shapefile-parts", "mapinfo-tab": "mapinfo-parts" };

/** Looks into a file: its layers, fields, CRS and encodings, and what is wrong with it as a file. */
export async function inspect(gdal: Gdal, request: InspectRequest): Promise<Inspection> {
  const found = await sniff(request.path, request.fileName);
  const inspection: Inspection = { driver: null, layers: [], documents: [], findings: [] };
  if (found.kind === "unsupported") {
    inspection.findings.push(fileFinding("unsupported", null, { seems: found.seems }));
  } else if (found.kind === "format") {
    inspection.driver = found.format;
    const parts = PARTS[found.format];
    if (parts) inspection.findings.push(fileFinding("unsupported", null, { seems: parts }));
    else
      await add(gdal, inspection, { format: found.format, entry: null, name: baseName(request.fileName) }, layFile(request.path), request);
  } else {
    await inspectArchive(gdal, inspection, request);
  }
  if (inspection.layers.length === 0 && inspection.findings.length === 0) inspection.findings.push(fileFinding("no-layers", null, {}));
  return inspection;
}

async function inspectArchive(gdal: Gdal, inspection: Inspection, request: InspectRequest): Promise<void> {
  const entries = await listArchive(request.path, request.limits);
  const contents = sortContents(entries);
  inspection.documents = contents.documents;
  for (const entry of contents.unsupported)
    inspection.findings.push({
      ...fileFinding("unsupported", entry.path, { seems: entry.path.split(".").at(-1) ?? "" }),
      severity: "warning",
    });
  for (const { entry, seems } of contents.incomplete) inspection.findings.push(fileFinding("unsupported", entry.path, { seems }));
  const formats = new Set<Format>();
  let read = 0;
  for (const [member, laid] of await layMembers(request.path, contents.members, request.workDirectory)) {
    if (member.isMaybe && !(await isGeodata(gdal, member, laid, request))) {
      const entry = entries.find(({ path }) => path === member.entry);
      if (entry) inspection.documents.push(entry);
      continue;
    }
    read++;
    formats.add(member.format);
    await add(gdal, inspection, member, laid, request);
  }
  const [only] = formats;
  inspection.driver = read === 1 && only ? only : "zip";
}

/** A .txt or .xml is geodata when it reads as such and has a place on the map: readme files and metadata have none. */
async function isGeodata(gdal: Gdal, member: Member, laid: Laid, request: InspectRequest): Promise<boolean> {
  const found = await sniff(join(laid.directory, laid.main), member.entry);
  if (found.kind !== "format" || found.format !== member.format) return false;
  try {
    const layers = await layersOf(
      gdal,
      { format: member.format, entry: member.entry, name: member.name },
      openingOf(member, laid, request),
      [],
    );
    return layers.some(({ geometryType, featureCount }) => geometryType !== "None" && featureCount > 0);
  } catch {
    return false;
  }
}

function openingOf({ format, entry }: { format: Format; entry: string | null }, laid: Laid, request: InspectRequest): Opening {
  const { workDirectory, limits, encodings } = request;
  return { format, laid, workDirectory, limits, chosenEncoding: encodings[entry ?? ""] ?? null, isAsWritten: false, part: null };
}

/** One member that cannot be read is a finding; the others are still looked at. */
async function add(
  gdal: Gdal,
  inspection: Inspection,
  file: { format: Format; entry: string | null; name: string },
  laid: Laid,
  request: InspectRequest,
): Promise<void> {
  try {
    inspection.layers.push(...(await layersOf(gdal, file, openingOf(file, laid, request), inspection.findings)));
  } catch (error) {
    if (error instanceof UnreadableError && error.reason === "archive") throw error;
    const detail = error instanceof Error ? (error instanceof UnreadableError ? error.detail : error.message) : String(error);
    inspection.findings.push(fileFinding("unreadable", file.entry, { detail: detail.slice(0, 300) }));
  }
}

function fileFinding(rule: "unreadable" | "unsupported" | "no-layers", subject: string | null, params: InspectionFinding["params"]) {
  return { rule, severity: "error" as const, subject, params };
}
