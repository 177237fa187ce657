import type { Format, RasterFormat } from "../model.ts";
import type { ArchiveEntry } from "./archive.ts";
import { sortGeodatabases } from "./geodatabase.ts";
import { extensionOf } from "./sniff.ts";

/** One readable item of an archive: its main entry and the entries that belong to it (a shapefile's .dbf, .prj…). */
export interface Member {
  format: Format;
  name: string;
  entry: string;
  /** Neutral name on disk of the file to open. */
  main: string;
  /** Path inside the archive → neutral name on disk. */
  files: Map<string, string>;
  /** The extension is ambiguous (.txt, .xml, .xlsx): the file is a document unless its content is geodata. */
  isCandidate: boolean;
}

/** A file that may be a raster: only its content distinguishes it from a scanned page or a list of numbers. */
export interface RasterMember extends Omit<Member, "format" | "isCandidate"> {
  format: RasterFormat;
}

/** A point cloud: LAS or LAZ by its content. */
export type CloudMember = Omit<Member, "format" | "isCandidate">;

export interface Contents {
  members: Member[];
  rasters: RasterMember[];
  clouds: CloudMember[];
  documents: ArchiveEntry[];
  /** Main entries of geodata formats that we do not read. */
  unsupported: ArchiveEntry[];
  /** Shapefiles without .shp, .shx or .dbf, MapInfo tables without .dat. */
  incomplete: { entry: ArchiveEntry; missing: string }[];
}

const SINGLE: Record<string, Format> = {
  gpkg: "gpkg",
  geojson: "geojson",
  json: "geojson",
  geojsonl: "geojsonseq",
  geojsonseq: "geojsonseq",
  geojsons: "geojsonseq",
  ndjson: "geojsonseq",
  fgb: "flatgeobuf",
  kml: "kml",
  kmz: "kmz",
  csv: "csv",
  tsv: "csv",
  gml: "gml",
  gpx: "gpx",
  dxf: "dxf",
  topojson: "topojson",
  parquet: "geoparquet",
  geoparquet: "geoparquet",
};
/** In an archive a workbook is a document, as a letter is, unless it holds places. */
const AMBIGUOUS: Record<string, Format> = { txt: "csv", xml: "gml", xlsx: "xlsx", xlsm: "xlsx", ods: "ods" };
const NOT_READ = new Set(["dwg", "dgn", "gdb", "mdb", "sqlite", "vrt"]);
const RASTERS: Record<string, RasterFormat> = { tif: "geotiff", tiff: "geotiff", asc: "ascii-grid", grd: "ascii-grid", xyz: "xyz" };
const CLOUDS: ReadonlySet<string> = new Set(["las", "laz"]);
/** Extensions of the files that georeference a raster when the raster itself does not. */
const PLACES: Record<RasterFormat, readonly string[]> = { geotiff: ["tfw", "tifw"], "ascii-grid": ["prj"], xyz: ["prj"] };
/** Files that belong to a shapefile and are read with it. */
const SHAPEFILE = ["shx", "dbf", "prj", "cpg"];
/** Files that only a shapefile has: its index, its projection, its spatial index. */
const OF_SHAPES = ["shx", "prj", "qpj", "qix", "sbn", "sbx"];
const TAB = ["dat", "dbf", "map", "id"];
/** By-products of a main file of the same name, not listed among the documents. */
const BY_PRODUCTS: Record<string, ReadonlySet<string>> = {
  shp: new Set([...SHAPEFILE, "qpj", "qix", "idx", "sbn", "sbx", "fix", "qml", "qmd", "sld", "tab", "map", "id", "ind"]),
  tab: new Set([...TAB, "ind", "qml", "sld"]),
  mif: new Set(["mid", "qml", "sld"]),
  gml: new Set(["xsd", "gfs", "qml", "sld"]),
  tif: new Set(["tfw", "tifw", "ovr", "prj"]),
  tiff: new Set(["tfw", "tifw", "ovr", "prj"]),
  asc: new Set(["prj"]),
  xyz: new Set(["prj"]),
};
/** A .tab beside an image georeferences the image: it is not a table. */
const IMAGES = ["tif", "tiff", "jpg", "jpeg", "png", "ecw", "jp2"];

/** Files that operating systems add to folders. */
const SYSTEM_FILES = /(^|\/)(__MACOSX\/|\._|\.DS_Store|Thumbs\.db|desktop\.ini$)/i;

type Family = Map<string, ArchiveEntry>;

/** Sorts the entries of an archive into files that we read, documents, and files that we cannot read. Names are compared without case. */
export function sortContents(entries: readonly ArchiveEntry[]): Contents {
  const kept = entries.filter((entry) => !SYSTEM_FILES.test(entry.path));
  const { geodatabases, others } = sortGeodatabases(kept);
  const contents: Contents = { members: [...geodatabases], rasters: [], clouds: [], documents: [], unsupported: [], incomplete: [] };
  const families = new Map<string, Family>();
  for (const entry of others) {
    const stem = stemOf(entry.path).toLowerCase();
    const family: Family = families.get(stem) ?? new Map();
    family.set(extensionOf(entry.path), entry);
    families.set(stem, family);
  }
  for (const entry of others) sort(contents, entry, families.get(stemOf(entry.path).toLowerCase()) ?? new Map());
  return contents;
}

