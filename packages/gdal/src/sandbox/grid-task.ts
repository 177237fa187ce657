import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readAsciiGrid } from "@archipel/geo/heights/ascii-grid.ts";
import { rangeOf } from "@archipel/geo/heights/grid-parts.ts";
import { NODATA } from "@archipel/geo/heights/height-grid.ts";
import { writeGeoTiff } from "@archipel/geo/heights/write-geotiff.ts";
import { UnreadableError } from "../model.ts";
import { MODEL_FILE, type SandboxRequest, type WrittenModel } from "./requests.ts";

/** Writes an ASCII grid of heights as a cloud-optimised GeoTIFF into the work directory. */
export async function writeGrid({ path, srid, workDirectory }: Extract<SandboxRequest, { kind: "grid" }>): Promise<WrittenModel> {
  const grid = readAsciiGrid(await readFile(path, "latin1"), srid);
  const range = rangeOf(grid);
  if (!range) throw new UnreadableError("broken", "no cell of the grid has a height");
  await writeFile(join(workDirectory, MODEL_FILE), await writeGeoTiff({ ...grid, nodata: NODATA }), { flag: "wx" });
  return { ...range, columns: grid.columns, rows: grid.rows, west: grid.west, north: grid.north };
}
