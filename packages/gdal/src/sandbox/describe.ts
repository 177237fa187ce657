import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { sridOfName } from "@archipel/geo/crs-names.ts";
import { bboxOfWkb } from "@archipel/geo/wkb.ts";
import { parseCopyText } from "../copy-text.ts";
import { DXF_ENTITIES, dxfParts } from "../formats/dxf.ts";
import { repairOf } from "../formats/encoding.ts";
import { EmptyPartError } from "../formats/spreadsheet/sheet.ts";
import {
  type Format,
  type FoundCrs,
  type InspectedLayer,
  type InspectionFinding,
  isGeoJson,
  isSpreadsheet,
  isTable,
  UnreadableError,
} from "../model.ts";
import type { WrittenFile } from "../rows/read-rows.ts";
import { findCrs, NOT_LOADED } from "./crs-match.ts";
import { fieldsOf } from "./layer-fields.ts";
import { couldBeDegrees, DEGREES_SAMPLE, type InfoLayer, parseInfo } from "./ogr-info.ts";
import { assertComplete, type Opened, type Opening, openAs } from "./open-as.ts";
import { ownGeoJson } from "./own-geojson.ts";
import { findingsOf } from "./package-layers.ts";
import { parquetLayer } from "./parquet-task.ts";
import { type Parts, partsOf } from "./parts.ts";
import { ROW_GEOMETRY } from "./requests.ts";
import type { Gdal, LoadGdal } from "./wasm.ts";

/** One readable file: its place in the archive (`entry`), and the name for its single layer. */
export interface ReadableFile {
  format: Format;
  entry: string | null;
  name: string;
}

/** GDAL also lists the points of a track, which its line already holds. */
const GPX_LAYERS: ReadonlySet<string> = new Set(["waypoints", "routes", "tracks"]);
/** Names that GDAL gives to layers without one in the file. */
const NAMELESS = /^(data(-\d+)?|OGRGeoJSON|)$/;

/** What the inspection collects beside the layers. */
export interface Collected {
  findings: InspectionFinding[];
  /** The rows of layers that were stored during the inspection; null when rows are not needed. */
  written: Map<InspectedLayer, WrittenFile> | null;
  /** Receives marker lines about rows that can be read before their layer is described (`ROWS_AHEAD`). */
  sayAhead: ((line: string) => void) | null;
}

/**
 * Describes the layers of one file.
 *
 * @param collected findings and stored rows are added here
 * @throws UnreadableError broken
 */
export async function layersOf(
  load: LoadGdal,
  file: ReadableFile,
  opening: Opening,
  { findings, written, sayAhead }: Collected,
): Promise<InspectedLayer[]> {
  if (file.format === "geoparquet") return [await parquetLayer(load, file, opening, findings)];
  const own = await ownGeoJson(load, opening, written !== null, sayAhead);
  if (own) {
    const { opened, layer, gdal, hasZ } = own;
    const found = await describe(gdal, { file, opening, opened, layer, part: layer.name, selection: [] }, findings);
    const described = { ...found, source: { ...found.source, hasZ } };
    if (own.written) written?.set(described, own.written);
    return [described];
  }
  const gdal = await load();
  if (file.format === "dxf") return drawingLayers(gdal, file, opening, findings);
  const parts = await partsOf(opening);
  if (parts) return layersOfParts(gdal, file, opening, parts, findings);
  const messages = gdal.messages.length;
  const opened = await openAs(gdal, opening);
  try {
    assertComplete(gdal.messages.slice(messages));
    const found = opened.described ?? parseInfo(gdal.info(opened.dataset));
    if (found.length === 0 && file.format !== "gpkg") throw new UnreadableError("broken", gdal.messages.at(-1) ?? "no layer");
    findings.push(...findingsOf(opened.refused, file.entry));
    const layers: InspectedLayer[] = [];
    for (const layer of found) {
      if (file.format === "gpkg" && layer.name === "layer_styles") continue;
      if (file.format === "gpx" && (!GPX_LAYERS.has(layer.name) || layer.featureCount === 0)) continue;
      layers.push(await describe(gdal, { file, opening, opened, layer, part: layer.name, selection: [layer.name] }, findings));
    }
    return layers;
  } finally {
    gdal.close(opened.dataset);
  }
}

