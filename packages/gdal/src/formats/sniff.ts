import { stat } from "node:fs/promises";
import { xyzFormOf } from "@archipel/geo/heights/xyz-grid.ts";
import { defaultLimits, type Format, type RasterFormat, UnreadableError } from "../model.ts";
import { listArchive } from "./archive.ts";
import { decoderLabel, encodingOfMark } from "./encoding.ts";
import { headOf } from "./text-file.ts";

/** What the first bytes show. `unsupported` carries a word for people: the format that it seems to be. */
export type Sniffed =
  | { kind: "archive" }
  | { kind: "format"; format: Format }
  | { kind: "raster"; format: RasterFormat }
  | { kind: "cloud" }
  | { kind: "unsupported"; seems: string; mislabelled?: Mislabelled };

/** The format that the name of a file claims and its content contradicts. `begins`: how a text begins. */
export interface Mislabelled {
  claims: string;
  shows: "text" | "bytes";
  begins: string;
}

/** Texts that may be a grid of heights. Of a table with another name, each line is a point. */
const XYZ_EXTENSIONS: ReadonlySet<string> = new Set(["xyz", "txt", "asc", "grd", "dat", "pts"]);
const HEAD_BYTES = 64 * 1024;
const CSV_EXTENSIONS = new Set(["csv", "tsv", "txt"]);

/**
 * Recognises a file by its content (a folder counts as an archive). Its name only separates CSV from other text, and KMZ from other archives;
 * for a workbook whose first entry is unusual it decides too.
 */
export async function sniff(path: string, fileName: string): Promise<Sniffed> {
  if ((await stat(path)).isDirectory()) return { kind: "archive" };
  const [head, extension] = [await headOf(path), extensionOf(fileName)];
  const magic = head.toString("latin1", 0, 4);
  if (magic === "PK\x03\x04" || magic === "PK\x05\x06") return sniffZip(path, head, extension);
  const found = sniffBytes(head, extension);
  const isOther =
    found.kind === "unsupported" && !["empty", "locked"].includes(found.seems) && (BINARY.test(extension) || found.seems === extension);
  return isOther && CLAIMS.has(extension) ? { ...found, mislabelled: { claims: extension, ...shown(beginning(head)) } } : found;
}

/** Extensions that promise one format. */
const CLAIMS: ReadonlySet<string> = new Set(
  "gpkg shp fgb parquet geoparquet las laz tif tiff kml kmz gml gpx geojson dxf mif tab zip xlsx ods".split(" "),
);
/** The content of these is recognised by its first bytes, so that anything else is another format. */
const BINARY = /^(gpkg|shp|fgb|parquet|geoparquet|las|laz|tiff?|kmz|zip|xlsx|ods)$/;
const SHOWN_CHARACTERS = 40;

const shown = (begins: string) => ({ shows: begins === "" ? ("bytes" as const) : ("text" as const), begins });

/** The first words of a text, on one line; empty for other content. */
function beginning(head: Buffer): string {
  if (head.includes(0)) return "";
  const text = new TextDecoder(decoderLabel(encodingOfMark(head) ?? "UTF-8")).decode(head.subarray(0, 400)).replace(/^\uFEFF/, "");
  const isText = [...text.slice(0, 2 * SHOWN_CHARACTERS)].every((one) => (one >= " " ? one !== "\ufffd" : "\t\n\r\f".includes(one)));
  if (!isText) return "";
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}

/** First entries of the archives that office programs write, and the word for what they hold beside workbooks. */
const OFFICE_FIRST = /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|word\/|ppt\/|customXml\/)/;
const OFFICE: readonly (readonly [part: string, seems: string])[] = [
  ["xl/workbook.bin", "xlsb"],
  ["word/document.xml", "docx"],
  ["ppt/presentation.xml", "pptx"],
];
const OPEN_DOCUMENTS: Readonly<Record<string, string>> = { text: "odt", presentation: "odp", graphics: "odg", database: "odb" };
const OFFICE_EXTENSIONS = new Set(["xlsx", "xlsm", "xltx", "xltm"]);

