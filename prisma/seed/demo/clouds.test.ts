import { open } from "node:fs/promises";
import { cloudFacts } from "@archipel/contracts/clouds.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { createTestCore, type TestCore } from "@archipel/core-api/testing/test-core.ts";
import type { Database } from "@archipel/database/database.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { rangesOf } from "@archipel/pointcloud/node/files.ts";
import { createCommunity, createDataset, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Scene, TILE_METRES, type Tile } from "../territory/clouds/scene.ts";
import { pointFeature, text } from "../territory/feature.ts";
import { cloudPointsOf, seedClouds } from "./clouds.ts";
import { seedPointTerrain } from "./point-terrain.ts";

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

/** A meadow with one village. */
const meadow = {
  base: [
    {
      name: "lieu",
      title: { fr: "Lieux", en: "Places" },
      geometry: "Point" as const,
      fields: [text("nom", "Nom")],
      *features() {
        yield pointFeature([68_400, 6_632_220], { nom: "Pré", population: 100 });
      },
    },
  ],
  planning: [],
  hazards: [],
  lidar: [],
  scene: (tile: Tile): Scene => ({
    ...tile,
    groundAt: (x, y) => 10 + (x + y) / 200,
    cover: new Uint8Array(1),
    top: new Float32Array(1),
    cellOf: (x, y) => (x < TILE_METRES && y < TILE_METRES ? 0 : -1),
  }),
};

test("the demo's dataset gets tiles of points around the largest town, and keeps them", async () => {
  const title = "Nuages d’un pré";
  const { id } = await createDataset(database, manager.communityId, { title, status: "published" });
  await database.withSystem((tx) => tx.dataset.update({ where: { id }, data: { slug: slugOf(title) } }));
  const said: string[] = [];
  let generated = 0;
  const territory = () => {
    generated++;
    return meadow;
  };
  const seed = (points: number | undefined) => seedClouds(core, manager, title, { territory, say: (line) => said.push(line), points });
  const tiles = () => database.withSystem((tx) => tx.datasetAttachment.findMany({ where: { datasetId: id }, orderBy: { path: "asc" } }));
  await seed(100_000);
  const first = await tiles();
  expect(first.map(({ path }) => path)).toEqual(
    ["0067_6632", "0067_6633", "0068_6632", "0068_6633"].map((place) => `SYN_FXX_${place}_PTS_LAMB93_IGN69.copc.laz`),
  );
  const facts = first.map(({ cloud }) => cloudFacts.parse(cloud));
  const total = facts.reduce((sum, { points }) => sum + points, 0);
  expect(total).toBeGreaterThan(100_000);
  expect(total).toBeLessThan(200_000);
  expect(said[0]).toContain(`${total.toLocaleString("en")} points in 4 tiles`);
  expect(facts.map(({ pointFormat }) => pointFormat).sort()).toEqual([6, 8, 8, 8]);
  for (const [i, { objectKey }] of first.entries()) {
    await core.storage.withFile(objectKey ?? "", async (path) => {
      const file = await open(path);
      const { cloud } = await CopcReader.open(rangesOf(file));
      expect([cloud.header.pointCount, cloud.header.min, cloud.header.max]).toEqual([facts[i]?.points, facts[i]?.min, facts[i]?.max]);
      await file.close();
    });
  }
  // Again, or with about as many points: nothing is generated.
  await seed(undefined);
  await seed(110_000);
  expect(generated).toBe(1);
  expect(await tiles()).toEqual(first);
  const layer = await database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId: id, kind: "pointcloud" } }));
  expect([layer.featureCount, layer.status]).toEqual([4, "ready"]);
  await seedClouds(core, manager, "Nothing of this title", { territory, say: () => undefined, points: undefined });
  expect(generated).toBe(1);
});

test("the demo's points get a terrain that follows them, once", async () => {
  const title = "Nuages d’un pré";
  const said: string[] = [];
  const seed = (of: string) => seedPointTerrain(core, manager, of, (line) => said.push(line));
  await seed(title);
  await seed(title);
  await seed("Nothing of this title");
  expect(said).toHaveLength(1);
  const models = await database.withSystem((tx) => tx.elevationModel.findMany({ include: { layer: true, source: true } }));
  expect(models).toMatchObject([
    {
      product: "dtm",
      resolution: 2,
      follows: true,
      verticalSrid: 5720,
      source: { kind: "pointcloud" },
      layer: { status: "ready", revision: 1 },
    },
  ]);
  // Four square kilometres lie in up to four blocks.
  expect(models[0]?.layer.featureCount).toBeGreaterThan(0);
});

test("the number of points is one that makes sense", () => {
  expect(cloudPointsOf(undefined)).toBeUndefined();
  expect(cloudPointsOf("20000000")).toBe(20_000_000);
  for (const wrong of ["", "many", "-5", "1e9", "999", "999999999"]) expect(() => cloudPointsOf(wrong)).toThrow("--points");
});
