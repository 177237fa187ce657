// @database server
import { gridPrecisions } from "@archipel/contracts/repairs.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { PRECISION } from "@archipel/validation/repair/recipe.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Runner } from "../../../jobs/runner.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { allFindings, keep, start, wells } from "../../../testing/check-world.ts";
import { jobOver, startTestRunner } from "../../../testing/run-jobs.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { newPerson, uploadFile } from "../../../testing/uploading-world.ts";
import { getCheck } from "../checks/service/read.ts";
import { addRepairs } from "./service/change.ts";
import { previewRepairs } from "./service/preview.ts";
import { getRow, listRepairs } from "./service/read.ts";

let database: Database;
let core: Core;
let runner: Runner;
let person: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ core, runner } = await startTestRunner(await createTestCore(database)));
  person = await newPerson(core, "manager");
  await keep(core, person, wells);
});
afterAll(async () => {
  await runner.stop();
  await database.close();
});

/** Two adjacent areas; the first overlaps the second by a little more than a centimetre. */
const file = [
  [2, 2.00100014],
  [2.001, 2.002],
]
  .map(([west = 0, east = 0], index) => {
    const ring = [
      [west, 48],
      [east, 48],
      [east, 48.001],
      [west, 48.001],
      [west, 48],
    ];
    const properties = { ID: `P${index}`, ETAT: "sec", PROFONDEUR: 1 };
    return JSON.stringify({ type: "Feature", geometry: { type: "Polygon", coordinates: [ring] }, properties });
  })
  .join("\n");

async function codesOf(checkId: string) {
  const { jobId } = await getCheck(core, person, checkId);
  if (jobId) await jobOver(core, jobId);
  return (await allFindings(core, person, checkId)).found.map(({ code, repair }) => [code, repair]);
}

test("a border drawn twice is snapped to a grid, at the precision of the model or of a person's choice", async () => {
  const { communityId } = person;
  const upload = await uploadFile(core, person, "puits.geojsonl", file);
  const { id: checkId } = await start(core, person, upload.id, wells.id);
  expect(await codesOf(checkId)).toEqual([["geometry-overlap", "snap-precision"]]);
  const asked = { communityId, checkId, on: { all: true } as const };
  expect(await previewRepairs(core, person, asked)).toMatchObject({
    repairs: [{ repair: "snap-precision", count: 1 }],
    precision: 0.01,
  });
  expect((await previewRepairs(core, person, { ...asked, precision: 0.1 })).precision).toBe(0.1);

  const { checkId: next } = await addRepairs(core, person, { ...asked, precision: 0.1 });
  expect(await codesOf(next)).toEqual([]);
  const { shape } = await getRow(core, person, { communityId, checkId: next, table: "puits", row: 1 });
  expect(shape).toMatchObject({
    coordinates: [
      [
        [2, 48],
        [2.001, 48],
        [2.001, 48.001],
        [2, 48.001],
        [2, 48],
      ],
    ],
  });
  expect(await listRepairs(core, person, { communityId, uploadId: upload.id })).toMatchObject({
    items: [{ kind: "snap-precision", row: null, counts: [{ kind: "snap-precision", count: 1 }] }],
  });
});

test("the precisions offered are those that a recipe accepts", () => {
  for (const precision of gridPrecisions) {
    expect(precision).toBeGreaterThanOrEqual(PRECISION.finest);
    expect(precision).toBeLessThanOrEqual(PRECISION.coarsest);
  }
});