async function sniffZip(path: string, head: Buffer, extension: string): Promise<Sniffed> {
  if (extension === "kmz") return { kind: "format", format: "kmz" };
  const nameLength = head.length >= 30 ? head.readUInt16LE(26) : 0;
  const first = head.toString("latin1", 30, 30 + nameLength);
  if (first === "mimetype") {
    const type = head.toString("latin1", 30 + nameLength + head.readUInt16LE(28), 30 + nameLength + 120);
    const document = /^application\/vnd\.oasis\.opendocument\.(spreadsheet|text|presentation|graphics|database)/.exec(type)?.[1];
    if (document === "spreadsheet") return { kind: "format", format: "ods" };
    if (document !== undefined) return { kind: "unsupported", seems: OPEN_DOCUMENTS[document] ?? document };
  }
  if (extension === "ods") return { kind: "format", format: "ods" };
  if (!OFFICE_FIRST.test(first) && !OFFICE_EXTENSIONS.has(extension)) return { kind: "archive" };
  const parts = await partsAmong(path, ["[Content_Types].xml", "xl/workbook.xml", ...OFFICE.map(([part]) => part)]);
  if (!parts.has("[Content_Types].xml")) return { kind: "archive" };
  const other = OFFICE.find(([part]) => parts.has(part));
  if (other) return { kind: "unsupported", seems: other[1] };
  return parts.has("xl/workbook.xml") || OFFICE_EXTENSIONS.has(extension) ? { kind: "format", format: "xlsx" } : { kind: "archive" };
}

/** Those of some names that an archive has. A broken archive has none here: the listing that follows gives the reason. */
async function partsAmong(path: string, names: readonly string[]): Promise<Set<string>> {
  try {
    const listed = await listArchive(path, defaultLimits);
    return new Set(listed.map((entry) => entry.path).filter((name) => names.includes(name)));
  } catch (error) {
    if (error instanceof UnreadableError) return new Set();
    throw error;
  }
}

export function extensionOf(fileName: string): string {
  return /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
}

function sniffBytes(head: Buffer, extension: string): Sniffed {
  if (head.length === 0) return { kind: "unsupported", seems: "empty" };
  const magic = head.toString("latin1", 0, 80);
  if (magic.startsWith("PAR1")) return { kind: "format", format: "geoparquet" };
  // The container of older office programs, also around a workbook with a password.
  if (magic.startsWith("\xd0\xcf\x11\xe0")) return { kind: "unsupported", seems: OFFICE_EXTENSIONS.has(extension) ? "locked" : "xls" };
  if (magic.startsWith("fgb\x03fgb")) return { kind: "format", format: "flatgeobuf" };
  if (magic.startsWith("LASF")) return { kind: "cloud" };
  if (/^(II[*+]\0|MM\0[*+])/.test(magic)) return { kind: "raster", format: "geotiff" };
  if (magic.startsWith("SQLite format 3\0")) return sniffSqlite(magic, extension);
  if (head.length >= 100 && head.readInt32BE(0) === 9994) return { kind: "format", format: "shapefile" };
  if (extension === "dbf" && isDbf(head)) return { kind: "format", format: "dbf" };
  const mark = encodingOfMark(head);
  if (head.includes(0) && !mark?.startsWith("UTF-16")) return { kind: "unsupported", seems: seemsBinary(magic, extension) };
  const text = new TextDecoder(decoderLabel(mark ?? "UTF-8")).decode(head);
  return sniffText(text.replace(/^\uFEFF/, "").trimStart(), extension, head.length < HEAD_BYTES);
}

/** Checks the version, the date of the last change and the lengths: header 32 bytes, each field 32 bytes, then a mark; records at least one byte. */
function isDbf(head: Buffer): boolean {
  if (head.length < 65 || !DBF_VERSIONS.has(head[0] ?? 0)) return false;
  const [month = 0, day = 0] = head.subarray(2, 4);
  return month <= 12 && day <= 31 && head.readUInt16LE(8) >= 65 && head.readUInt16LE(10) > 1;
}

const DBF_VERSIONS: ReadonlySet<number> = new Set([0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x83, 0x8b, 0xf5]);

