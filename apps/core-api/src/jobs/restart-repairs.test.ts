// @on-demand kills
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "@archipel/database/database.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { withDelivery } from "@archipel/validation/delivery/open.ts";
import { parseRecipe } from "@archipel/validation/repair/recipe.ts";
import { repairedDelivery } from "@archipel/validation/repair/repaired.ts";
import { runCheck } from "@archipel/validation/testing/run-check.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wells } from "../testing/check-world.ts";
import { type KilledJobs, killedJobs } from "../testing/killed-jobs.ts";

/** A process is killed without a warning while it rechecks repairs, and while it writes the repaired delivery. */

let jobs: KilledJobs;
beforeAll(async () => {
  jobs = await killedJobs({ prepares: "repairs", publications: 0 });
});
afterAll(() => jobs.close());

const storeOf = () => openFileStore(join(jobs.folder, "objects"));
const objects = async () =>
  (await readdir(join(jobs.folder, "objects/sha256"), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;
const subjectOf = async (database: Database, jobId: string) => {
  const { subjectId } = await database.withSystem((tx) => tx.job.findUniqueOrThrow({ where: { id: jobId } }));
  return subjectId;
};

test("a recheck starts again by itself: one complete check replaces the previous one", async () => {
  const [recheck = ""] = jobs.jobIds;
  expect((await jobs.killAt(recheck, "rows")).secondsToStart).toBeLessThan(30);
  expect(await jobs.finish(recheck, false)).toContain("job done");
  await jobs.withDatabase(async (database) => {
    const id = await subjectOf(database, recheck);
    const check = await database.withSystem((tx) =>
      tx.check.findUniqueOrThrow({ where: { id }, include: { upload: true, findings: true } }),
    );
    const repairs = await database.withSystem((tx) =>
      tx.uploadRepair.findMany({ where: { uploadId: check.uploadId }, orderBy: { position: "asc" } }),
    );
    // Nothing of the recipe was lost; the findings equal the engine's result for the repaired delivery.
    const recipe = parseRecipe({ operations: repairs.map(({ operation }) => operation) });
    expect(recipe.operations.length).toBeGreaterThan(0);
    const expected = await storeOf().withFile(check.upload.objectKey ?? "", (path) =>
      withDelivery(path, { name: check.upload.fileName }, (delivery) => runCheck(repairedDelivery(delivery, wells, recipe), wells)),
    );
    const lines = (found: readonly { code: string; row: number | null; field: string | null }[]) =>
      found.map(({ code, row, field }) => JSON.stringify([code, row, field])).sort();
    expect(lines(check.findings)).toEqual(lines(expected.findings));
    expect(check.verdict).toMatchObject({ ran: true, rows: 1_500, levels: expected.verdict.levels });
    expect(repairs.every(({ counts }) => counts !== null)).toBe(true);
    const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { topic: "check.ran" } }));
    expect(events.filter(({ payload }) => JSON.stringify(payload).includes(id))).toHaveLength(1);
  });
});

test("the repaired delivery is written again by itself: one object, and complete findings", async () => {
  const [, writing = ""] = jobs.jobIds;
  const before = await objects();
  // In the middle of the writing, and when the object is stored but not yet referenced.
  await jobs.killAt(writing, "repair", { afterMs: 400, waits: true });
  await jobs.killAt(writing, "keep");
  expect(await objects()).toBe(before + 1);
  expect(await jobs.finish(writing, false)).toContain("job done");
  await jobs.withDatabase(async (database) => {
    const id = await subjectOf(database, writing);
    const upload = await database.withSystem((tx) =>
      tx.upload.findUniqueOrThrow({ where: { id }, include: { layers: true, findings: true } }),
    );
    expect(upload).toMatchObject({ status: "checked", readRevision: upload.recipeRevision, layers: [{ featureCount: 1_500 }] });
    // The original, the repaired delivery and a sample of each: what a killed attempt stored is deleted.
    expect(await storeOf().stat(upload.repairedKey ?? "")).not.toBeNull();
    expect(await objects()).toBe(before + 2);
    await storeOf().withFile(upload.repairedKey ?? "", (path) =>
      withDelivery(path, { name: upload.repairedName ?? "" }, async ({ tables }) =>
        expect(tables.map(({ rowCount }) => rowCount)).toEqual([1_500]),
      ),
    );
    const events = await database.withSystem((tx) => tx.outboxEvent.findMany({ where: { topic: "upload.checked" } }));
    // Once for the upload, once for the repaired delivery.
    expect(events.filter(({ payload }) => JSON.stringify(payload).includes(id))).toHaveLength(2);
  });
});
