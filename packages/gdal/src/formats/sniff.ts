import { open } from "node:fs/promises";
import type { Format } from "../model.ts";

/** What the first bytes say. `unsupported` carries a word for people: what it seems to be. */
export type Sniffed = { kind: "archive" } | { kind: "format"; format: Format } | { kind: "unsupported"; seems: string };

const HEAD_BYTES = 64 * 1024;
const CSV_EXTENSIONS = new Set(["csv", "tsv", "txt"]);

/** Recognises a file by its content (a folder counts as an archive); its name only tells CSV from other text. */
export async function sniff(path: string, fileName: string): Promise<Sniffed> {
  const file = await open(path);
  try {
    // A folder is read as an archive is.
    if ((await file.stat()).isDirectory()) return { kind: "archive" };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return sniffBytes(buffer.subarray(0, bytesRead), extensionOf(fileName));
  } finally {
    await file.close();
  }
}

export function extensionOf(fileName: string): string {
  return /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
}

export function sniffBytes(head: Buffer, extension: string): Sniffed {
  if (head.length === 0) return { kind: "unsupported", seems: "empty" };
  const magic = head.toString("latin1", 0, 80);
  if (magic.startsWith("PK\x03\x04") || magic.startsWith("PK\x05\x06")) return { kind: "archive" };
  if (magic.startsWith("fgb\x03fgb")) return { kind: "format", format: "flatgeobuf" };
  if (magic.startsWith("SQLite format 3\0")) return sniffSqlite(magic, extension);
  if (head.length >= 100 && head.readInt32BE(0) === 9994) return { kind: "format", format: "shapefile" };
  if (head.includes(0)) return { kind: "unsupported", seems: seemsBinary(magic, extension) };
  return sniffText(head, extension);
}

function sniffSqlite(magic: string, extension: string): Sniffed {
  const applicationId = magic.slice(68, 72);
  if (extension === "gpkg" || /^GP(KG|10|11)$/.test(applicationId)) return { kind: "format", format: "gpkg" };
  return { kind: "unsupported", seems: "sqlite" };
}

function seemsBinary(magic: string, extension: string): string {
  if (/^(II\*\0|MM\0\*)/.test(magic)) return "tiff";
  if (magic.startsWith("LASF")) return "las";
  return extension || "binary";
}

function sniffText(head: Buffer, extension: string): Sniffed {
  const text = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (text.startsWith("{") || text.startsWith("\x1e")) return sniffJson(text);
  if (text.startsWith("<")) {
    if (/<!DOCTYPE/i.test(text)) return { kind: "unsupported", seems: "xml-doctype" };
    if (/<(\w+:)?kml[\s>]/i.test(text)) return { kind: "format", format: "kml" };
    if (extension === "gml" || /opengis\.net\/gml/.test(text)) return { kind: "format", format: "gml" };
    return { kind: "unsupported", seems: /<(?:\w+:)?([A-Za-z][\w.-]*)/.exec(text.replace(/<\?[^>]*>/g, ""))?.[1]?.toLowerCase() ?? "xml" };
  }
  if (CSV_EXTENSIONS.has(extension)) return { kind: "format", format: "csv" };
  return { kind: "unsupported", seems: extension || "text" };
}

function sniffJson(text: string): Sniffed {
  if (text.startsWith("\x1e") || isLineDelimited(text)) return { kind: "format", format: "geojsonseq" };
  if (/"type"\s*:\s*"Topology"/.test(text)) return { kind: "unsupported", seems: "topojson" };
  if (/"(esriFieldType\w+|esriGeometry\w+|geometryType"\s*:\s*"esri)/.test(text)) return { kind: "unsupported", seems: "esrijson" };
  const types = /"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?(Point|LineString|Polygon)|GeometryCollection)"/;
  return types.test(text) || /"features"\s*:/.test(text) ? { kind: "format", format: "geojson" } : { kind: "unsupported", seems: "json" };
}

/** One whole object on the first line, and another one after it. */
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