/** A drawing is opened twice, with its blocks drawn and with their insertion points. Parts without entities make no layer. */
async function drawingLayers(gdal: Gdal, file: ReadableFile, opening: Opening, findings: InspectionFinding[]): Promise<InspectedLayer[]> {
  const layers: InspectedLayer[] = [];
  for (const isInlined of [true, false]) {
    const parts = dxfParts.filter((part) => part.isInlined === isInlined);
    const opened = await openAs(gdal, { ...opening, part: parts[0]?.name ?? null });
    try {
      for (const { name: part, where } of parts) {
        const layer = infoWhere(gdal, opened.dataset, where);
        if (!layer || layer.featureCount === 0) continue;
        const selection = ["-where", where, DXF_ENTITIES];
        layers.push(await describe(gdal, { file, opening, opened, layer, part, selection }, findings));
      }
    } finally {
      gdal.close(opened.dataset);
    }
  }
  return layers;
}

/** Layers of a file whose parts are opened one by one. Empty parts make no layer. */
async function layersOfParts(
  gdal: Gdal,
  file: ReadableFile,
  opening: Opening,
  { names, hidden }: Parts,
  findings: InspectionFinding[],
): Promise<InspectedLayer[]> {
  for (const sheet of hidden) findings.push({ rule: "sheet-hidden", severity: "warning", subject: file.entry, params: { sheet } });
  const filled: { part: string; opened: Opened }[] = [];
  try {
    for (const part of names) {
      const opened = await openUnlessEmpty(gdal, { ...opening, part });
      if (opened) filled.push({ part, opened });
    }
    const layers: InspectedLayer[] = [];
    for (const { part, opened } of filled) {
      const [layer] = opened.described ?? parseInfo(gdal.info(opened.dataset));
      if (!layer) throw new UnreadableError("broken", `no rows in ${part}`);
      // Nobody chose the name of the only sheet of a workbook.
      const name = isSpreadsheet(file.format) && filled.length === 1 ? file.name : part;
      layers.push(await describe(gdal, { file, opening, opened, layer, part, name, selection: [] }, findings));
    }
    return layers;
  } finally {
    for (const { opened } of filled) gdal.close(opened.dataset);
  }
}

async function openUnlessEmpty(gdal: Gdal, opening: Opening): Promise<Opened | null> {
  try {
    return await openAs(gdal, opening);
  } catch (error) {
    if (error instanceof EmptyPartError) return null;
    throw error;
  }
}

/** A drawing without blocks lacks their columns, and so the part that filters by them. */
function infoWhere(gdal: Gdal, dataset: number, where: string): InfoLayer | undefined {
  try {
    return parseInfo(gdal.info(dataset, ["-where", where])).find(({ name }) => name === DXF_ENTITIES);
  } catch {
    return undefined;
  }
}

interface Described {
  file: ReadableFile;
  opening: Opening;
  opened: Opened;
  layer: InfoLayer;
  /** Name of the layer in its source. */
  part: string;
  /** Name of the layer, unless the file or the format gives it. */
  name?: string;
  selection: readonly string[];
}

/** @param gdal null when GDAL was not needed for this file */
async function describe(gdal: Gdal | null, described: Described, findings: InspectionFinding[]): Promise<InspectedLayer> {
  const { file, opening, opened, layer, part } = described;
  const { format, entry } = file;
  const { encoding } = opened.encoding;
  const repair = repairOf(format, encoding) ?? ((text: string) => text);
  const name = described.name ?? layerName(file, repair(layer.name), part);
  const report = (finding: Pick<InspectionFinding, "rule" | "severity" | "field" | "params">) =>
    findings.push({ ...finding, subject: name, ...(finding.field === undefined ? {} : { field: repair(finding.field) }) });
  const found = await fieldsOf(gdal, { format, ...described }, report);
  const fields = found.map((field) => ({ ...field, name: repair(field.name) }));
  for (const field of opened.csv?.duplicates ?? [])
    findings.push({ rule: "field-duplicate", severity: "warning", subject: name, field, params: {} });
  for (const finding of opened.csv?.findings ?? []) findings.push({ ...finding, subject: name });
  if (opened.encoding.isDoubtful) findings.push({ rule: "encoding-doubtful", severity: "warning", subject: name, params: { encoding } });
  if (format === "mapinfo-mif" && !opening.staged.others.has("data.mid") && fields.length > 0)
    findings.push({ rule: "attributes-missing", severity: "warning", subject: name, params: { file: `${file.name}.mid` } });
  const hasGeometry = layer.geometry !== null && format !== "dbf" && !(isTable(format) && !opened.csv?.geometry);
  if (!hasGeometry) findings.push({ rule: "no-geometry-table", severity: "info", subject: name, params: { rows: layer.featureCount } });
  return {
    name,
    source: {
      format,
      entry,
      layer: part,
      encoding,
      hasZ: isMapInfo(format) ? false : hasZ(layer),
      ...(isMeasured(format, layer) ? { hasM: true } : {}),
    },
    geometryType: hasGeometry ? (layer.geometry?.type ?? "Geometry") : "None",
    featureCount: layer.featureCount,
    fields,
    crs: hasGeometry ? await crsOf(gdal, described) : { srid: null, name: null, how: "unknown", candidates: [] },
    extent: hasGeometry && layer.featureCount > 0 ? (layer.geometry?.extent ?? null) : null,
  };
}

