// @database server
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { makeModelInput } from "@archipel/contracts/elevation-models.ts";
import { type HeightGrid, heightAt, NODATA } from "@archipel/geo/heights/height-grid.ts";
import { readWrittenGeoTiff } from "@archipel/geo/heights/read-geotiff.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { reclassifyCopc } from "@archipel/pointcloud/copc/reclassify-copc.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { emptyColumns } from "@archipel/pointcloud/las/columns.ts";
import { pointFormat } from "@archipel/pointcloud/las/point-format.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startReaders } from "../../../jobs/outbox/run-readers.ts";
import type { Runner } from "../../../jobs/runner.ts";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import type { JobRun } from "../../../kernel/jobs/handler.ts";
import { publishTile } from "../../../testing/cloud-tiles.ts";
import { jobOver, startTestRunner } from "../../../testing/run-jobs.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { listElevation, profileAlong } from "../service.ts";
import { makeModelJob } from "./making/job.ts";
import { bringModel, getModel, listModelSources, makeModel, setFollowing } from "./service.ts";

const [WEST, SOUTH, SIDE] = [652_700, 6_861_000, 300] as const;
const ground = (x: number, y: number) => 50 + x / 20 + y / 40;

let core: Core;
let runner: Runner;
let manager: MemberActor;
let datasetId: string;
let source: string;
const database = await openTestDatabase();

/** A square of ground east of `west`, with a hut of 6 m in its middle whose points are of a class. */
async function square(west: number, hut: number): Promise<Uint8Array> {
  const count = 20_000;
  const columns = emptyColumns(count, pointFormat(6), 0);
  const random = seededRandom(west);
  for (let i = 0; i < count; i++) {
    const [x, y] = [random() * SIDE, random() * SIDE];
    const isHut = Math.abs(x - 150) < 10 && Math.abs(y - 150) < 10;
    columns.x[i] = Math.round((x + west - 292_000) * 100);
    columns.y[i] = Math.round((y + SOUTH - 6_832_000) * 100);
    columns.z[i] = Math.round((ground(west - WEST + x, y) + (isHut ? 6 : 0)) * 100);
    if (columns.classification) columns.classification[i] = isHut ? hut : 2;
    if (columns.returns) columns.returns[i] = 0x11;
  }
  const sink = new MemorySink();
  const file = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns])));
  await writeCopc(file, sink, memoryStorage(), inThisThread());
  return sink.bytes();
}

async function publish(path: string, bytes: Uint8Array) {
  const { key, size } = await core.storage.put(Readable.from([bytes]));
  const { min, max, pointCount } = (await openCloud(readFrom(bytes))).header;
  const facts = { min, max, points: pointCount, classes: { "2": pointCount } };
  return publishTile(database, { communityId: manager.communityId, dataset: { id: datasetId } }, path, {
    ...facts,
    key,
    size: Number(size),
  });
}

beforeAll(async () => {
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  datasetId = (await createDataset(database, communityId)).id;
  // The hut is wrongly of the ground.
  source = (await publish("a.copc.laz", await square(WEST, 2))).layerId;
  await publish("b.copc.laz", await square(WEST + SIDE, 6));
});
afterAll(async () => {
  await runner.stop();
  await database.close();
});

const asked = (changes: object = {}) =>
  makeModelInput.parse({
    communityId: manager.communityId,
    layerId: source,
    product: "dtm",
    resolution: 2,
    title: "Terrain",
    target: { title: "Modèle de terrain" },
    ...changes,
  });

async function made(changes: object = {}) {
  const { jobId, layerId } = await makeModel(core, manager, asked(changes));
  expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
  return layerId;
}

const layerOf = (id: string) =>
  database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id }, include: { blocks: true, dataset: true } }));

async function gridOf(layerId: string): Promise<HeightGrid> {
  const { blocks } = await layerOf(layerId);
  const block = blocks.find(({ fileName }) => !fileName.includes("ombrage"));
  if (!block) throw new Error("no block");
  return core.storage.withFile(block.objectKey, async (path) => readWrittenGeoTiff(new Uint8Array(await readFile(path))));
}

