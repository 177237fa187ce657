import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";

/** Points of an invented town of a square kilometre in Lambert-93: ground, buildings, high trees. */
export async function smallTown(points: number): Promise<Buffer> {
  const batch = syntheticPoints({ format: 7, extraBytes: 0, total: points, seed: 1 }, 0, points);
  return Buffer.from(await cloudFile({ format: 7, extraBytes: 0, compression: "fixed", chunkPoints: points }, [batch]));
}
