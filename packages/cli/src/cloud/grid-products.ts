import { basename } from "node:path";
import { writeLayers } from "@archipel/gdal/write.ts";
import { crsOf } from "@archipel/geo/crs.ts";
import { type Contour, contoursOf } from "@archipel/geo/heights/contours.ts";
import { gridBbox, type HeightGrid } from "@archipel/geo/heights/height-grid.ts";
import { aspectOf, hillshadeOf, NO_SHADE, type SlopeOptions, slopeOf } from "@archipel/geo/heights/slopes.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { type Projector, projectorOf } from "@archipel/validation/geometry/to-degrees.ts";
import type { Shell } from "../commands/command.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import { gridKindOf, readGrid, writeGrid, writePicture, writePieces } from "./grid-file.ts";

/** Metres of a degree of latitude; of longitude on the equator. */
const METRES_OF_A_DEGREE = 111_320;
/** Decimals of degrees: a centimetre. */
const DECIMALS = 1e7;

export interface SlopeArgs {
  kind: "hillshade" | "slope" | "aspect";
  input: string;
  output: string;
  azimuth: number | undefined;
  altitude: number | undefined;
  exaggeration: number | undefined;
}

/** Writes the hillshade, the steepness or the direction of slopes of a grid of heights. */
export async function gridSlopes(
  { kind, input, output, azimuth, altitude, exaggeration }: SlopeArgs,
  { out, locale }: Shell,
): Promise<ExitCode> {
  const isPicture = gridKindOf(output) === "geotiff";
  if (kind === "hillshade" && !isPicture) throw new UsageError("out-picture-kind", { out: output });
  if (altitude !== undefined && altitude > 90) throw new UsageError("angle", { option: "--altitude", most: 90, given: String(altitude) });
  if (azimuth !== undefined && azimuth > 360) throw new UsageError("angle", { option: "--azimuth", most: 360, given: String(azimuth) });
  const grid = await readGrid(input);
  const options: SlopeOptions = { unitMetres: unitMetresOf(grid), ...(exaggeration !== undefined && { exaggeration }) };
  if (kind === "hillshade") {
    const light = { ...options, ...(azimuth !== undefined && { azimuth }), ...(altitude !== undefined && { altitude }) };
    await writePicture(output, { ...grid, values: hillshadeOf(grid, light), nodata: NO_SHADE });
  } else await writeGrid(output, kind === "slope" ? slopeOf(grid, options) : aspectOf(grid, options));
  out.write(
    `${translator(locale, "commands")("cloud.grid-written", { file: basename(output), columns: grid.columns, rows: grid.rows })}\n`,
  );
  return exitCodes.ok;
}

/** Metres of a unit of the CRS to the east and to the north, in the middle of the grid. */
function unitMetresOf(grid: HeightGrid): readonly [number, number] {
  if (grid.srid === null || crsOf(grid.srid)?.unit !== "degree") return [1, 1];
  const [, south, , north] = gridBbox(grid);
  return [METRES_OF_A_DEGREE * Math.cos(((south + north) / 2) * (Math.PI / 180)), METRES_OF_A_DEGREE];
}

export interface ContourArgs {
  input: string;
  output: string;
  interval: number;
  base: number | undefined;
}

/** Writes contour lines: GeoJSON in degrees if the CRS is known, or a GeoPackage in the CRS of the grid. */
export async function gridContours({ input, output, interval, base }: ContourArgs, { out, err, locale }: Shell): Promise<ExitCode> {
  const say = translator(locale, "commands");
  const isPackage = /\.gpkg$/i.test(output);
  if (!isPackage && !/\.(geo)?json$/i.test(output)) throw new UsageError("out-lines-kind", { out: output });
  const grid = await readGrid(input);
  let contours: Contour[];
  try {
    contours = contoursOf(grid, { interval, ...(base !== undefined && { base }) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError("interval-too-small", { given: String(interval) });
  }
  if (isPackage) await writePackage(output, contours, grid.srid);
  else await writePieces(output, geoJson(contours, projectorOf(grid.srid)));
  const lines = contours.reduce((sum, contour) => sum + contour.lines.length, 0);
  out.write(`${say("cloud.contoured", { file: basename(output), lines, levels: contours.length })}\n`);
  if (grid.srid === null) err.write(`${say("cloud.grid-no-crs")}\n`);
  return exitCodes.ok;
}

function* geoJson(contours: readonly Contour[], projector: Projector | null): Generator<string> {
  yield '{"type":"FeatureCollection","features":[';
  let separator = "\n";
  for (const { level, lines } of contours) {
    for (const coordinates of lines) {
      const line = { type: "LineString" as const, coordinates };
      const geometry = projector ? projector.toDegrees(line) : line;
      const text = JSON.stringify(geometry, (_, value) => (typeof value === "number" ? Math.round(value * DECIMALS) / DECIMALS : value));
      yield `${separator}{"type":"Feature","properties":{"elevation":${elevationOf(level)}},"geometry":${text}}`;
      separator = ",\n";
    }
  }
  yield "\n]}\n";
}

async function writePackage(path: string, contours: readonly Contour[], srid: number | null): Promise<void> {
  async function* rows() {
    let fid = 0;
    for (const { level, lines } of contours)
      for (const line of lines)
        yield { fid: ++fid, values: [elevationOf(level)], wkt: `LINESTRING (${line.map(([x, y]) => `${x} ${y}`).join(",")})` };
  }
  const fields = [{ name: "elevation", type: "double" as const }];
  await writeLayers(path, "gpkg", [{ name: "contour", srid, geometryType: "LineString", fields, rows: rows() }]);
}

/** Multiples of an interval like 0.1 have errors of rounding. */
const elevationOf = (level: number) => Math.round(level * 1e6) / 1e6;
