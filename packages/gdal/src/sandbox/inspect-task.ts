import { join } from "node:path";
import { listArchive, unpack } from "../formats/archive.ts";
import { baseName, type Member, sortContents } from "../formats/contents.ts";
import { sniff } from "../formats/sniff.ts";
import {
  type FieldType,
  type Format,
  type InspectedLayer,
  type Inspection,
  type InspectionFinding,
  type SandboxLimits,
  type SourceField,
  UnreadableError,
} from "../model.ts";
import { findCrs } from "./crs-match.ts";
import { type Laid, layFile, type Opened, openAs } from "./materialise.ts";
import { type InfoLayer, parseInfo } from "./ogr-info.ts";
import type { SandboxRequest } from "./requests.ts";
import type { Gdal } from "./wasm.ts";

type InspectRequest = Extract<SandboxRequest, { kind: "inspect" }>;

/** GDAL's field types as ours; the others (binary) are dropped. Lists and JSON are read as text. */
const TYPES: Record<string, FieldType> = {
  String: "text",
  Integer: "integer",
  Integer64: "integer",
  Real: "double",
  Date: "date",
  DateTime: "datetime",
  Time: "text",
  StringList: "text",
  IntegerList: "text",
  Integer64List: "text",
  RealList: "text",
};

/** Looks into a file: its layers, fields, CRS and encodings, and what is wrong with it as a file. Features are not looked at. */
export async function inspect(gdal: Gdal, request: InspectRequest): Promise<Inspection> {
  const found = await sniff(request.path, request.fileName);
  const inspection: Inspection = { driver: null, layers: [], documents: [], findings: [] };
  if (found.kind === "unsupported") {
    inspection.findings.push(fileFinding("unsupported", null, { seems: found.seems }));
  } else if (found.kind === "format") {
    inspection.driver = found.format;
    if (found.format === "shapefile") inspection.findings.push(fileFinding("unsupported", null, { seems: "shapefile-parts" }));
    else await add(gdal, inspection, found.format, null, baseName(request.fileName), layFile(request.path), request);
  } else {
    await inspectArchive(gdal, inspection, request);
  }
  if (inspection.layers.length === 0 && inspection.findings.length === 0) inspection.findings.push(fileFinding("no-layers", null, {}));
  return inspection;
}

async function inspectArchive(gdal: Gdal, inspection: Inspection, request: InspectRequest): Promise<void> {
  const contents = sortContents(await listArchive(request.path, request.limits));
  inspection.documents = contents.documents;
  inspection.driver = contents.members.length === 1 ? (contents.members[0]?.format ?? "zip") : "zip";
  for (const entry of contents.unsupported)
    inspection.findings.push({
      ...fileFinding("unsupported", entry.path, { seems: entry.path.split(".").at(-1) ?? "" }),
      severity: "warning",
    });
  for (const entry of contents.incomplete) inspection.findings.push(fileFinding("unsupported", entry.path, { seems: "shapefile-parts" }));
  for (const [index, member] of contents.members.entries()) {
    const directory = join(request.workDirectory, `inspected-${index}`);
    await unpack(request.path, directory, member.files);
    await add(gdal, inspection, member.format, member.entry, member.name, laidMember(directory, member), request);
  }
}

function laidMember(directory: string, member: Member): Laid {
  const names = [...member.files.values()];
  return { directory, main: member.files.get(member.entry) ?? "", cpg: names.includes("data.cpg") ? "data.cpg" : null };
}

