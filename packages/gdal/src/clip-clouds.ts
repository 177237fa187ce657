import { join } from "node:path";
import { defaultLimits, type SandboxLimits, UnreadableError } from "./model.ts";
import type { SandboxReplyOf } from "./sandbox/process.ts";
import type { CloudClip, CloudTerrain, MadeFile, WrittenClip } from "./sandbox/requests.ts";
import { runTask } from "./sandbox/run-task.ts";

/** As when a cloud is published: an octree's path and one part are in memory. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 900 * 2 ** 20, seconds: 3600 };
/** Models cost by their cells, which callers limit, not by the bytes that are read. */
const OF_MODELS: SandboxLimits = { ...LIMITS, cpuSeconds: 3600 };

/** Cells of one grid, at most: a surface, a terrain and a copy of each have 16 bytes a cell. */
export const MOST_TERRAIN_CELLS = 16_000_000;

/** A file that a task made; deleted after its use. */
export interface FileOnDisk extends MadeFile {
  path: string;
}

/**
 * Writes the points of clouds inside an area as one file, in a child process under limits. The file is deleted after `use`.
 *
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @param use gets no file when no point is inside
 * @throws UnreadableError when a cloud is broken, or the points do not fit the limits
 */
export function withClippedClouds<T>(
  clip: CloudClip,
  onProgress: (fraction: number) => Promise<void>,
  use: (files: readonly FileOnDisk[], facts: Omit<WrittenClip, "files">) => Promise<T>,
): Promise<T> {
  const used = ({ clip: written }: SandboxReplyOf, directory: string) => {
    if (!written) throw new UnreadableError("crash", "no clip");
    const { files, ...facts } = written;
    return use(placed(directory, files), facts);
  };
  return runTask({ kind: "clip", clip, limits: LIMITS }, clip.paths, used, onProgress);
}

/**
 * Makes models of heights from clouds (terrain, surface, canopy, hillshade, contour lines, mesh), in a child process under limits. The files are
 * deleted after `use`. Callers keep the grid below `MOST_TERRAIN_CELLS`.
 *
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @throws UnreadableError when a cloud is broken, has no ground in the area, or the models do not fit the limits
 */
export function withCloudTerrain<T>(
  terrain: CloudTerrain,
  onProgress: (fraction: number) => Promise<void>,
  use: (files: readonly FileOnDisk[]) => Promise<T>,
): Promise<T> {
  const used = ({ files }: SandboxReplyOf, directory: string) => {
    if (!files) throw new UnreadableError("crash", "no terrain");
    return use(placed(directory, files));
  };
  return runTask({ kind: "terrain", terrain, limits: OF_MODELS }, terrain.paths, used, onProgress);
}

function placed(directory: string, files: readonly MadeFile[]): FileOnDisk[] {
  return files.map((file) => ({ ...file, path: join(directory, file.name) }));
}
