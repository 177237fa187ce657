import { type FileHandle, open } from "node:fs/promises";
import type { ReadRange } from "@archipel/pointcloud/byte-io.ts";
import { openSource, type PointSource } from "@archipel/pointcloud/clip/source.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";

/** Opens local files to read ranges of them, in their order, and closes them after `use`. */
export async function withRanges<T>(paths: readonly string[], use: (files: ReadRange[]) => Promise<T>): Promise<T> {
  const files: FileHandle[] = [];
  try {
    for (const path of paths) files.push(await open(path));
    return await use(files.map(rangesOf));
  } finally {
    await Promise.allSettled(files.map((file) => file.close()));
  }
}

/** Opens clouds as sources of points, and closes them after `use`. @throws CloudError when one is broken */
export function withCloudSources<T>(paths: readonly string[], use: (sources: PointSource[]) => Promise<T>): Promise<T> {
  return withRanges(paths, async (files) => {
    const sources: PointSource[] = [];
    for (const file of files) sources.push(await openSource(file));
    return use(sources);
  });
}
