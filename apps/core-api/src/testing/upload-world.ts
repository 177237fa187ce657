import { createHash, randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { tileFacts } from "./cloud-tiles.ts";

interface World {
  database: Database;
  communityId: CommunityId;
}

/** A file that was received and checked, with one layer, ready to publish. */
export async function newUpload({ database, communityId }: World): Promise<{ uploadId: string; uploadLayerId: string }> {
  const source = { format: "csv", entry: null, layer: "lieux", encoding: "UTF-8", hasZ: false, sampleKey: null, isEncodingChosen: false };
  const crs = { srid: 4326, name: null, how: "declared", candidates: [], isChosen: false };
  const found = { name: "lieux", source, crs, geometryType: "Point", featureCount: 1, fields: [], chosenSrid: 4326, encoding: "UTF-8" };
  const about = { communityId, createdById: randomUUID(), fileName: "lieux.csv", size: 1, status: "checked", rasters: [raster(crs)] };
  return database.withSystem(async (tx) => {
    const { id: uploadId } = await tx.upload.create({ data: about });
    const { id: uploadLayerId } = await tx.uploadLayer.create({ data: { ...found, communityId, uploadId, position: 0 } });
    return { uploadId, uploadLayerId };
  });
}

/** The corners of a box, from the upper left against the clock. */
const cornersOf = (west: number, south: number, east: number, north: number) => [
  [west, north],
  [west, south],
  [east, south],
  [east, north],
];

const PLACE = cornersOf(4.83, 45.75, 4.84, 45.76);

/** A square kilometre near Lyon. */
function raster(crs: object) {
  const corners = cornersOf(842_000, 6_518_000, 843_000, 6_519_000);
  const facts = { format: "geotiff", size: [10, 10], bands: [], srid: 2154, pixelSize: [100, 100], isCloudOptimised: false };
  return {
    ...facts,
    path: "mnt.tif",
    name: "mnt",
    crs: { ...crs, srid: 2154 },
    corners,
    footprint: PLACE,
    previewKey: null,
    companions: [],
    heights: { product: null, verticalSrid: null, range: null, emptyShare: null, isSquare: true, isServable: true },
  };
}

/** The same, with a point cloud, whose repairs can be changed. */
export async function newUploadWithCloud(world: World): Promise<{ uploadId: string; path: string }> {
  const { uploadId } = await newUpload(world);
  const path = "dalle.laz";
  const crs = { srid: 2154, name: null, how: "declared", candidates: [], isChosen: false };
  const clouds = [{ ...tileFacts(), path, name: "dalle", crs }];
  await world.database.withSystem((tx) => tx.upload.update({ where: { id: uploadId }, data: { clouds } }));
  return { uploadId, path };
}

/** A job on an upload of its own. */
export async function newJob(world: World, status: "waiting" | "failure"): Promise<string> {
  const { database, communityId } = world;
  const { uploadId: subjectId } = await newUpload(world);
  const data = { communityId, kind: "check-upload", subjectId, createdById: randomUUID(), status };
  return (await database.withSystem((tx) => tx.job.create({ data }))).id;
}

/** The same, with its file: a check of it can be started. */
export async function newStoredUpload(world: World): Promise<{ uploadId: string }> {
  const { uploadId } = await newUpload(world);
  const objectKey = `sha256/${"0".repeat(64)}`;
  await world.database.withSystem((tx) => tx.upload.update({ where: { id: uploadId }, data: { objectKey } }));
  return { uploadId };
}

/** A check that ran and found nothing. */
export async function newCheck(world: World): Promise<string> {
  const { database, communityId } = world;
  const { uploadId } = await newStoredUpload(world);
  const model = { modelKey: "example-trees", modelTitle: { fr: "Arbres", en: "Trees" } };
  const data = { communityId, uploadId, ...model, createdById: randomUUID() };
  return (await database.withSystem((tx) => tx.check.create({ data }))).id;
}

/** A file that can be repaired. The caller stores it if it must be read. */
export const placesCsv = "nom,lon,lat\nun,2,48\ndeux,2.1,48.1\n";

/** A stored table, whose only row of addresses waits for a person. */
export async function newAddressTable(world: World): Promise<{ uploadId: string; uploadLayerId: string }> {
  const { database, communityId } = world;
  const { uploadId, uploadLayerId } = await newUpload(world);
  const objectKey = `sha256/${createHash("sha256").update(placesCsv).digest("hex")}`;
  const fields = [{ name: "nom", column: "nom", type: "text" }];
  await database.withSystem(async (tx) => {
    await tx.upload.update({ where: { id: uploadId }, data: { objectKey } });
    await tx.uploadLayer.update({ where: { id: uploadLayerId }, data: { geometryType: "None", fields } });
    const row = { position: 1, typed: "1 rue du Lin", state: "doubtful", record: [["nom", "un"]] };
    await tx.addressRow.create({ data: { ...row, communityId, uploadLayerId } });
  });
  return { uploadId, uploadLayerId };
}

/** A check with a stored file, a finding that one click repairs, and a repair that can be undone. */
export async function newRepairable(world: World): Promise<string> {
  const { database, communityId } = world;
  const { uploadId } = await newUpload(world);
  const objectKey = `sha256/${createHash("sha256").update(placesCsv).digest("hex")}`;
  const about = { communityId, uploadId, modelKey: "example-trees" };
  const finding = {
    communityId,
    sequence: 1,
    groupNumber: 0,
    code: "ATTRIBUTE_SIZE_EXCEEDED",
    level: "ERROR",
    tableName: "lieux",
    field: "nom",
  };
  const operation = { set: { table: "lieux", row: 2, field: "nom", value: "trois" } };
  return database.withSystem(async (tx) => {
    await tx.upload.update({ where: { id: uploadId }, data: { objectKey, recipeRevision: 1 } });
    await tx.uploadRepair.create({ data: { ...about, position: 1, revision: 1, operation, authorId: randomUUID() } });
    const findings = { create: [{ ...finding, row: 1, repair: "trim" }] };
    const check = { ...about, modelTitle: { fr: "Arbres", en: "Trees" }, createdById: randomUUID(), verdict: {}, findings };
    return (await tx.check.create({ data: check })).id;
  });
}

/** A model of the community; returns its key. */
export async function newModel({ database, communityId }: World): Promise<string> {
  const key = `model-${randomUUID()}`;
  const title = { fr: "Arbres", en: "Trees" };
  await database.withSystem((tx) => tx.validationModel.create({ data: { communityId, key, title } }));
  return key;
}

/** A run of a processing, whose job has ended. */
export async function newRun({ database, communityId }: World): Promise<string> {
  const asked = { processing: "repair", version: 1, parameters: {}, sources: [], title: "Réparée", createdById: randomUUID() };
  return (await database.withSystem((tx) => tx.processingRun.create({ data: { communityId, ...asked } }))).id;
}
