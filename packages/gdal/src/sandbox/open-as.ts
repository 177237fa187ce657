import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { SQLITE_BYTES } from "../direct/open-sqlite.ts";
import { type PreparedCsv, prepareCsv } from "../formats/csv.ts";
import { CSV_OPTIONS } from "../formats/csvt.ts";
import { dbfColumns, dbfEncoding, isLongInteger, makeTexts } from "../formats/dbf.ts";
import { dxfParts, prepareDxf } from "../formats/dxf.ts";
import type { FoundEncoding } from "../formats/encoding.ts";
import { declaredTypes } from "../formats/esri-json.ts";
import { assertJsonClosed, collectSequence, prepareGeoJson } from "../formats/geojson-ids.ts";
import { prepareKml } from "../formats/kml.ts";
import { unpackKmz } from "../formats/kmz.ts";
import { findLongNumbers, quoteLongNumbers } from "../formats/long-numbers.ts";
import { prepareMif, prepareTab } from "../formats/mapinfo.ts";
import { prepareSheet } from "../formats/spreadsheet/prepare-sheet.ts";
import { isUtf8, textEncoding, writeUtf8 } from "../formats/text-file.ts";
import { writeTopologyObject } from "../formats/topojson.ts";
import { type PreparedXml, prepareXml } from "../formats/xml.ts";
import { type FieldType, type Format, isAlwaysUtf8, type SandboxLimits, UnreadableError } from "../model.ts";
import { FIELDS_ONLY, type InfoLayer, parseInfo } from "./ogr-info.ts";
import { hiding, layersIn, type RefusedLayer } from "./package-layers.ts";
import type { StagedFiles } from "./stage-files.ts";
import type { Gdal } from "./wasm.ts";

/** Formats that GDAL opens. We read the others, or rewrite them as one of these. */
type GdalFormat = Exclude<Format, "geoparquet" | "geojsonseq" | "topojson" | "kml" | "kmz" | "xlsx" | "ods">;

/** The only driver that may open a format, and the extension that some drivers need. */
const DRIVERS: Record<GdalFormat, readonly [driver: string, extension: string]> = {
  geojson: ["GeoJSON", "geojson"],
  gpkg: ["GPKG", "gpkg"],
  shapefile: ["ESRI Shapefile", "shp"],
  dbf: ["ESRI Shapefile", "dbf"],
  flatgeobuf: ["FlatGeobuf", "fgb"],
  csv: ["CSV", "csv"],
  gml: ["GML", "gml"],
  gpx: ["GPX", "gpx"],
  dxf: ["DXF", "dxf"],
  "mapinfo-tab": ["MapInfo File", "tab"],
  "mapinfo-mif": ["MapInfo File", "mif"],
  filegdb: ["OpenFileGDB", "gdb"],
  esrijson: ["ESRIJSON", "json"],
  jsonfg: ["JSONFG", "json"],
};

const UTF8: FoundEncoding = { encoding: "UTF-8", how: "declared", isDoubtful: false };

/** How to open a file. */
export interface Opening {
  format: Format;
  staged: StagedFiles;
  workDirectory: string;
  limits: SandboxLimits;
  /** Chosen by a person; overrides what the file declares. */
  chosenEncoding: string | null;
  /** Texts stay as they are written (no types are detected in a CSV, no dates in GeoJSON), and GeoJSON keeps its ids. */
  isAsWritten: boolean;
  /** The part of a drawing that will be read. */
  part: string | null;
}

/** An opened dataset, and what was learnt while preparing it. */
export interface Opened {
  dataset: number;
  encoding: FoundEncoding;
  csv: PreparedCsv | null;
  /** The name of a CRS that GDAL may not know. */
  srsName: string | null;
  /** Names of fields with whole numbers beyond 64 bits, which became texts. */
  longNumbers: ReadonlySet<string>;
  /** What the header of a DBF says of its columns, by position, beyond GDAL's types. */
  kinds: readonly TableKind[];
  /** The layers of the file, when the dataset is a rewritten file that does not describe all of it. */
  described: InfoLayer[] | null;
  /** Types that the file declares and GDAL does not know, by the name of the field. */
  declaredTypes: ReadonlyMap<string, FieldType> | null;
  /** Layers that a GeoPackage lists and that we do not read. */
  refused: readonly RefusedLayer[];
}

