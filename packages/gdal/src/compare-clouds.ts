import type { CloudChanges } from "@archipel/pointcloud/compare/compare-clouds.ts";
import { defaultLimits, type SandboxLimits, UnreadableError } from "./model.ts";
import { runTask } from "./sandbox/run-task.ts";

/** A table of positions, and a part of a file. The largest tiles that we know are read twice. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 700 * 2 ** 20, seconds: 1800, cpuSeconds: 30, cpuSecondsAMegabyte: 6 };

/**
 * Compares two point clouds of one place, in a child process under limits.
 *
 * @param before local file of the earlier points, and of the later ones
 * @throws UnreadableError when a file is broken, or has too many points
 */
export function compareCloudFiles(before: string, after: string): Promise<CloudChanges> {
  return runTask({ kind: "compare", before, after, limits: LIMITS }, [before, after], ({ changes }) => {
    if (!changes) throw new UnreadableError("crash", "no comparison");
    return changes;
  });
}
