import { open } from "node:fs/promises";
import type { Cloud } from "../open-cloud.ts";
import { openCloud } from "../open-cloud.ts";
import { type CloudRepairs, repairOf } from "../repair/plan.ts";
import { type RepairedPoints, repairCloud } from "../repair/repair-cloud.ts";
import { rangesOf, sinkOf } from "./files.ts";

/** A repaired cloud in a file. `close` frees its handle; the file stays. */
export interface RepairedFile {
  cloud: Cloud;
  done: RepairedPoints;
  close(): Promise<void>;
}

/**
 * Writes a repaired cloud into a new file.
 *
 * @param fileName name of the source, which says its tile
 * @throws CloudError when the source is broken, or the repairs leave no point
 */
export async function repairIntoFile(
  cloud: Cloud,
  repairs: CloudRepairs,
  fileName: string,
  path: string,
  onProgress: (fraction: number) => void = () => {},
): Promise<RepairedFile> {
  const file = await open(path, "w+");
  try {
    const done = await repairCloud(cloud, sinkOf(file), repairOf(repairs, fileName), { onProgress });
    return { cloud: await openCloud(rangesOf(file)), done, close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}
