import { XyzError } from "@archipel/geo/heights/xyz-grid.ts";
import type { Inspection, RasterFormat } from "../model.ts";
import { describeRaster, type RasterFile, type RasterLook } from "./raster-task.ts";
import type { SandboxRequest } from "./requests.ts";
import type { StagedFiles } from "./stage-files.ts";
import type { LoadGdal } from "./wasm.ts";
import { describeXyz, xyzFinding } from "./xyz-task.ts";

/** Limit of previews: a folder of a thousand tiles is inspected, but not drawn whole. */
const MAX_PREVIEWS = 24;
/** Cells of heights that are looked at: for any delivery, and for each byte of its rasters. A small file can declare a huge grid. */
const MOST_CELLS = { once: 2e8, aByte: 60 };

interface Around {
  fileSize: number;
  companions?: Inspection["documents"];
  request: Extract<SandboxRequest, { kind: "inspect" }>;
}

/** Returns whether the file is a georeferenced raster. One that cannot be read becomes a finding, and the others are still inspected. */
export async function inspectRaster(
  load: LoadGdal,
  inspection: Inspection,
  file: Omit<RasterFile, "format"> & { format: RasterFormat },
  staged: StagedFiles,
  { fileSize, companions = [], request }: Around,
): Promise<boolean> {
  const { rasters, findings } = inspection;
  const isDrawn = rasters.length < MAX_PREVIEWS;
  const choices = request.heightChoices?.[file.entry ?? ""] ?? {};
  const look: RasterLook = { isDrawn, mostCells: cellsLeft(inspection, fileSize), choices };
  const { format, ...named } = file;
  try {
    const raster =
      format === "xyz" ? await describeXyz(load, named, staged, look) : describeRaster(await load(), { ...named, format }, staged, look);
    if (!raster) return false;
    rasters.push({ ...raster, fileSize, companions });
    if (isDrawn && raster.preview === null) {
      const params = { pixels: raster.size[0] * raster.size[1] };
      findings.push({ rule: "raster-too-large", severity: "info", subject: file.entry ?? file.name, params });
    }
  } catch (error) {
    if (error instanceof XyzError) findings.push(xyzFinding(error, file.entry));
    else {
      const detail = error instanceof Error ? error.message : String(error);
      findings.push({ rule: "unreadable", severity: "error", subject: file.entry, params: { detail: detail.slice(0, 300) } });
    }
  }
  return true;
}

/** Cells that may still be read, after the rasters that were. */
function cellsLeft({ rasters }: Inspection, fileSize: number): number {
  const bytes = rasters.reduce((sum, raster) => sum + raster.fileSize, fileSize);
  const read = rasters.reduce((sum, { heights, size }) => sum + (heights?.range ? size[0] * size[1] : 0), 0);
  return MOST_CELLS.once + MOST_CELLS.aByte * bytes - read;
}
