import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteUnreferenced } from "../kernel/objects.ts";
import { fileOfRun, getRun } from "../modules/processing/runs/service.ts";
import { squares } from "../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../testing/processing-world.ts";
import { sweepRunFiles } from "./sweep-run-files.ts";

const DAY_MS = 86_400_000;

let database: Database;
let world: ProcessingWorld;
let layer: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
  ({ layerId: layer } = await world.layer(squares(3)));
});
afterAll(async () => {
  await world.stopRunner();
  await database.close();
});

/**
 * All runs ended so many days earlier. The clock is not moved: once it is put back, the timers of the queue are due in weeks, and Node fires
 * those at once, again and again.
 */
const later = (days: number) =>
  database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE processing_runs SET finished_at = finished_at - make_interval(secs => $1)", [days * 86_400]),
  );
const told = (runId: string) => getRun(world.core, world.manager, runId);
const keyOf = async (runId: string) => (await fileOfRun(world.core, world.manager, runId)).objectKey;
const isStored = async (key: string) => (await world.core.storage.stat(key)) !== null;

test("the file of a run is kept for thirty days, then deleted; the run stays and says so", async () => {
  const { id, file, finishedAt } = await world.run("convert", { layer }, "csv");
  const key = await keyOf(id);
  expect(file?.keptUntil.getTime()).toBe((finishedAt?.getTime() ?? 0) + 30 * DAY_MS);
  // Another owner of the same bytes deletes them: the run keeps its file.
  await deleteUnreferenced(world.core, [key]);
  await later(29.9);
  expect(await sweepRunFiles(world.core)).toBe(0);
  expect(await isStored(key)).toBe(true);
  expect((await told(id)).file?.path).toBe(`/processings/${id}/file`);

  await later(0.2);
  // From then on, whether it was swept or not.
  await expect(keyOf(id)).rejects.toMatchObject({ code: "processing-file-gone", params: { days: 30 } });
  expect(await sweepRunFiles(world.core)).toBe(1);
  expect(await isStored(key)).toBe(false);
  await expect(keyOf(id)).rejects.toMatchObject({ code: "processing-file-gone" });
  expect(await told(id)).toMatchObject({ counts: { in: 3, out: 3 }, file: { name: file?.name, size: file?.size, path: null } });
  expect(await sweepRunFiles(world.core)).toBe(0);
});

test("bytes that a later run also made stay until that run's file expires", async () => {
  const first = await world.run("convert", { layer }, "geojson");
  await later(20);
  const second = await world.run("convert", { layer }, "geojson");
  const key = await keyOf(second.id);
  expect(await keyOf(first.id)).toBe(key);
  await later(11);
  expect(await sweepRunFiles(world.core)).toBe(1);
  expect(await isStored(key)).toBe(true);
  expect((await told(first.id)).file?.path).toBeNull();
  expect(await keyOf(second.id)).toBe(key);
  await later(20);
  expect(await sweepRunFiles(world.core)).toBe(1);
  expect(await isStored(key)).toBe(false);
});