it("makes a layer of heights from points, in a dataset of its own, and portals read it", async () => {
  const layerId = await made({ withShade: true });
  const layer = await layerOf(layerId);
  expect(layer).toMatchObject({
    kind: "elevation",
    status: "ready",
    srid: 2154,
    revision: 1,
    featureCount: 1,
    dataset: { topic: "elevation", status: "draft" },
  });
  expect(layer.dataset.lineage).toContain("NGF-IGN69");
  expect(layer.blocks.map(({ fileName }) => fileName).sort()).toEqual([
    "MNT_2M00_0652_6864_LAMB93_IGN69.tif",
    "MNT_2M00_0652_6864_LAMB93_IGN69_ombrage.tif",
  ]);
  const grid = await gridOf(layerId);
  expect([grid.columns, grid.rows, grid.cell, grid.srid]).toEqual([300, 150, 2, 2154]);
  // Corners beyond the outermost points.
  expect(grid.values.filter((value) => value === NODATA).length).toBeLessThan(20);
  expect(heightAt(grid, WEST + 40, SOUTH + 40)).toBeCloseTo(ground(40, 40), 1);
  // The seam of the two tiles.
  expect(heightAt(grid, WEST + 300, SOUTH + 70)).toBeCloseTo(ground(300, 70), 1);

  const portal = await createPortal(database, manager.communityId);
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: layer.datasetId }, data: { status: "published", topic: "other" } });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: layer.datasetId, communityId: manager.communityId } });
  });
  const [listed] = await listElevation(core, anonymous, portal.id);
  expect(listed).toMatchObject({ datasetId: layer.datasetId, verticalDatum: "NGF-IGN69", resolutionMetres: 2 });
  const [west, south, east, north] = layer.bbox as [number, number, number, number];
  const line: [number, number][] = [
    [west + (east - west) * 0.05, (south + north) / 2],
    [east - (east - west) * 0.05, (south + north) / 2],
  ];
  const profile = await profileAlong(core, anonymous, { portalId: portal.id, line, samples: 50 });
  expect(profile.heights.filter((height) => height === null)).toHaveLength(0);
  expect(profile.heights.at(-1)).toBeGreaterThan((profile.heights[0] ?? 0) + 20);
});

it("computes again what corrected points touch, and nothing else", async () => {
  const readers = await startReaders(core);
  try {
    const layerId = await made({ target: { datasetId } });
    const before = await gridOf(layerId);
    expect((heightAt(before, WEST + 150, SOUTH + 150) ?? 0) - ground(150, 150)).toBeGreaterThan(5);
    const { tiles } = await countedTiles();
    const path = tiles.find(({ path: name }) => name === "a.copc.laz");
    const reader = await core.storage.withFile(path?.objectKey ?? "", async (file) => CopcReader.open(readFrom(await readFile(file))));
    const corrections = [];
    for (const node of await reader.findNodes()) {
      const points = await reader.points(node);
      const { scale, offset } = reader.cloud.header;
      const wrong = [...points.x.keys()].filter(
        (i) =>
          Math.abs((points.x[i] ?? 0) * scale[0] + offset[0] - WEST - 150) < 10 &&
          Math.abs((points.y[i] ?? 0) * scale[1] + offset[1] - SOUTH - 150) < 10,
      );
      if (wrong.length > 0) corrections.push({ node, points: Uint32Array.from(wrong), classification: 6 });
    }
    const sink = new MemorySink();
    await reclassifyCopc(reader, sink, corrections);
    await publish("a.copc.laz", sink.bytes());
    database.notifier.signal();
    await expect.poll(async () => (await layerOf(layerId)).revision, { timeout: 60_000 }).toBe(2);
    const after = await gridOf(layerId);
    expect(Math.abs((heightAt(after, WEST + 150, SOUTH + 150) ?? 0) - ground(150, 150))).toBeLessThan(0.5);
    const farther = [...before.values.keys()].filter((i) => {
      const [x, y] = [((i % before.columns) + 0.5) * 2, 300 - (Math.floor(i / before.columns) + 0.5) * 2];
      return Math.abs(x - 150) > 115 || Math.abs(y - 150) > 115;
    });
    expect(farther.length).toBeGreaterThan(20_000);
    expect(farther.every((i) => before.values[i] === after.values[i])).toBe(true);
    expect(await getModel(core, manager, layerId)).toMatchObject({ isBehind: false, follows: true, source: { layerId: source } });
    expect((await layerOf(layerId)).blocks).toHaveLength(1);
  } finally {
    await readers.stop();
  }
});

it("does not follow when it is switched off, says that it is behind, and follows when asked", async () => {
  const readers = await startReaders(core);
  try {
    const layerId = await made({ target: { datasetId }, product: "dsm" });
    await setFollowing(core, manager, { layerId, follows: false });
    const following = await made({ target: { datasetId }, product: "chm" });
    const before = await gridOf(layerId);
    await publish("c.copc.laz", await square(WEST + 2 * SIDE, 6));
    database.notifier.signal();
    await expect.poll(async () => (await layerOf(following)).revision, { timeout: 60_000 }).toBe(2);
    expect(await getModel(core, manager, layerId)).toMatchObject({ isBehind: true, follows: false, jobId: null });
    expect(await gridOf(layerId)).toEqual(before);
    const { jobId } = await bringModel(core, manager, layerId);
    expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
    expect(await getModel(core, manager, layerId)).toMatchObject({ isBehind: false });
    expect((await gridOf(layerId)).columns).toBe(450);
    // Heights above the ground: the hut, and nothing beside it.
    const canopy = await gridOf(following);
    expect(heightAt(canopy, WEST + SIDE + 150, SOUTH + 150)).toBeGreaterThan(5);
    expect(Math.abs(heightAt(canopy, WEST + SIDE + 60, SOUTH + 60) ?? 9)).toBeLessThan(0.5);
    // Nothing has changed: no revision.
    expect(await jobOver(core, (await bringModel(core, manager, layerId)).jobId)).toMatchObject({ status: "success" });
    expect((await layerOf(layerId)).revision).toBe(2);
  } finally {
    await readers.stop();
  }
});

