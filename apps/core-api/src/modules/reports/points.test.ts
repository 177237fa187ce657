import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { CopcReader } from "@archipel/pointcloud/copc/open-copc.ts";
import { inThisThread } from "@archipel/pointcloud/copc/write/executor.ts";
import { writeCopc } from "@archipel/pointcloud/copc/write/write-copc.ts";
import { openCloud } from "@archipel/pointcloud/open-cloud.ts";
import { summarise } from "@archipel/pointcloud/summarise.ts";
import { cloudFile } from "@archipel/pointcloud/testing/cloud-file.ts";
import { MemorySink } from "@archipel/pointcloud/testing/memory-sink.ts";
import { memoryStorage } from "@archipel/pointcloud/testing/memory-storage.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startReaders } from "../../jobs/outbox/run-readers.ts";
import type { Runner } from "../../jobs/runner.ts";
import { anonymous, type MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { publishTile } from "../../testing/cloud-tiles.ts";
import { openReportingWorld } from "../../testing/reporting-world.ts";
import { jobOver, startTestRunner } from "../../testing/run-jobs.ts";
import { openCloudLayer } from "../clouds/service/open.ts";
import { listRevisions, restoreRevision } from "../clouds/service/revisions.ts";
import { correctPoints } from "./points/correct.ts";
import { getReport } from "./service/moderate.ts";
import { viewReport } from "./service/track.ts";

const TOTAL = 20_000;
/** Looks straight down on the square kilometre of the synthetic town. */
const volume = {
  origin: [292_500, 6_832_500, 0],
  matrix: [1 / 500, 0, 0, 0, 0, 1 / 500, 0, 0, 0, 0, 0.001, 0, 0, 0, 0, 1],
  ring: [
    [-1, -1],
    [0, -1],
    [0, 1],
    [-1, 1],
  ],
  heights: [0, 500],
  classes: [6],
};
let world: Awaited<ReturnType<typeof openReportingWorld>>;
let core: Core;
let runner: Runner;
let tile: { id: string; layerId: string };
let facts: { points: number; classes: Record<string, number>; min: [number, number, number]; max: [number, number, number] };
beforeAll(async () => {
  world = await openReportingWorld();
  ({ core, runner } = await startTestRunner(world.core));
  const sink = new MemorySink();
  const points = syntheticPoints({ format: 6, extraBytes: 0, total: TOTAL, seed: 3 }, 0, TOTAL);
  const source = await openCloud(readFrom(await cloudFile({ format: 6, extraBytes: 0, compression: "none" }, [points])));
  await writeCopc(source, sink, memoryStorage(), inThisThread());
  const { key, size } = await core.storage.put(Readable.from([sink.bytes()]));
  const { min, max } = (await openCloud(readFrom(sink.bytes()))).header;
  facts = { points: TOTAL, classes: counted((await summarise(source)).statistics.byClass), min, max };
  tile = await publishTile(world.database, { communityId: world.communityId, dataset: { id: world.datasetId } }, "town.copc.laz", {
    ...facts,
    key,
    size: Number(size),
  });
});
afterAll(async () => {
  await runner.stop();
  await world.close();
});

const counted = (counts: Float64Array) =>
  Object.fromEntries([...counts].map((count, code) => [String(code), count]).filter(([, count]) => count !== 0)) as Record<string, number>;
const aboutPoints = (changes: object = {}) => ({
  points: { layerId: tile.layerId, volume, problem: "class", classification: 1, seen: { 6: 12 }, ...changes },
});
const correct = (reportId: string, actor: MemberActor = world.moderator, classification = 1) =>
  correctPoints(core, actor, { communityId: actor.communityId, reportId, classification, message: "Merci" });

/** The classes of the tile's file, as its reader counts them. */
async function classesOfFile(): Promise<Record<string, number>> {
  const { objectKey } = await world.database.withSystem((tx) => tx.datasetAttachment.findUniqueOrThrow({ where: { id: tile.id } }));
  return core.storage.withFile(objectKey, async (path) => {
    const reader = await CopcReader.open(readFrom(await readFile(path)));
    return counted((await summarise(reader.cloud)).statistics.byClass);
  });
}

it("keeps the points that a report is about, and shows them to who may see the layer", async () => {
  const sent = await world.send(aboutPoints());
  const { points } = await getReport(core, world.moderator, sent.id);
  expect(points).toMatchObject({ layerId: tile.layerId, problem: "class", classification: 1, seen: { 6: 12 }, volume });
  const seen = await viewReport(core, anonymous, await world.visit(), { portalId: world.portalId, number: sent.number });
  expect(seen.points).toMatchObject({ layerId: tile.layerId, volume });
  await expect(world.send(aboutPoints({ layerId: world.layerId }))).rejects.toMatchObject({ code: "report-points-without-cloud" });
  await expect(world.send(aboutPoints({ layerId: crypto.randomUUID() }))).rejects.toMatchObject({ code: "layer-not-found" });
});

it("gives accepted points their class in a new revision, and closes the report", async () => {
  const readers = await startReaders(core);
  try {
    const sent = await world.send(aboutPoints());
    const { jobId } = await correct(sent.id);
    expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
    const [shown] = (await openCloudLayer(core, anonymous, tile.layerId)).tiles;
    const moved = shown?.facts.classes["1"] ?? 0;
    expect(moved).toBeGreaterThan(100);
    expect(shown).toMatchObject({ revision: 2, facts: { points: TOTAL, classes: { 6: (facts.classes[6] ?? 0) - moved } } });
    expect(await classesOfFile()).toEqual(shown?.facts.classes);
    const [latest, first] = await listRevisions(core, world.manager, { communityId: world.communityId, attachmentId: tile.id });
    expect(latest).toMatchObject({
      reportNumber: sent.number,
      isCurrent: true,
      difference: { points: { before: TOTAL, after: TOTAL }, classes: { 1: { before: 0, after: moved } } },
    });
    expect(first).toMatchObject({ reportNumber: null, isCurrent: false });
    world.database.notifier.signal();
    await expect.poll(async () => (await getReport(core, world.moderator, sent.id)).status).toBe("valid");
    expect((await getReport(core, world.moderator, sent.id)).entries).toMatchObject([
      { kind: "edit", isInternal: false, detail: { outcome: "accepted", points: moved, classification: 1 } },
      { kind: "status", body: "Merci", detail: { to: "valid" } },
    ]);
    await expect(correct(sent.id)).rejects.toMatchObject({ code: "report-closed" });
    await restoreRevision(core, world.manager, { communityId: world.communityId, attachmentId: tile.id, revision: 1 });
    expect(await classesOfFile()).toEqual(facts.classes);
  } finally {
    await readers.stop();
  }
});

it("says when nothing is to correct, and leaves the report open", async () => {
  const sent = await world.send(aboutPoints({ volume: { ...volume, classes: [64] } }));
  const { jobId } = await correct(sent.id);
  expect(await jobOver(core, jobId)).toMatchObject({ status: "failure", error: { code: "points-not-found" } });
  expect((await getReport(core, world.moderator, sent.id)).status).not.toBe("valid");
});

it("refuses strangers, reports about something else, and unusable drawings", async () => {
  const sent = await world.send(aboutPoints());
  const { id: communityId } = await createCommunity(world.database);
  const { id: userId } = await createMember(world.database, communityId, "moderator");
  const stranger: MemberActor = { userId, communityId, role: "moderator", isOperator: false, isSuspended: false };
  await expect(correct(sent.id, stranger)).rejects.toMatchObject({ code: "reports-missing" });
  const plain = await world.send();
  await expect(correct(plain.id)).rejects.toMatchObject({ code: "report-without-points" });
  expect(() => world.input(aboutPoints({ volume: { ...volume, matrix: [1] } }))).toThrow();
  expect(() => world.input(aboutPoints({ volume: { ...volume, heights: [5, 1] } }))).toThrow();
});
