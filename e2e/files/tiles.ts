import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { SYNTHETIC, syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";

const POINTS = 5000;
export const FIRST_TILE = "LHD_FXX_0292_6833_PTS_LAMB93_IGN69";
export const SECOND_TILE = "LHD_FXX_0293_6833_PTS_LAMB93_IGN69";

interface TileFaults {
  /** Points that are at the place of another one. */
  doubled?: number;
  /** Points of a class that LiDAR HD does not have. */
  oddClass?: number;
  /** Points of the ground that become building. */
  built?: number;
}

/** A kilometre of invented points. @param east kilometres from the first tile */
async function tile(east: number, { doubled = 0, oddClass = 0, built = 0 }: TileFaults = {}): Promise<Buffer> {
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: POINTS, seed: 4 + east }, 0, POINTS);
  for (const axis of ["x", "y", "z"] as const) points[axis].set(points[axis].subarray(0, doubled), 1000);
  points.classification?.set(Array(oddClass).fill(8), 2000);
  const ground = Array.from({ length: POINTS }, (_, i) => i).filter((i) => points.classification?.[i] === 2 && i > 3000);
  for (const i of ground.slice(0, built)) points.classification?.set([6], i);
  const [x, y, z] = SYNTHETIC.offset;
  const header = { offset: [x + 1000 * east, y, z] as [number, number, number] };
  return Buffer.from(await cloudFile({ format: 6, extraBytes: 0, compression: "variable", header }, [points]));
}

/** Two tiles side by side. The first has faults that can be repaired. */
export async function twoTiles(): Promise<Buffer> {
  return buildZip([
    { name: `${FIRST_TILE}.laz`, content: await tile(0, { doubled: 3, oddClass: 2 }) },
    { name: `${SECOND_TILE}.laz`, content: await tile(1) },
  ]);
}

/** The second tile again: forty points of the ground are a building now. */
export const laterTile = (): Promise<Buffer> => tile(1, { built: 40 });
