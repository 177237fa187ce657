import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";

interface World {
  database: Database;
  communityId: CommunityId;
}

/** A file that was received and checked, with one layer: nothing stands in the way of publishing it. */
export async function newUpload({ database, communityId }: World): Promise<{ uploadId: string; uploadLayerId: string }> {
  const source = { format: "csv", entry: null, layer: "lieux", encoding: "UTF-8", hasZ: false, sampleKey: null, isEncodingChosen: false };
  const crs = { srid: 4326, name: null, how: "declared", candidates: [], isChosen: false };
  const found = { name: "lieux", source, crs, geometryType: "Point", featureCount: 1, fields: [], chosenSrid: 4326, encoding: "UTF-8" };
  const about = { communityId, createdById: randomUUID(), fileName: "lieux.csv", size: 1, status: "checked" };
  return database.withSystem(async (tx) => {
    const { id: uploadId } = await tx.upload.create({ data: about });
    const { id: uploadLayerId } = await tx.uploadLayer.create({ data: { ...found, communityId, uploadId, position: 0 } });
    return { uploadId, uploadLayerId };
  });
}

/** A job on an upload of its own. */
export async function newJob(world: World, status: "waiting" | "failure"): Promise<string> {
  const { database, communityId } = world;
  const { uploadId: subjectId } = await newUpload(world);
  const data = { communityId, kind: "check-upload", subjectId, createdById: randomUUID(), status };
  return (await database.withSystem((tx) => tx.job.create({ data }))).id;
}
