import { join } from "node:path";
import { Area } from "@archipel/pointcloud/clip/area.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { clipToFile } from "@archipel/pointcloud/node/clip-file.ts";
import { withCloudSources } from "./cloud-sources.ts";
import { progressLines } from "./progress-lines.ts";
import type { SandboxRequest, WrittenClip } from "./requests.ts";

const NAMES = { las: "points.las", laz: "points.laz", copc: "points.copc.laz" } as const;

/**
 * Writes the points of clouds inside an area as one file of the work directory.
 *
 * @param progress descriptor for the lines of progress
 * @returns without files when no point is inside
 */
export async function clipClouds(
  { clip, workDirectory }: Extract<SandboxRequest, { kind: "clip" }>,
  progress: number,
): Promise<WrittenClip> {
  const { paths, polygons, format, classes, spacing, wkt } = clip;
  return withCloudSources(paths, async (sources) => {
    const { points, bytes, pointFormat, byClass } = await clipToFile(sources, join(workDirectory, NAMES[format]), {
      kind: format,
      executor: inThisThread(),
      ...(polygons && { area: new Area(polygons) }),
      ...(classes && { classes: new Set(classes) }),
      ...(spacing !== null && { spacing }),
      ...(wkt !== null && { wkt }),
      onProgress: progressLines(progress),
    });
    const counted = [...byClass.entries()].filter(([, count]) => count > 0);
    return { points, pointFormat, byClass: Object.fromEntries(counted), files: points === 0 ? [] : [{ name: NAMES[format], bytes }] };
  });
}
