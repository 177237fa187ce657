import { join } from "node:path";
import type { CloudRepairs } from "@archipel/pointcloud/repair/plan.ts";
import { defaultLimits, type SandboxLimits, UnreadableError } from "./model.ts";
import type { SandboxReplyOf } from "./sandbox/process.ts";
import { COPC_FILE, type WrittenCloud } from "./sandbox/requests.ts";
import { runTask } from "./sandbox/run-task.ts";

export interface CloudToWrite {
  /** Path inside the archive; null when the file is no archive. */
  entry: string | null;
  /** CRS as WKT 1, for a file that has none. */
  wkt: string | null;
  /** The file is wrong about its CRS: `wkt` replaces it. */
  isCrsReplaced: boolean;
  /** Name of the uploaded file; of an archive, the entry says the tile. */
  fileName: string;
  /** Null without repairs. */
  repairs: CloudRepairs | null;
}

/** The points of a tree's path and of one part are in memory, 250 MB for the largest tiles that we know. */
const LIMITS: SandboxLimits = { ...defaultLimits, memoryBytes: 900 * 2 ** 20, seconds: 3600 };

/**
 * Writes a point cloud as COPC, in a child process under limits. The file is deleted after `use`.
 *
 * @param path local file: a cloud, or an archive of clouds
 * @param onProgress called with 0 to 1; when it throws, the child ends
 * @throws UnreadableError when the cloud is broken or too large
 */
export function withCopc<T>(
  path: string,
  cloud: CloudToWrite,
  onProgress: (fraction: number) => Promise<void>,
  use: (copc: string, written: WrittenCloud) => Promise<T>,
): Promise<T> {
  const used = ({ cloud: written }: SandboxReplyOf, directory: string) => {
    if (!written) throw new UnreadableError("crash", "no point cloud");
    return use(join(directory, COPC_FILE), written);
  };
  return runTask({ kind: "copc", path, ...cloud, limits: LIMITS }, path, used, onProgress);
}
