import { open } from "node:fs/promises";
import { join } from "node:path";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { type ClassMove, reclassifyCopc } from "@archipel/pointcloud/copc/reclassify-copc.ts";
import { rangesOf, sinkOf } from "@archipel/pointcloud/node/files.ts";
import { selectPoints } from "@archipel/pointcloud/selection/select-points.ts";
import { COPC_FILE, type SandboxRequest } from "./requests.ts";

/** Points of a tile that are decoded to find the chosen ones. */
const MOST_DECODED = 20_000_000;

/**
 * Gives the points inside a drawn volume another class, in a copy of the file in the work directory. Without points inside, nothing is written.
 *
 * @returns what changed
 */
export async function correctClasses({
  path,
  volume,
  classification,
  workDirectory,
}: Extract<SandboxRequest, { kind: "reclassify" }>): Promise<ClassMove[]> {
  const source = await open(path);
  try {
    const reader = await CopcReader.open(rangesOf(source));
    const chosen = await selectPoints(reader, volume, { decoded: MOST_DECODED });
    const wrong = chosen.filter(({ classes }) => classes.some((code) => code !== classification));
    if (wrong.length === 0) return [];
    const target = await open(join(workDirectory, COPC_FILE), "wx+");
    try {
      const corrections = wrong.map(({ node, points }) => ({ node, points, classification }));
      return (await reclassifyCopc(reader, sinkOf(target), corrections)).moves;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
