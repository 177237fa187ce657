import { join } from "node:path";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { ModelRecipe } from "@archipel/pointcloud/terrain/model-block.ts";
import { defaultLimits, type SandboxLimits } from "./model.ts";
import { MODEL_FILE, SHADE_FILE, type WrittenModel } from "./sandbox/requests.ts";
import { runTask } from "./sandbox/run-task.ts";

/** The cells of a block and the points of a few windows are in memory: 450 MB. Its cells cost the time, not the bytes that are read. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 900 * 2 ** 20, seconds: 3600, cpuSeconds: 3600 };
/** Both revisions of a tile are read once. */
const COMPARING: SandboxLimits = { ...defaultLimits, seconds: 900 };

export interface ModelToWrite {
  recipe: ModelRecipe;
  /** The block. Its sides are multiples of the resolution. */
  box: Bbox;
  /** The part of the block that is computed, and the block with its hillshade as they were; null: all of it. */
  again: { window: Bbox; path: string; shade: string | null } | null;
  withShade: boolean;
}

/**
 * Writes a block of a model of heights from points as GeoTIFF, in a child process under limits. The files are deleted after `use`.
 *
 * @param paths local files of points that we wrote ourselves, all that touch the block or its surroundings
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @param use gets the file and its hillshade (null when none is asked for); it is not called when no cell has a height
 * @returns what `use` returned; null when no cell has a height
 * @throws UnreadableError when a file is broken, or needs too much memory or time
 */
export function withModel<T>(
  paths: readonly string[],
  { recipe, box, again, withShade }: ModelToWrite,
  onProgress: (fraction: number) => Promise<void>,
  use: (model: string, shade: string | null, written: WrittenModel) => Promise<T>,
): Promise<T | null> {
  const earlier = { earlier: again?.path ?? null, earlierShade: again?.shade ?? null };
  const asked = { recipe, box, window: again?.window ?? null, ...earlier, withShade };
  return runTask(
    { kind: "model", paths: [...paths], ...asked, limits: LIMITS },
    [...paths, ...[earlier.earlier, earlier.earlierShade].filter((path) => path !== null)],
    ({ model }, directory) => (model ? use(join(directory, MODEL_FILE), withShade ? join(directory, SHADE_FILE) : null, model) : null),
    onProgress,
  );
}

/**
 * The box of points that differ between two revisions of a tile of points; null when they do not.
 *
 * @throws UnreadableError when one of them is broken
 */
export function changedGround(path: string, earlier: string): Promise<Bbox | null> {
  return runTask({ kind: "changed-box", path, earlier, limits: COMPARING }, [path, earlier], ({ box = null }) => box);
}