function sniffSqlite(magic: string, extension: string): Sniffed {
  const applicationId = magic.slice(68, 72);
  if (extension === "gpkg" || /^GP(KG|10|11)$/.test(applicationId)) return { kind: "format", format: "gpkg" };
  return { kind: "unsupported", seems: "sqlite" };
}

function seemsBinary(magic: string, extension: string): string {
  if (/^AC10\d\d/.test(magic)) return "dwg";
  if (magic.startsWith("AutoCAD Binary DXF")) return "dxf-binary";
  return extension || "binary";
}

function sniffText(text: string, extension: string, isWhole: boolean): Sniffed {
  if (text.startsWith("{") || text.startsWith("\x1e")) return sniffJson(text);
  if (text.startsWith("<")) return sniffXml(text);
  if (/^(999\r?\n.*\r?\n\s*)*0\r?\n\s*SECTION\s/.test(text)) return { kind: "format", format: "dxf" };
  if (/^!table\b/i.test(text)) return { kind: "format", format: "mapinfo-tab" };
  if (/^Version\s+\d+\s/i.test(text) && /^\s*(Columns\s+\d+|Data)\s*$/im.test(text)) return { kind: "format", format: "mapinfo-mif" };
  if (/^ncols\s+\d+\s+nrows\s+\d+\s+(xll|yll)/i.test(text)) return { kind: "raster", format: "ascii-grid" };
  if (XYZ_EXTENSIONS.has(extension) && xyzFormOf(text, { isWhole, anywhere: extension === "xyz" }))
    return { kind: "raster", format: "xyz" };
  if (CSV_EXTENSIONS.has(extension)) return { kind: "format", format: "csv" };
  return { kind: "unsupported", seems: extension || "text" };
}

/** Root elements of documents that mention GML but hold no list of features. */
const NO_FEATURES = new Set(["md_metadata", "mi_metadata", "schema", "wfs_capabilities", "styledlayerdescriptor", "dictionary"]);

function sniffXml(text: string): Sniffed {
  if (/<!DOCTYPE/i.test(text)) return { kind: "unsupported", seems: "xml-doctype" };
  if (/<(\w+:)?kml[\s>]/i.test(text)) return { kind: "format", format: "kml" };
  const root = /<(?:[\w.-]+:)?([\p{L}_][\p{L}\w.-]*)/u.exec(text.replace(/<\?.*?\?>|<!--.*?-->/gs, ""))?.[1] ?? "xml";
  if (root === "gpx") return { kind: "format", format: "gpx" };
  const isGml = text.includes("http://www.opengis.net/gml") && /<(?:[\w.-]+:)?(featureMembers?|member|FeatureCollection)\b/.test(text);
  if (isGml && !NO_FEATURES.has(root.toLowerCase())) return { kind: "format", format: "gml" };
  return { kind: "unsupported", seems: root.toLowerCase() };
}

function sniffJson(text: string): Sniffed {
  if (text.startsWith("\x1e") || isLineDelimited(text)) return { kind: "format", format: "geojsonseq" };
  if (/"type"\s*:\s*"Topology"|^\{\s*"arcs"\s*:/.test(text)) return { kind: "format", format: "topojson" };
  if (/"(esriFieldType\w+|esriGeometry\w+|geometryType"\s*:\s*"esri)/.test(text)) return { kind: "format", format: "esrijson" };
  if (/"conformsTo"\s*:\s*\[[^\]]*json-fg|"coordRefSys"\s*:/.test(text)) return { kind: "format", format: "jsonfg" };
  const types = /"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"/;
  return types.test(text) || /"features"\s*:/.test(text) ? { kind: "format", format: "geojson" } : { kind: "unsupported", seems: "json" };
}

/** Whether the first line is one whole object and another object follows it. */
function isLineDelimited(text: string): boolean {
  const end = text.indexOf("\n");
  if (end < 0 || !/^\s*\{/.test(text.slice(end + 1))) return false;
  try {
    const first: unknown = JSON.parse(text.slice(0, end));
    return typeof first === "object" && first !== null && "type" in first && first.type === "Feature";
  } catch {
    return false;
  }
}