/** A logical column, or one of whole numbers with more digits than GDAL keeps, which it reads as text. */
type TableKind = "boolean" | "digits" | undefined;

/** Of a file that needed no preparation. */
export const plainly = {
  csv: null,
  srsName: null,
  longNumbers: new Set<string>(),
  kinds: [],
  described: null,
  declaredTypes: null,
  refused: [],
} as const;

let mounts = 0;

/**
 * Opens a file with the only driver of its format. CSV and KML are first rewritten by our own readers (csv.ts and kml.ts say why), other
 * texts are converted to UTF-8, DBF and MapInfo tables get the encoding that their bytes show.
 */
export async function openAs(gdal: Gdal, opening: Opening): Promise<Opened> {
  const { format, staged, workDirectory, chosenEncoding } = opening;
  const source = join(staged.directory, staged.main);
  const prepared = join(workDirectory, `prepared-${++mounts}`);
  const done = (dataset: number, encoding: FoundEncoding, more: Partial<Opened> = {}): Opened => ({
    dataset,
    encoding,
    ...plainly,
    ...more,
  });
  switch (format) {
    case "csv": {
      const csv = await prepareCsv(source, `${prepared}.csv`, chosenEncoding, opening.isAsWritten);
      return done(openBeside(gdal, `${prepared}.csv`, format, CSV_OPTIONS), csv.encoding, { csv });
    }
    case "xlsx":
    case "ods": {
      const sheet = { path: source, format, sheet: opening.part ?? "" };
      const table = await prepareSheet(sheet, prepared, opening.isAsWritten, opening.limits);
      return done(openBeside(gdal, `${prepared}.csv`, "csv", CSV_OPTIONS), fixedEncoding(format, chosenEncoding), {
        csv: { ...table, encoding: UTF8 },
      });
    }
    case "kml": {
      const xml = await prepareXml(source, `${prepared}.kml`, chosenEncoding);
      await prepareKml([xml.path], `${prepared}.geojson`);
      return done(openAlone(gdal, `${prepared}.geojson`, "geojson", JSON_OPTIONS), xml.encoding);
    }
    case "kmz": {
      const documents = await unpackKmz(source, prepared, opening.limits);
      const read: PreparedXml[] = [];
      for (const document of documents) read.push(await prepareXml(document, `${document}.utf8`, chosenEncoding));
      await prepareKml(
        read.map((xml) => xml.path),
        `${prepared}.geojson`,
      );
      return done(openAlone(gdal, `${prepared}.geojson`, "geojson", JSON_OPTIONS), read[0]?.encoding ?? UTF8);
    }
    case "gml": {
      const xml = await prepareXml(source, `${prepared}.gml`, chosenEncoding);
      // We detect the types ourselves: GDAL would drop the leading zeros of codes. Links to other features stay as texts.
      gdal.setConfig("GML_FIELDTYPES", "ALWAYS_STRING");
      gdal.setConfig("GML_ATTRIBUTES_TO_OGR_FIELDS", "YES");
      return done(openAlone(gdal, xml.path, format, ["DOWNLOAD_SCHEMA=NO", "WRITE_GFS=NO"]), xml.encoding, { srsName: xml.srsName });
    }
    case "gpx": {
      const xml = await prepareXml(source, `${prepared}.gpx`, chosenEncoding);
      gdal.setConfig("GPX_ELE_AS_25D", "YES");
      return done(openAlone(gdal, xml.path, format, []), xml.encoding);
    }
    case "dxf": {
      const drawing = await prepareDxf(source, `${prepared}.dxf`, chosenEncoding);
      const isInlined = dxfParts.find(({ name }) => name === opening.part)?.isInlined ?? true;
      gdal.setConfig("DXF_ENCODING", "UTF-8");
      gdal.setConfig("DXF_INLINE_BLOCKS", isInlined ? "TRUE" : "FALSE");
      gdal.setConfig("DXF_MERGE_BLOCK_GEOMETRIES", "FALSE");
      return done(openAlone(gdal, drawing.path, format, []), drawing.encoding);
    }
    case "mapinfo-mif": {
      const mid = staged.others.has("data.mid") ? join(staged.directory, "data.mid") : null;
      const encoding = await prepareMif(source, mid, prepared, chosenEncoding);
      return done(openBeside(gdal, `${prepared}.mif`, format, []), encoding);
    }
    case "mapinfo-tab": {
      const encoding = await prepareTab(staged.directory, staged.main, chosenEncoding);
      return done(openBeside(gdal, source, format, []), encoding);
    }
    case "shapefile":
    case "dbf": {
      const { table, kinds } = await prepareTable(format === "dbf" ? source : source.replace(/shp$/, "dbf"), opening, prepared);
      const encoding: FoundEncoding = chosenEncoding
        ? { encoding: chosenEncoding, how: "declared", isDoubtful: false }
        : await dbfEncoding(table, staged.others.has("data.cpg") ? join(staged.directory, "data.cpg") : null);
      const driverEncoding = isUtf8(encoding.encoding) ? "UTF-8" : encoding.encoding;
      const isAlone = staged.others.size === 0;
      const main = format === "dbf" ? table : source;
      return done((isAlone ? openAlone : openBeside)(gdal, main, format, [`ENCODING=${driverEncoding}`]), encoding, { kinds });
    }
    case "geojson":
    case "geojsonseq":
    case "topojson":
    case "esrijson":
    case "jsonfg":
      return openJson(gdal, { ...opening, format }, source, prepared, done);
    case "gpkg": {
      const layers = layersIn(source);
      // A computed column may build long texts: SQLite refuses them before the whole sandbox must be killed.
      gdal.setConfig("OGR_SQLITE_PRAGMA", `hard_heap_limit=${SQLITE_BYTES}`);
      const dataset = openAlone(gdal, source, format, ["LIST_ALL_TABLES=NO", ...hiding(layers)]);
      return done(dataset, fixedEncoding(format, chosenEncoding), { refused: layers.refused });
    }
    case "flatgeobuf":
      return done(openAlone(gdal, source, format, []), fixedEncoding(format, chosenEncoding));
    case "geoparquet":
      throw new Error("GDAL has no reader for Parquet: parquet/ reads it");
    case "filegdb":
      return done(openBeside(gdal, source, format, []), fixedEncoding(format, chosenEncoding));
  }
}

