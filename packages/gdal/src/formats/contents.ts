import type { Format } from "../model.ts";
import type { ArchiveEntry } from "./archive.ts";
import { extensionOf } from "./sniff.ts";

/** One readable thing of an archive: its main entry and the entries that go with it (a shapefile's .dbf, .prj…). */
export interface Member {
  format: Format;
  name: string;
  entry: string;
  /** Path inside the archive → neutral name on disk. */
  files: Map<string, string>;
}

export interface Contents {
  members: Member[];
  documents: ArchiveEntry[];
  /** Main entries of formats that hold geodata, but that we do not read. */
  unsupported: ArchiveEntry[];
  /** Shapefiles without .shx or .dbf. */
  incomplete: ArchiveEntry[];
}

const SINGLE: Record<string, Format> = {
  gpkg: "gpkg",
  geojson: "geojson",
  json: "geojson",
  geojsonl: "geojsonseq",
  geojsonseq: "geojsonseq",
  ndjson: "geojsonseq",
  fgb: "flatgeobuf",
  kml: "kml",
  csv: "csv",
  tsv: "csv",
  gml: "gml",
};
const NOT_READ = new Set(["dxf", "dwg", "gdb", "parquet", "sqlite", "vrt", "gpx", "tif", "tiff", "laz", "las"]);
/** Read with a shapefile, and its by-products, which nobody would look for among the documents. */
const SIDECARS = new Set(["shx", "dbf", "prj", "cpg"]);
const MAPINFO: Record<string, string[]> = { tab: ["dat", "map", "id", "ind"], mif: ["mid"] };
const BY_PRODUCTS = new Set(["qpj", "qix", "idx", "sbn", "sbx", "fix", "qml", "qmd", "sld", "shx", "prj", "cpg"]);

/** Sorts the entries of an archive into what we read, what is kept as a document, and what we cannot read. Names are compared without case. */
export function sortContents(entries: readonly ArchiveEntry[]): Contents {
  const contents: Contents = { members: [], documents: [], unsupported: [], incomplete: [] };
  const byStem = new Map<string, Map<string, ArchiveEntry>>();
  const kept = entries.filter((entry) => !/(^|\/)(__MACOSX\/|\._|\.DS_Store|Thumbs\.db)/.test(entry.path));
  for (const entry of kept) {
    const stem = stemOf(entry.path).toLowerCase();
    const family = byStem.get(stem) ?? new Map<string, ArchiveEntry>();
    family.set(extensionOf(entry.path), entry);
    byStem.set(stem, family);
  }
  for (const entry of kept) {
    const extension = extensionOf(entry.path);
    const family = byStem.get(stemOf(entry.path).toLowerCase()) ?? new Map<string, ArchiveEntry>();
    if (extension === "shp") addShapefile(contents, entry, family);
    else if (family.has("shp") && (SIDECARS.has(extension) || BY_PRODUCTS.has(extension))) continue;
    else if (MAPINFO[extension])
      contents.members.push(member("mapinfo", entry, [[extension, entry], ...sidecars(family, MAPINFO[extension])]));
    else if (isOfMapInfo(extension, family)) continue;
    else if (extension === "dbf") contents.members.push(member("dbf", entry, [["dbf", entry], ...sidecars(family, ["cpg"])]));
    else if (SINGLE[extension] && entry.size > 0) contents.members.push(member(SINGLE[extension], entry, [[extension, entry]]));
    else if (NOT_READ.has(extension)) contents.unsupported.push(entry);
    else contents.documents.push(entry);
  }
  return contents;
}

function isOfMapInfo(extension: string, family: Map<string, ArchiveEntry>): boolean {
  return Object.entries(MAPINFO).some(([main, parts]) => family.has(main) && parts.includes(extension));
}

function addShapefile(contents: Contents, entry: ArchiveEntry, family: Map<string, ArchiveEntry>): void {
  // Without .shx GDAL could rebuild it, without .dbf there are no attributes: both mean that a file was forgotten.
  if (!family.has("shx") || !family.has("dbf")) contents.incomplete.push(entry);
  else contents.members.push(member("shapefile", entry, [["shp", entry], ...sidecars(family, [...SIDECARS])]));
}

function sidecars(family: Map<string, ArchiveEntry>, extensions: string[]): [string, ArchiveEntry][] {
  return extensions.flatMap((extension) => {
    const entry = family.get(extension);
    return entry ? [[extension, entry] satisfies [string, ArchiveEntry]] : [];
  });
}

function member(format: Format, entry: ArchiveEntry, files: [string, ArchiveEntry][]): Member {
  return { format, name: baseName(entry.path), entry: entry.path, files: new Map(files.map(([ext, file]) => [file.path, `data.${ext}`])) };
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}

/** Last part of a path, without its extension. */
export function baseName(path: string): string {
  return stemOf(path.slice(path.lastIndexOf("/") + 1));
}
