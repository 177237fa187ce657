import { type CloudChanges, compareClouds } from "@archipel/pointcloud/compare/compare-clouds.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { withRanges } from "./cloud-sources.ts";
import type { SandboxRequest } from "./requests.ts";

/** Compares two clouds of one place, point by point. */
export function compareTask({ before, after }: Extract<SandboxRequest, { kind: "compare" }>): Promise<CloudChanges> {
  return withRanges([before, after], async (files) => {
    const [one, other] = await Promise.all(files.map((file) => openCloud(file)));
    if (!one || !other) throw new Error("two clouds are compared");
    return compareClouds(one, other);
  });
}