/** Moments stay texts: GDAL would cut them to milliseconds. Their columns are found by reading them (survey.ts). */
const JSON_OPTIONS = ["NATIVE_DATA=NO", "DATE_AS_STRING=YES"];

type JsonFormat = Extract<Format, "geojson" | "geojsonseq" | "topojson" | "esrijson" | "jsonfg">;

async function openJson(
  gdal: Gdal,
  { format, chosenEncoding, isAsWritten, part }: Omit<Opening, "format"> & { format: JsonFormat },
  source: string,
  prepared: string,
  done: (dataset: number, encoding: FoundEncoding, more?: Partial<Opened>) => Opened,
): Promise<Opened> {
  const { path: inUtf8, encoding } = await jsonInUtf8(source, prepared, chosenEncoding);
  let path = inUtf8;
  if (format === "esrijson") return done(openAlone(gdal, path, format, []), encoding, { declaredTypes: await declaredTypes(path) });
  if (format === "jsonfg") return done(openAlone(gdal, path, format, []), encoding);
  if (format === "topojson") {
    path = `${prepared}.topology.geojson`;
    await writeTopologyObject(inUtf8, path, part ?? "");
  }
  const isSequence = format === "geojsonseq";
  const openCollection = async (file: string) => {
    try {
      return openAlone(gdal, file, "geojson", JSON_OPTIONS);
    } catch (error) {
      await assertJsonClosed(path);
      throw error;
    }
  };
  if (isAsWritten) {
    const count = await prepareGeoJson(path, `${prepared}.geojson`, isSequence, "ids");
    if (count > 0) return done(await openCollection(`${prepared}.geojson`), encoding);
  }
  const longNumbers = await findLongNumbers(path);
  if (longNumbers.size > 0) {
    await quoteLongNumbers(path, `${prepared}.quoted`);
    path = `${prepared}.quoted`;
  }
  if (isSequence) {
    if ((await collectSequence(path, `${prepared}.collected`)) === 0) throw new UnreadableError("broken", "no feature");
    path = `${prepared}.collected`;
  }
  const dataset = await openCollection(path);
  if (!parseInfo(gdal.info(dataset, FIELDS_ONLY)).some(({ fields }) => twinsOf(fields).length > 0))
    return done(dataset, encoding, { longNumbers });
  const described = parseInfo(gdal.info(dataset));
  gdal.close(dataset);
  await prepareGeoJson(path, `${prepared}.twins`, false, "twins");
  return done(await openCollection(`${prepared}.twins`), encoding, { longNumbers, described });
}

