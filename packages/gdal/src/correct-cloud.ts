import { join } from "node:path";
import type { ClassMove } from "@archipel/pointcloud/copc/reclassify-copc.ts";
import type { DrawnVolume } from "@archipel/pointcloud/selection/volume.ts";
import { defaultLimits, type SandboxLimits } from "./model.ts";
import { COPC_FILE } from "./sandbox/requests.ts";
import { runTask } from "./sandbox/run-task.ts";

/** A chunk at a time is in memory; reading all chunks of a tile takes minutes at most. */
const LIMITS: SandboxLimits = { ...defaultLimits, seconds: 900 };

/** The points of a tile that should be of another class. */
export interface CloudCorrection {
  volume: DrawnVolume;
  classification: number;
}

/**
 * Gives points of a COPC file another class, in a child process under limits. The new file is deleted after `use`.
 *
 * @param path local file
 * @param use gets the new file, and how many points went from which class; it is not called when no point changes
 * @returns what `use` returned; null when no point changes
 * @throws UnreadableError when the file is broken, or the drawing touches too many points
 */
export function withCorrectedCloud<T>(
  path: string,
  { volume, classification }: CloudCorrection,
  use: (copc: string, moves: readonly ClassMove[]) => Promise<T>,
): Promise<T | null> {
  const task = { kind: "reclassify", path, volume, classification, limits: LIMITS } as const;
  return runTask(task, path, ({ moves = [] }, directory) => (moves.length > 0 ? use(join(directory, COPC_FILE), moves) : null));
}
