import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { getSheet } from "../service.ts";
import { computeSheet } from "./compute.ts";

let database: Database;
let core: TestCore;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
});
afterAll(() => database.close());

type CommunityId = Awaited<ReturnType<typeof createCommunity>>["id"];

function addFile(communityId: CommunityId, datasetId: string, path: string, createdAt: Date, isRaster: boolean) {
  const stored = { fileName: path, title: path, mediaType: "image/tiff", size: 1, sha256: "x", objectKey: "x" };
  const raster = { format: "geotiff", size: [1, 1], bands: [], srid: null, pixelSize: [1, 1], isCloudOptimised: false, footprint: null };
  return database.withSystem((tx) =>
    tx.datasetAttachment.create({
      data: { ...stored, communityId, datasetId, path, createdAt, ...(isRaster && { raster: { ...raster, hasPreview: false } }) },
    }),
  );
}
async function freshness(communityId: CommunityId, datasetId: string, now: Date) {
  await computeSheet(core, communityId, datasetId, now);
  const { figures, measures } = await getSheet(core, anonymous, datasetId);
  return { lastChange: figures?.freshness?.lastChange.toISOString() ?? null, measures, layers: figures?.layers };
}

it("gives the freshness of a dataset with rasters only, and measures nothing else", async () => {
  const { id: communityId } = await createCommunity(database);
  const { id: datasetId } = await createDataset(database, communityId);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { updateFrequency: "monthly" } }));
  const now = new Date("2026-06-01T00:00:00Z");
  expect(await freshness(communityId, datasetId, now)).toMatchObject({ lastChange: null, layers: [] });

  await addFile(communityId, datasetId, "rules.pdf", new Date("2026-05-30T00:00:00Z"), false);
  expect((await freshness(communityId, datasetId, now)).lastChange).toBe("2026-05-30T00:00:00.000Z");
  // Where there are rasters, they are the data.
  await addFile(communityId, datasetId, "ortho.tif", new Date("2026-01-02T00:00:00Z"), true);
  expect(await freshness(communityId, datasetId, now)).toEqual({
    lastChange: "2026-01-02T00:00:00.000Z",
    layers: [],
    measures: expect.objectContaining({ freshness: "overdue", validity: null, completeness: null, reviewed: null, confidence: null }),
  });
});

it("uses the later of layers and rasters", async () => {
  const { id: communityId } = await createCommunity(database);
  const { datasetId } = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    features: [{ geometry: { type: "Point", coordinates: [2, 46] } }],
  });
  const ofLayer = (await freshness(communityId, datasetId, new Date())).lastChange;
  await addFile(communityId, datasetId, "old.tif", new Date("2020-01-01T00:00:00Z"), true);
  await addFile(communityId, datasetId, "rules.pdf", new Date("2100-01-01T00:00:00Z"), false);
  expect((await freshness(communityId, datasetId, new Date())).lastChange).toBe(ofLayer);
  await addFile(communityId, datasetId, "new.tif", new Date("2090-01-01T00:00:00Z"), true);
  expect((await freshness(communityId, datasetId, new Date())).lastChange).toBe("2090-01-01T00:00:00.000Z");
});
