import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { textEncoding } from "../formats/text-file.ts";
import { type GeoJsonLayer, type OnWritten, readGeoJson } from "../geojson/read-geojson.ts";
import { NotUnderstood } from "../geojson/scanner.ts";
import type { WrittenFile } from "../rows/read-rows.ts";
import { findCrs, NOT_LOADED, WGS84 } from "./crs-match.ts";
import { plainFields } from "./layer-fields.ts";
import { couldBeDegrees, type InfoLayer, parseInfo } from "./ogr-info.ts";
import { type Opened, type Opening, plainly } from "./open-as.ts";
import { ROWS_AHEAD, ROWS_GROWN, type RowsAhead } from "./requests.ts";
import type { Gdal, LoadGdal } from "./wasm.ts";

/** A GeoJSON layer read by our own reader. */
export interface OwnLayer {
  layer: InfoLayer;
  opened: Opened;
  hasZ: boolean | null;
  written: WrittenFile | null;
  /** GDAL, when it was needed to interpret the CRS of the file. */
  gdal: Gdal | null;
}

/** Other names of the CRS that all GeoJSON has. */
const WGS84_NAMES: ReadonlySet<string> = new Set([
  "urn:ogc:def:crs:OGC:1.3:CRS84",
  "urn:ogc:def:crs:OGC::CRS84",
  "urn:ogc:def:crs:EPSG::4326",
  "EPSG:4326",
]);

/** A layer with fewer bytes of rows is read before anybody could begin with them. */
const AHEAD_BYTES = 4 * 1024 * 1024;

let files = 0;

/**
 * Reads a GeoJSON file by our own reader, which is many times faster than GDAL. Null for other formats, other encodings than UTF-8, and
 * input that our reader leaves to GDAL.
 *
 * @param withRows also stores the rows, in the work directory
 * @param sayAhead receives marker lines about the rows while they are written
 */
export async function ownGeoJson(
  load: LoadGdal,
  opening: Opening,
  withRows: boolean,
  sayAhead: ((line: string) => void) | null,
): Promise<OwnLayer | null> {
  const { format, staged, workDirectory } = opening;
  if (format !== "geojson" && format !== "geojsonseq") return null;
  const source = join(staged.directory, staged.main);
  const encoding = await textEncoding(source, opening.chosenEncoding, null);
  if (encoding.encoding !== "UTF-8" || encoding.isDoubtful) return null;
  const path = withRows ? join(workDirectory, `rows-${++files}`) : null;
  const onWritten = path !== null && sayAhead ? rowsAhead(path, format, sayAhead) : undefined;
  const read = readGeoJson(source, path, format === "geojsonseq", onWritten && { onWritten });
  if (!read?.info.geometry) return null;
  const { gdal, crs } = await crsOf(load, read, workDirectory);
  return {
    layer: { ...read.info, geometry: { ...read.info.geometry, crs } },
    opened: { dataset: 0, encoding, ...plainly },
    hasZ: read.hasZ,
    written: path === null ? null : { path, ...read.rows },
    gdal,
  };
}

/**
 * Offers the rows of a large layer before it is described: their check then runs beside this reader. Only of ordinary GeoJSON, in degrees; the
 * first megabytes nearly always know all fields and their types.
 */
function rowsAhead(path: string, format: "geojson" | "geojsonseq", say: (line: string) => void): OnWritten {
  let isOffered: boolean | null = null;
  return (bytes, describe) => {
    if (bytes < AHEAD_BYTES || isOffered === false) return;
    if (isOffered === null) {
      const ahead = aheadOf(path, format, describe);
      isOffered = ahead !== null;
      if (ahead) say(`${ROWS_AHEAD}${JSON.stringify(ahead)}`);
    }
    if (isOffered) say(`${ROWS_GROWN}${bytes}`);
  };
}

function aheadOf(path: string, format: "geojson" | "geojsonseq", describe: () => GeoJsonLayer): RowsAhead | null {
  try {
    const { info, hasZ, crs, rows } = describe();
    const extent = info.geometry?.extent ?? null;
    const { srid } = findCrs(NOT_LOADED, WGS84, extent);
    if (srid === null || !isWgs84(crs) || extent === null || !couldBeDegrees(extent)) return null;
    return { path, ...rows, source: { format, entry: null, layer: info.name, hasZ }, fields: plainFields(info.fields), srid };
  } catch (error) {
    // The reader will leave the file to GDAL.
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

const isWgs84 = (crs: unknown) => crs === undefined || (isNamed(crs) && WGS84_NAMES.has(crs.properties.name));

/** The CRS of the file: GDAL interprets the member `crs`, in a file that holds nothing else. */
async function crsOf(load: LoadGdal, { crs }: GeoJsonLayer, workDirectory: string) {
  if (isWgs84(crs)) return { gdal: null, crs: WGS84 };
  const gdal = await load();
  const name = `crs-${++files}.geojson`;
  const features = [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [0, 0] } }];
  await writeFile(join(workDirectory, name), JSON.stringify({ type: "FeatureCollection", crs, features }));
  gdal.expose(join(workDirectory, name), `/${name}`);
  const dataset = gdal.open(`/${name}`, "GeoJSON", []);
  try {
    return { gdal, crs: parseInfo(gdal.info(dataset))[0]?.geometry?.crs ?? null };
  } finally {
    gdal.close(dataset);
  }
}

function isNamed(crs: unknown): crs is { type: "name"; properties: { name: string } } {
  if (typeof crs !== "object" || crs === null || !("type" in crs) || crs.type !== "name" || !("properties" in crs)) return false;
  const { properties } = crs;
  return typeof properties === "object" && properties !== null && "name" in properties && typeof properties.name === "string";
}
