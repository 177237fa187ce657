import { open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { listArchive, unpack } from "../formats/archive.ts";
import { sortContents } from "../formats/contents.ts";
import { CSV_GEOMETRY, type PreparedCsv, prepareCsv } from "../formats/csv.ts";
import { dbfEncoding } from "../formats/dbf.ts";
import type { FoundEncoding } from "../formats/encoding.ts";
import { prepareGeoJson } from "../formats/geojson-ids.ts";
import { prepareKml } from "../formats/kml.ts";
import { type Format, type SandboxLimits, UnreadableError } from "../model.ts";
import type { Gdal } from "./wasm.ts";

const DRIVERS: Record<Format, string> = {
  geojson: "GeoJSON",
  geojsonseq: "GeoJSONSeq",
  gpkg: "GPKG",
  shapefile: "ESRI Shapefile",
  dbf: "ESRI Shapefile",
  flatgeobuf: "FlatGeobuf",
  kml: "GeoJSONSeq",
  csv: "CSV",
  gml: "GML",
  mapinfo: "MapInfo File",
};
const EXTENSIONS: Record<Format, string> = {
  geojson: "geojson",
  geojsonseq: "geojsonl",
  gpkg: "gpkg",
  shapefile: "shp",
  dbf: "dbf",
  flatgeobuf: "fgb",
  kml: "geojsonl",
  csv: "csv",
  gml: "gml",
  mapinfo: "tab",
};

/** Files on disk, ready for GDAL: neutral names in one directory. `main` is the one to open. */
export interface Laid {
  directory: string;
  main: string;
  cpg: string | null;
}

/** An opened dataset, and what was learnt while making it readable. */
export interface Opened {
  dataset: number;
  encoding: FoundEncoding | null;
  csv: PreparedCsv | null;
}

let mounts = 0;

/** The file itself, when it is no archive. */
export function layFile(path: string): Laid {
  return { directory: dirname(path), main: basename(path), cpg: null };
}

/** Unpacks the one member of an archive whose main entry is `entry`, into a directory of its own. */
export async function layMember(path: string, entry: string, workDirectory: string, limits: SandboxLimits): Promise<Laid> {
  const member = sortContents(await listArchive(path, limits)).members.find((candidate) => candidate.entry === entry);
  if (!member) throw new UnreadableError("broken", `no ${entry} in the archive`);
  const directory = join(workDirectory, `member-${++mounts}`);
  await unpack(path, directory, member.files);
  const names = [...member.files.values()];
  return { directory, main: member.files.get(entry) ?? "", cpg: names.includes("data.cpg") ? "data.cpg" : null };
}

/**
 * Opens files with the one driver of their format. CSV and KML are first rewritten by our own readers (csv.ts and kml.ts say why),
 * DBF tables get the encoding that their bytes show.
 *
 * @param chosenEncoding what a person decided, before what the file says
 * @param isAsWritten texts stay as they are written (no types are found in a CSV, no dates in GeoJSON), and GeoJSON keeps its ids
 */
export async function openAs(
  gdal: Gdal,
  format: Format,
  laid: Laid,
  workDirectory: string,
  chosenEncoding: string | null,
  isAsWritten = false,
): Promise<Opened> {
  const source = join(laid.directory, laid.main);
  const number = ++mounts;
  if (format === "csv") {
    const csv = await prepareCsv(source, join(workDirectory, `prepared-${number}.csv`), chosenEncoding, isAsWritten);
    const options = ["AUTODETECT_TYPE=NO", "EMPTY_STRING_AS_NULL=YES", `GEOM_POSSIBLE_NAMES=${CSV_GEOMETRY}`, "KEEP_GEOM_COLUMNS=NO"];
    return { dataset: openIn(gdal, workDirectory, `prepared-${number}.csv`, format, options), encoding: csv.encoding, csv };
  }
  if (format === "kml") {
    await prepareKml(source, join(workDirectory, `prepared-${number}.geojsonl`));
    return { dataset: openIn(gdal, workDirectory, `prepared-${number}.geojsonl`, format, []), encoding: null, csv: null };
  }
  if (isAsWritten && (format === "geojson" || format === "geojsonseq")) {
    const file = `prepared-${number}.geojson`;
    const count = await prepareGeoJson(source, join(workDirectory, file), format === "geojsonseq");
    const options = ["NATIVE_DATA=NO", "DATE_AS_STRING=YES"];
    if (count > 0) return { dataset: openIn(gdal, workDirectory, file, "geojson", options), encoding: null, csv: null };
  }
  if (format === "gml") await refuseDoctype(source);
  if (format !== "shapefile" && format !== "dbf") {
    const options = format === "geojson" || format === "geojsonseq" ? ["NATIVE_DATA=NO"] : format === "gpkg" ? ["LIST_ALL_TABLES=NO"] : [];
    return { dataset: openIn(gdal, laid.directory, laid.main, format, options), encoding: null, csv: null };
  }
  const table = format === "dbf" ? source : source.replace(/shp$/, "dbf");
  const encoding: FoundEncoding = chosenEncoding
    ? { encoding: chosenEncoding, how: "declared", isDoubtful: false }
    : await dbfEncoding(table, laid.cpg ? join(laid.directory, laid.cpg) : null);
  return { dataset: openIn(gdal, laid.directory, laid.main, format, [`ENCODING=${encoding.encoding}`]), encoding, csv: null };
}

function openIn(gdal: Gdal, directory: string, file: string, format: Format, options: string[]): number {
  // Objects of the store carry no extension, and some drivers want one.
  const path = `/data-${mounts}.${EXTENSIONS[format]}`;
  const isFamily = format === "shapefile" || format === "dbf" || format === "csv" || format === "mapinfo";
  if (isFamily) gdal.mount(directory, `/directory-${mounts}`);
  else gdal.expose(join(directory, file), path);
  try {
    return gdal.open(isFamily ? `/directory-${mounts}/${file}` : path, DRIVERS[format], options);
  } catch (error) {
    throw new UnreadableError("broken", error instanceof Error ? error.message : String(error));
  }
}

const PROLOG_BYTES = 256 * 1024;

/** GDAL's XML parser expands entities: a document that declares some, or hides its root behind a long prolog, is not given to it. */
async function refuseDoctype(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(PROLOG_BYTES), 0, PROLOG_BYTES, 0);
    const prolog = buffer.toString("latin1", 0, bytesRead).replaceAll("\0", "");
    const root = prolog.search(/<[A-Za-z_]/);
    if (root < 0 || /<!(DOCTYPE|ENTITY)/i.test(prolog)) throw new UnreadableError("broken", "a DOCTYPE is not accepted");
  } finally {
    await file.close();
  }
}
