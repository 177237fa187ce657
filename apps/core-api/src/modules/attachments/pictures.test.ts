import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { portalPictures } from "../portals/service.ts";
import { listPictures } from "./service.ts";

let database: Database;
let core: TestCore;
let manager: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
});
afterAll(() => database.close());

const UPPER_LEFT = [2, 49] as const;
const LOWER_LEFT = [2.1, 48] as const;
const LOWER_RIGHT = [3.1, 48.1] as const;
const UPPER_RIGHT = [3, 49.1] as const;
const footprint = [UPPER_LEFT, LOWER_LEFT, LOWER_RIGHT, UPPER_RIGHT];
const facts = { format: "geotiff", size: [10, 10], bands: [], srid: 2154, pixelSize: [1, 1], isCloudOptimised: false };

async function datasetWith(
  files: { path: string; footprint?: unknown; hasPicture?: boolean; isDocument?: boolean }[],
  values: Parameters<typeof createDataset>[2] = {},
) {
  const { communityId } = manager;
  const dataset = await createDataset(database, communityId, values);
  const stored = { communityId, datasetId: dataset.id, mediaType: "image/tiff", size: 1, sha256: "x", objectKey: "x" };
  await database.withSystem((tx) =>
    tx.datasetAttachment.createMany({
      data: files.map(({ path, footprint: place = null, hasPicture = true, isDocument }, position) => ({
        ...stored,
        path,
        position,
        fileName: path,
        title: path,
        ...(!isDocument && { raster: { ...facts, footprint: place, hasPreview: hasPicture } as object }),
        previewKey: hasPicture ? "x" : null,
      })),
    }),
  );
  return dataset.id;
}

async function portalWith(...datasetIds: string[]) {
  const { communityId } = manager;
  const portal = await createPortal(database, communityId);
  await database.withSystem((tx) =>
    tx.portalDataset.createMany({
      data: datasetIds.map((datasetId, position) => ({ portalId: portal.id, datasetId, communityId, position, isVisible: position === 0 })),
    }),
  );
  return portal.id;
}

describe("pictures of a dataset", () => {
  test("are those of georeferenced rasters, with their corners clockwise", async () => {
    const datasetId = await datasetWith([
      { path: "b.tif", footprint },
      { path: "a.tif", footprint },
      { path: "nowhere.tif" },
      { path: "unseen.tif", footprint, hasPicture: false },
      { path: "rules.pdf", isDocument: true },
    ]);
    const found = await listPictures(core, anonymous, datasetId);
    expect(found.map(({ title }) => title)).toEqual(["b.tif", "a.tif"]);
    expect(found[0]?.corners).toEqual([UPPER_LEFT, UPPER_RIGHT, LOWER_RIGHT, LOWER_LEFT]);
  });

  test("are for anyone who may see the dataset", async () => {
    const datasetId = await datasetWith([{ path: "a.tif", footprint }], { visibility: "members" });
    expect(await listPictures(core, manager, datasetId)).toHaveLength(1);
    await expect(listPictures(core, anonymous, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
    const other = await createCommunity(database);
    const { id: userId } = await createMember(database, other.id, "manager");
    const stranger: MemberActor = { ...manager, userId, communityId: other.id };
    await expect(listPictures(core, stranger, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
  });
});

describe("pictures of a portal's map", () => {
  test("are listed by dataset, in the portal's order, with the box around them", async () => {
    const elsewhere = footprint.map(([lon, lat]) => [lon + 5, lat - 5]);
    const two = await datasetWith(
      [
        { path: "a.tif", footprint },
        { path: "b.tif", footprint: elsewhere },
      ],
      { title: "Photos" },
    );
    const none = await datasetWith([{ path: "nowhere.tif" }, { path: "rules.pdf", isDocument: true }]);
    const one = await datasetWith([{ path: "c.tif", footprint }]);
    expect(await portalPictures(core, anonymous, await portalWith(two, none, one))).toMatchObject([
      { datasetId: two, datasetTitle: "Photos", isVisible: true, count: 2, bbox: [2, 43, 8.1, 49.1] },
      { datasetId: one, isVisible: false, count: 1, bbox: [2, 48, 3.1, 49.1] },
    ]);
  });

  test("leave out datasets that the caller may not see, and drafts", async () => {
    const hidden = await datasetWith([{ path: "a.tif", footprint }], { visibility: "members" });
    const draft = await datasetWith([{ path: "a.tif", footprint }], { status: "draft" });
    const portalId = await portalWith(hidden, draft);
    expect(await portalPictures(core, anonymous, portalId)).toEqual([]);
    expect((await portalPictures(core, manager, portalId)).map(({ datasetId }) => datasetId)).toEqual([hidden]);
    await database.withSystem((tx) => tx.portal.update({ where: { id: portalId }, data: { status: "archived" } }));
    await expect(portalPictures(core, manager, portalId)).rejects.toMatchObject({ code: "portal-not-found" });
  });
});
