import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { Area } from "@archipel/pointcloud/clip/area.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { createDataset } from "@archipel/testing/factories.ts";
import { fromBufferPromise } from "yauzl";
import type { Core } from "../kernel/core.ts";
import { publishTile } from "./cloud-tiles.ts";

/** For tests: a square kilometre of points in Lambert-93, as one tile, and areas of it. */

export const TOWN_POINTS = 40_000;
const CLOUD = { format: 6, extraBytes: 0, total: TOWN_POINTS, seed: 1 };

/** A rectangle in Lambert-93. */
export const boxArea = (west: number, south: number, east: number, north: number) => ({
  geometry: {
    type: "Polygon" as const,
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ] as [number, number][],
    ],
  },
  srid: 2154,
});
/** Wholly inside the tile. */
export const TOWN_SQUARE = boxArea(292_200, 6_832_300, 292_500, 6_832_700);

/** Points of the square, counted one by one. */
export function pointsOfSquare(classes?: number[]): number {
  const { count, x, y, classification } = syntheticPoints(CLOUD, 0, TOWN_POINTS);
  const area = new Area([TOWN_SQUARE.geometry.coordinates]);
  let found = 0;
  for (let i = 0; i < count; i++)
    if (
      area.contains(292_000 + (x[i] ?? 0) / 100, 6_832_000 + (y[i] ?? 0) / 100) &&
      (!classes || classes.includes(classification?.[i] ?? -1))
    )
      found++;
  return found;
}

async function townTile(): Promise<Buffer> {
  const sink = new MemorySink();
  const las = await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [syntheticPoints(CLOUD, 0, TOWN_POINTS)]);
  await writeCopc(await openCloud(readFrom(las)), sink, memoryStorage(), inThisThread(), {});
  return Buffer.from(sink.bytes());
}

/** Publishes the town in a dataset of its own. */
export async function publishTown(
  { storage, database }: Pick<Core, "storage"> & { database: Database },
  communityId: CommunityId,
  values: Parameters<typeof createDataset>[2] = { status: "published", visibility: "public" },
): Promise<{ datasetId: string; layerId: string }> {
  const dataset = await createDataset(database, communityId, { title: "Relevé", ...values });
  const { key, size } = await storage.put(Readable.from([await townTile()]));
  const classes: Record<string, number> = {};
  for (const code of syntheticPoints(CLOUD, 0, TOWN_POINTS).classification ?? []) classes[code] = (classes[code] ?? 0) + 1;
  const facts = { points: TOWN_POINTS, classes, key, size };
  const { layerId } = await publishTile(database, { communityId, dataset }, "0292_6833.copc.laz", {
    ...facts,
    min: [292_000, 6_832_000, 30],
    max: [293_000, 6_833_000, 100],
  });
  return { datasetId: dataset.id, layerId };
}

/** The files of an archive, without its folder. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const zip = await fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName.replace(/^[^/]+\//, ""), await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}