function sort(contents: Contents, entry: ArchiveEntry, family: Family): void {
  const extension = extensionOf(entry.path);
  const { members } = contents;
  const isByProduct = Object.entries(BY_PRODUCTS).some(([main, with_]) => family.has(main) && with_.has(extension));
  if (isByProduct && extension !== "shp") return;
  const single = SINGLE[extension];
  if (extension === "shp") addShapefile(contents, entry, family);
  else if (extension === "tab") addTable(contents, entry, family);
  else if (extension === "mif") members.push(member("mapinfo-mif", entry, [["mif", entry], ...sidecars(family, ["mid"])]));
  else if (extension === "dbf") addDbf(contents, entry, family);
  else if (extension === "shx") addIndex(contents, entry, family);
  else if (RASTERS[extension] && entry.size > 0) contents.rasters.push(rasterMember(RASTERS[extension], entry, family));
  else if (CLOUDS.has(extension) && entry.size > 0) contents.clouds.push(cloudMember(entry));
  else if (single && entry.size > 0) members.push(member(single, entry, [[extension, entry]]));
  else if (AMBIGUOUS[extension] && entry.size > 0)
    members.push({ ...member(AMBIGUOUS[extension], entry, [[extension, entry]]), isCandidate: true });
  else if (NOT_READ.has(extension)) contents.unsupported.push(entry);
  else contents.documents.push(entry);
}

function addShapefile(contents: Contents, entry: ArchiveEntry, family: Family): void {
  // GDAL could rebuild a .shx, but without a .dbf there are no attributes: both mean that a file was forgotten.
  const missing = ["shx", "dbf"].filter((extension) => !family.has(extension));
  if (missing.length > 0) contents.incomplete.push({ entry, missing: missing.map((extension) => `.${extension}`).join(", ") });
  else contents.members.push(member("shapefile", entry, [["shp", entry], ...sidecars(family, SHAPEFILE)]));
}

/** A .dbf alone is a table. Beside other parts of a shapefile it belongs to one whose .shp was forgotten. */
function addDbf(contents: Contents, entry: ArchiveEntry, family: Family): void {
  if (OF_SHAPES.some((extension) => family.has(extension))) contents.incomplete.push({ entry, missing: ".shp" });
  else contents.members.push(member("dbf", entry, [["dbf", entry], ...sidecars(family, ["cpg"])]));
}

function addIndex(contents: Contents, entry: ArchiveEntry, family: Family): void {
  if (!family.has("dbf")) contents.incomplete.push({ entry, missing: ".shp, .dbf" });
}

function addTable(contents: Contents, entry: ArchiveEntry, family: Family): void {
  if (IMAGES.some((extension) => family.has(extension))) contents.documents.push(entry);
  else if (!family.has("dat") && !family.has("dbf")) contents.incomplete.push({ entry, missing: ".dat" });
  else contents.members.push(member("mapinfo-tab", entry, [["tab", entry], ...sidecars(family, TAB)]));
}

function sidecars(family: Family, extensions: readonly string[]): [string, ArchiveEntry][] {
  return extensions.flatMap((extension) => {
    const entry = family.get(extension);
    return entry ? [[extension, entry] satisfies [string, ArchiveEntry]] : [];
  });
}

function member(format: Format, entry: ArchiveEntry, files: [string, ArchiveEntry][]): Member {
  const names = new Map(files.map(([extension, file]) => [file.path, `data.${extension}`]));
  return { format, name: baseName(entry.path), entry: entry.path, main: names.get(entry.path) ?? "", files: names, isCandidate: false };
}

const MAIN_OF: Record<RasterFormat, string> = { geotiff: "data.tif", "ascii-grid": "data.asc", xyz: "data.xyz" };

function rasterMember(format: RasterFormat, entry: ArchiveEntry, family: Family): RasterMember {
  const main = MAIN_OF[format];
  const beside = sidecars(family, PLACES[format]).map(([extension, file]) => [file.path, `data.${extension}`] as const);
  return { format, name: baseName(entry.path), entry: entry.path, main, files: new Map([[entry.path, main], ...beside]) };
}

function cloudMember(entry: ArchiveEntry): CloudMember {
  return { name: baseName(entry.path), entry: entry.path, main: "data.las", files: new Map([[entry.path, "data.las"]]) };
}

function stemOf(path: string): string {
  return path.replace(/\.[^./]+$/, "");
}

/** Last part of a path, without its extension. */
export function baseName(path: string): string {
  return stemOf(path.slice(path.lastIndexOf("/") + 1));
}
