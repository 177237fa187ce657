import { join } from "node:path";
import { defaultLimits, type SandboxLimits } from "./model.ts";
import { runSandbox, withWorkDirectory } from "./sandbox/process.ts";
import { MODEL_FILE, type WrittenModel } from "./sandbox/requests.ts";

/** The text and the cells are in memory. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 900 * 2 ** 20, seconds: 600 };
/** Larger texts do not fit the memory: some 25 million heights. */
export const MOST_GRID_BYTES = 200_000_000;

/**
 * Writes an ASCII grid of heights as a cloud-optimised GeoTIFF, in a child process under limits. The file is deleted after `use`.
 *
 * @param path local file of at most `MOST_GRID_BYTES`
 * @param srid EPSG code of its CRS, which the format does not have
 * @throws UnreadableError when it is another kind of file, or needs too much memory
 */
export async function withGridAsGeoTiff<T>(
  path: string,
  srid: number,
  use: (geotiff: string, written: WrittenModel) => Promise<T>,
): Promise<T> {
  return withWorkDirectory(async (workDirectory) => {
    const run = await runSandbox({ kind: "grid", path, srid, workDirectory, limits: LIMITS }, path);
    try {
      run.rows.resume();
      const { model } = await run.reply;
      if (!model) throw new Error("the child wrote no grid");
      return await use(join(workDirectory, MODEL_FILE), model);
    } finally {
      run.stop();
    }
  });
}