/** The names that differ from an earlier one by case only. */
export function twinsOf(fields: readonly { name: string }[]): string[] {
  const seen = new Set<string>();
  return fields.flatMap(({ name }) => {
    const folded = name.toUpperCase();
    const isTwin = seen.has(folded);
    seen.add(folded);
    return isTwin ? [name] : [];
  });
}

/** Declares columns of long whole numbers as texts. A file outside the work directory is not ours to change. */
async function prepareTable(
  source: string,
  { staged, workDirectory }: Opening,
  prepared: string,
): Promise<{ table: string; kinds: TableKind[] }> {
  const columns = await dbfColumns(source);
  const kinds = columns.map((column) => (column.kind === "L" ? "boolean" : isLongInteger(column) ? "digits" : undefined));
  const long = columns.filter(isLongInteger);
  if (long.length === 0) return { table: source, kinds };
  const isOurs = staged.directory.startsWith(workDirectory);
  const table = isOurs ? source : `${prepared}.dbf`;
  if (!isOurs) await copyFile(source, table);
  await makeTexts(table, long);
  return { table, kinds };
}

/** A JSON in UTF-8: the file itself, or a copy of it. */
export async function jsonInUtf8(
  source: string,
  prepared: string,
  chosenEncoding: string | null,
): Promise<{ path: string; encoding: FoundEncoding }> {
  const encoding = await textEncoding(source, chosenEncoding, null);
  if (isUtf8(encoding.encoding)) return { path: source, encoding };
  const path = `${prepared}.utf8`;
  await writeUtf8(source, path, encoding.encoding);
  return { path, encoding };
}

function fixedEncoding(format: Format, chosenEncoding: string | null): FoundEncoding {
  return isAlwaysUtf8(format) && chosenEncoding ? { ...UTF8, encoding: chosenEncoding } : UTF8;
}

/**
 * GDAL reads a truncated document as far as it goes, and only logs a message.
 *
 * @throws UnreadableError broken
 */
export function assertComplete(messages: readonly string[]): void {
  const broken = messages.find((message) => /XML parsing of .*fail|JSON parsing error/i.test(message));
  if (broken !== undefined) throw new UnreadableError("broken", broken);
}

/** Opens one file without its neighbours. Objects of the store have no extension, and some drivers need one. */
function openAlone(gdal: Gdal, file: string, format: GdalFormat, options: string[]): number {
  const [, extension] = DRIVERS[format];
  const path = `/data-${mounts}.${extension}`;
  gdal.expose(file, path);
  return openWith(gdal, path, format, options);
}

/** Opens a file with its neighbours, in a directory that holds only what we unpacked or wrote. */
function openBeside(gdal: Gdal, file: string, format: GdalFormat, options: string[]): number {
  gdal.mount(dirname(file), `/directory-${mounts}`);
  return openWith(gdal, `/directory-${mounts}/${basename(file)}`, format, options);
}

function openWith(gdal: Gdal, path: string, format: GdalFormat, options: string[]): number {
  const [driver] = DRIVERS[format];
  try {
    return gdal.open(path, driver, options);
  } catch (error) {
    throw new UnreadableError("broken", error instanceof Error ? error.message : String(error));
  }
}