/** One member that cannot be read is a finding; the others are still looked at. */
async function add(
  gdal: Gdal,
  inspection: Inspection,
  format: Format,
  entry: string | null,
  name: string,
  laid: Laid,
  request: { workDirectory: string; encodings: Readonly<Record<string, string>>; limits: SandboxLimits },
): Promise<void> {
  try {
    const opened = await openAs(gdal, format, laid, request.workDirectory, request.encodings[entry ?? ""] ?? null);
    try {
      const layers = parseInfo(gdal.info(opened.dataset));
      if (layers.length === 0 && format !== "gpkg") throw new UnreadableError("broken", gdal.messages.at(-1) ?? "no layer");
      for (const layer of layers) {
        if (format === "gpkg" && layer.name === "layer_styles") continue;
        inspection.layers.push(describe(gdal, format, entry, name, layer, opened, inspection.findings));
      }
    } finally {
      gdal.close(opened.dataset);
    }
  } catch (error) {
    if (error instanceof UnreadableError && error.reason === "archive") throw error;
    const detail = error instanceof Error ? (error instanceof UnreadableError ? error.detail : error.message) : String(error);
    inspection.findings.push(fileFinding("unreadable", entry, { detail: detail.slice(0, 300) }));
  }
}

function describe(
  gdal: Gdal,
  format: Format,
  entry: string | null,
  fileLabel: string,
  layer: InfoLayer,
  opened: Opened,
  findings: InspectionFinding[],
): InspectedLayer {
  const hasOwnName =
    format === "gpkg" ||
    format === "gml" ||
    ((format === "flatgeobuf" || format === "geojson") && !/^(data(-\d+)?|OGRGeoJSON|)$/.test(layer.name));
  const name = hasOwnName ? layer.name : fileLabel;
  const fields: SourceField[] = [];
  for (const field of layer.fields) {
    const type = field.subType === "Boolean" ? "boolean" : TYPES[field.type];
    if (type) fields.push({ name: field.name, type });
    else findings.push({ rule: "field-dropped", severity: "warning", subject: name, field: field.name, params: { type: field.type } });
  }
  for (const field of opened.csv?.duplicates ?? [])
    findings.push({ rule: "field-duplicate", severity: "warning", subject: name, field, params: {} });
  if (opened.encoding?.isDoubtful)
    findings.push({ rule: "encoding-doubtful", severity: "warning", subject: name, params: { encoding: opened.encoding.encoding } });
  const hasGeometry = layer.geometry !== null && format !== "dbf" && !(format === "csv" && !opened.csv?.geometry);
  if (!hasGeometry) findings.push({ rule: "no-geometry-table", severity: "info", subject: name, params: { rows: layer.featureCount } });
  return {
    name,
    source: { format, entry, layer: layer.name, encoding: opened.encoding?.encoding ?? null, hasZ: hasZ(layer) },
    geometryType: hasGeometry ? (layer.geometry?.type ?? "Geometry") : "None",
    featureCount: layer.featureCount,
    fields,
    crs: hasGeometry ? crsOf(gdal, format, layer, opened) : { srid: null, name: null, how: "unknown", candidates: [] },
    extent: hasGeometry && layer.featureCount > 0 ? (layer.geometry?.extent ?? null) : null,
  };
}

function hasZ(layer: InfoLayer): boolean | null {
  return !layer.geometry || layer.geometry.type === "Geometry" ? null : layer.geometry.type.endsWith(" Z");
}

/** A CSV declares nothing but an EWKT prefix, or degrees by the names of its columns. */
function crsOf(gdal: Gdal, format: Format, layer: InfoLayer, opened: Opened) {
  const extent = layer.geometry?.extent ?? null;
  const found = findCrs(gdal, layer.geometry?.crs ?? null, extent);
  if (format !== "csv" || !opened.csv) return found;
  const { srid, geometry } = opened.csv;
  if (srid !== null) return { ...found, srid, how: "declared" as const, candidates: [...new Set([srid, ...found.candidates])] };
  const isNamedDegrees = geometry?.kind === "lat-lon" || (geometry?.kind === "axes" && geometry.isDegrees);
  return isNamedDegrees && found.srid === 4326 ? { ...found, how: "by-name" as const } : found;
}

function fileFinding(rule: "unreadable" | "unsupported" | "no-layers", subject: string | null, params: InspectionFinding["params"]) {
  return { rule, severity: "error" as const, subject, params };
}
