import { join } from "node:path";
import { defaultLimits, type SandboxLimits, UnreadableError } from "./model.ts";
import type { HeightsToWrite, WrittenBlock } from "./sandbox/requests.ts";
import { runTask } from "./sandbox/run-task.ts";

/** The cells of a block, their copies, and for a text all of its cells are in memory. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 900 * 2 ** 20, seconds: 3600, cpuSeconds: 120 };

/** A block on disk; deleted after its use. */
export interface BlockOnDisk extends WrittenBlock {
  path: string;
}

/**
 * Writes a raster of heights as cloud-optimised GeoTIFFs, in a child process under limits: one, or blocks of a large one, without those that have no
 * height. The files are deleted after `use`.
 *
 * @param path local file: a raster, or an archive of rasters
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @throws UnreadableError when it is another kind of file, or needs too much memory or time
 */
export function withHeightBlocks<T>(
  path: string,
  heights: HeightsToWrite,
  onProgress: (fraction: number) => Promise<void>,
  use: (blocks: readonly BlockOnDisk[]) => Promise<T>,
): Promise<T> {
  return runTask(
    { kind: "heights", path, heights, limits: LIMITS },
    path,
    ({ blocks }, directory) => {
      if (!blocks) throw new UnreadableError("crash", "no blocks");
      return use(blocks.map((block) => ({ ...block, path: join(directory, block.file) })));
    },
    onProgress,
  );
}