function layerName({ format, name }: ReadableFile, ownName: string, part: string): string {
  if (format === "gpkg" || format === "gml" || format === "filegdb" || format === "jsonfg") return ownName;
  if (format === "gpx" || format === "dxf") return `${name} ${part}`;
  return (format === "flatgeobuf" || format === "geojson") && !NAMELESS.test(ownName) ? ownName : name;
}

/** A GeoPackage may hold measures whatever type its column declares. */
function isMeasured(format: Format, { geometry }: InfoLayer): boolean {
  return geometry !== null && (geometry.isMeasured || (format === "gpkg" && geometry.type === "Geometry"));
}

function hasZ(layer: InfoLayer): boolean | null {
  return !layer.geometry || layer.geometry.type === "Geometry" ? null : layer.geometry.type.endsWith(" Z");
}

async function crsOf(gdal: Gdal | null, described: Described): Promise<FoundCrs> {
  const { file, opened, layer, opening } = described;
  const extent = layer.geometry?.extent ?? null;
  const declared = layer.geometry?.crs ?? (file.format === "mapinfo-mif" && gdal ? crsOfFirstRow(gdal, opened.dataset) : null);
  // Coordinates in metres contradict RFC 7946, which prescribes WGS 84 for all GeoJSON.
  const isImpossible = isGeoJson(file.format) && extent !== null && !couldBeDegrees(extent) && !(await isMostlyDegrees(gdal, described));
  const found = findCrs(gdal ?? NOT_LOADED, isImpossible && isDegrees(declared) ? null : declared, extent, isMapInfo(file.format));
  const srid = opened.csv?.srid ?? (declared ? null : sridOfName(opened.srsName ?? (await projectionText(opening)) ?? ""));
  if (srid !== null) return { ...found, srid, how: "declared", candidates: [...new Set([srid, ...found.candidates])] };
  const geometry = opened.csv?.geometry;
  const isNamedDegrees = geometry?.kind === "lat-lon" || (geometry?.kind === "axes" && geometry.isDegrees);
  return isNamedDegrees && found.srid === 4326 ? { ...found, how: "by-name" } : found;
}

/** A few features out of the world are faults of their own: they do not contradict the CRS of the others. */
async function isMostlyDegrees(gdal: Gdal | null, { opened, layer }: Described): Promise<boolean> {
  if (layer.isMostlyDegrees !== undefined || gdal === null) return layer.isMostlyDegrees ?? false;
  const chunks: Uint8Array[] = [];
  const options = [
    "-f",
    "PGDUMP",
    "-nln",
    "rows",
    "-nlt",
    "GEOMETRY",
    "-limit",
    String(DEGREES_SAMPLE),
    "-lco",
    `GEOMETRY_NAME=${ROW_GEOMETRY}`,
  ];
  gdal.translateTo((bytes) => chunks.push(Uint8Array.from(bytes)), opened.dataset, [...options, "-lco", "CREATE_SCHEMA=NO"]);
  let [sampled, within] = [0, 0];
  for await (const batch of parseCopyText(Readable.from(chunks), []))
    for (const { ewkb } of batch) {
      const bbox = ewkb === null ? null : bboxOfWkb(ewkb);
      if (bbox === null) continue;
      sampled++;
      if (couldBeDegrees(bbox)) within++;
    }
  return within * 2 > sampled;
}

const isMapInfo = (format: Format) => format.startsWith("mapinfo");

function isDegrees(declared: { wkt: string } | null): boolean {
  return declared !== null && /^GEOG/.test(declared.wkt);
}

/** GDAL does not understand a .prj that holds only a code or a name. */
async function projectionText({ staged }: Opening): Promise<string | null> {
  return staged.others.has("data.prj") ? (await readFile(join(staged.directory, "data.prj"), "latin1")).slice(0, 10_000) : null;
}

let samples = 0;

/** GDAL gives the CRS of a MIF only when it copies its features. */
function crsOfFirstRow(gdal: Gdal, dataset: number): { wkt: string; projjson: unknown } | null {
  const path = `/first-${++samples}.fgb`;
  gdal.translate(dataset, path, ["-f", "FlatGeobuf", "-limit", "1", "-nlt", "GEOMETRY"]);
  const copy = gdal.open(path, "FlatGeobuf", []);
  try {
    return parseInfo(gdal.info(copy))[0]?.geometry?.crs ?? null;
  } finally {
    gdal.close(copy);
  }
}
