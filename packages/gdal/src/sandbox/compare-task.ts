import { open } from "node:fs/promises";
import { type CloudChanges, compareClouds } from "@archipel/pointcloud/compare/compare-clouds.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import type { SandboxRequest } from "./requests.ts";

/** Compares two clouds of one place, point by point. */
export async function compareTask({ before, after }: Extract<SandboxRequest, { kind: "compare" }>): Promise<CloudChanges> {
  const [one, other] = await Promise.all([open(before), open(after)]);
  try {
    return await compareClouds(await openCloud(rangesOf(one)), await openCloud(rangesOf(other)));
  } finally {
    await Promise.allSettled([one.close(), other.close()]);
  }
}