it("goes on with the next block after a crash", async () => {
  const { communityId, userId } = manager;
  const first = {
    sourceLayerId: source,
    product: "dtm",
    method: "idw",
    resolution: 0.5,
    withShade: false,
    title: "Fin",
    follows: false,
    datasetId,
    datasetTitle: null,
  };
  const layerId = crypto.randomUUID();
  let saved: unknown = { layerId, first };
  const begun: number[] = [];
  const attempt = async (dies: boolean) => {
    const run: JobRun = {
      job: {
        id: layerId,
        kind: makeModelJob.kind,
        communityId,
        subjectId: layerId,
        createdById: userId,
        keyId: null,
        input: saved,
        attempt: 1,
      },
      progress: async (step, done) => void (step === "model" && done % 100 === 0 && begun.push(done)),
      log: async () => {},
      remember: async (_tx, input) => {
        saved = JSON.parse(JSON.stringify(input));
      },
      succeed: async () => {
        if (dies) throw new Error("killed");
      },
      succeedIn: async () => {},
    };
    await makeModelJob.run(core, run);
  };
  await expect(attempt(true)).rejects.toThrow("killed");
  expect(await database.withSystem((tx) => tx.layer.count({ where: { id: layerId } }))).toBe(0);
  const blocks = new Set(begun).size;
  expect(blocks).toBeGreaterThan(1);
  begun.length = 0;
  await attempt(false);
  expect(begun).toEqual([]);
  expect((await layerOf(layerId)).blocks.map(({ fileName }) => fileName)).toContain("MNT_0M50_0653_6862_LAMB93_IGN69.tif");
});

it("leaves nothing of a model without points, and refuses cells that no point fills", async () => {
  await expect(makeModel(core, manager, asked({ resolution: 0.1 }))).rejects.toMatchObject({ code: "elevation-model-too-fine" });
  const empty = (await createDataset(database, manager.communityId)).id;
  const bytes = await onlyTrees();
  const { key, size } = await core.storage.put(Readable.from([bytes]));
  const { min, max, pointCount } = (await openCloud(readFrom(bytes))).header;
  const facts = { min, max, points: pointCount, key, size: Number(size) };
  const { layerId } = await publishTile(database, { communityId: manager.communityId, dataset: { id: empty } }, "trees.copc.laz", facts);
  const failed = await makeModel(core, manager, asked({ layerId, title: "Vide", target: { title: "Vide" } }));
  expect(await jobOver(core, failed.jobId)).toMatchObject({ status: "failure", error: { code: "elevation-model-empty" } });
  expect(await database.withSystem((tx) => tx.dataset.count({ where: { title: "Vide" } }))).toBe(0);
});

async function onlyTrees(): Promise<Uint8Array> {
  const columns = emptyColumns(100, pointFormat(6), 0);
  for (let i = 0; i < 100; i++) {
    columns.x[i] = i * 100;
    columns.y[i] = (i % 10) * 100;
    if (columns.classification) columns.classification[i] = 5;
  }
  const sink = new MemorySink();
  await writeCopc(
    await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [columns]))),
    sink,
    memoryStorage(),
    inThisThread(),
  );
  return sink.bytes();
}

async function countedTiles() {
  const tiles = await database.withSystem((tx) =>
    tx.datasetAttachment.findMany({ where: { datasetId, layerId: null }, orderBy: { path: "asc" } }),
  );
  return { tiles };
}

it("is closed to strangers and to impossible requests", async () => {
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  const stranger: MemberActor = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
  const layerId = await made();
  await expect(makeModel(core, stranger, { ...asked(), communityId })).rejects.toMatchObject({ code: "cloud-layer-not-found" });
  await expect(getModel(core, stranger, layerId)).rejects.toMatchObject({ code: "elevation-model-not-found" });
  await expect(setFollowing(core, stranger, { layerId, follows: false })).rejects.toMatchObject({ code: "elevation-model-not-found" });
  await expect(bringModel(core, stranger, layerId)).rejects.toMatchObject({ code: "elevation-model-not-found" });
  expect(await listModelSources(core, stranger)).toEqual([]);
  expect((await listModelSources(core, manager)).find((one) => one.layerId === source)).toMatchObject({ tiles: 3 });
  await expect(makeModel(core, manager, asked({ target: { datasetId: crypto.randomUUID() } }))).rejects.toMatchObject({
    code: "dataset-not-found",
  });
  await expect(makeModel(core, manager, asked({ layerId }))).rejects.toMatchObject({ code: "cloud-layer-not-found" });
  expect(() => asked({ resolution: 0 })).toThrow();
  expect(() => asked({ resolution: Number.NaN })).toThrow();
});
