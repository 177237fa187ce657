import { type FileHandle, open } from "node:fs/promises";
import { openSource, type PointSource } from "@archipel/pointcloud/clip/source.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";

/** Opens clouds as sources of points, and closes them after `use`. @throws CloudError when one is broken */
export async function withCloudSources<T>(paths: readonly string[], use: (sources: PointSource[]) => Promise<T>): Promise<T> {
  const files: FileHandle[] = [];
  try {
    const sources: PointSource[] = [];
    for (const path of paths) {
      const file = await open(path);
      files.push(file);
      sources.push(await openSource(rangesOf(file)));
    }
    return await use(sources);
  } finally {
    await Promise.allSettled(files.map((file) => file.close()));
  }
}
