import { randomUUID } from "node:crypto";
import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { publishTiles } from "../modules/clouds/service/publish.ts";

/** For tests: the facts of a tile of 1 km in Lambert-93, without its points. */
export function tileFacts(changes: Partial<CloudFacts> = {}): CloudFacts {
  return {
    format: "copc",
    version: "1.4",
    pointFormat: 6,
    points: 1000,
    min: [652000, 6861000, 30],
    max: [653000, 6862000, 60],
    srid: 2154,
    verticalSrid: 5720,
    footprint: null,
    density: 12.345,
    coverage: 1,
    classes: { "2": 600, "6": 400 },
    returns: { "1": 1000 },
    extraFields: [],
    dates: ["2023-05-01", "2023-05-03"],
    product: "lidar-hd",
    ...changes,
  };
}

interface Of {
  communityId: CommunityId;
  dataset: { id: string };
}

/** Publishes a tile as a job does, without an upload. @param path the same path again is the next revision */
export async function publishTile(
  database: Database,
  { communityId, dataset }: Of,
  path: string,
  { key = `sha256/${randomUUID().replaceAll("-", "").repeat(2)}`, ...changes }: Partial<CloudFacts> & { key?: string; size?: number } = {},
): Promise<{ id: string; layerId: string }> {
  const { size = 100, ...facts } = changes;
  const of = { communityId, datasetId: dataset.id, uploadId: null, authorId: randomUUID(), fileName: `${path} as uploaded` };
  const tile = { path, fileName: path, title: path.replace(/\..*/, ""), mediaType: "application/vnd.laszip+copc", size, key };
  await database.sqlAs({ role: "worker", communityId }, (sql) => publishTiles(sql, of, [{ ...tile, facts: tileFacts(facts) }]));
  return database.withSystem(async (tx) => {
    const { id } = await tx.datasetAttachment.findFirstOrThrow({ where: { datasetId: dataset.id, path } });
    const layer = await tx.layer.findFirstOrThrow({ where: { datasetId: dataset.id, kind: "pointcloud" } });
    return { id, layerId: layer.id };
  });
}

/** A tile with two revisions. */
export async function newTile(database: Database, of: Of): Promise<{ id: string; layerId: string }> {
  const path = `${randomUUID()}.copc.laz`;
  await publishTile(database, of, path);
  return publishTile(database, of, path, { points: 1200, classes: { "2": 700, "6": 500 } });
}
