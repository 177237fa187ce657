import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listEdits, overviewOf } from "./service/read-edits.ts";
import { contributionWorld, drawnSquare } from "./testing/contribution-world.ts";
import { mergeAsSeen } from "./testing/decide.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it("returns the places of all edits and which conflict, and lists them by kind", async () => {
  const world = await contributionWorld(database);
  const { core, communityId, layerId, person } = world;
  const [author, moderator] = [await person("contributor"), await person("moderator")];
  const contributionId = await world.submitted(author, [
    world.update(1, { nom: "Proposée" }),
    { operation: "insert", layerId, values: { nom: "Neuve" }, geometry: drawnSquare },
    { operation: "insert", layerId, values: { nom: "Sans lieu" }, geometry: null },
    { operation: "delete", layerId, fid: 3, baseVersion: 1 },
    world.update(2, { niveau: 4 }),
  ]);
  await world.merged(await person("contributor"), moderator, [world.update(1, { nom: "Officielle" })]);
  const overview = await overviewOf(core, moderator, contributionId);
  expect(overview).toMatchObject({ conflicts: 1, invalid: 0 });
  expect(overview.places.map(({ operation, isConflict }) => [operation, isConflict])).toEqual([
    ["update", true],
    ["insert", false],
    ["delete", false],
    ["update", false],
  ]);
  expect(overview.places[1]).toMatchObject({ lon: expect.closeTo(5.6005, 5), lat: expect.closeTo(45.6005, 5) });
  const kind = async (asked: "conflict" | "insert" | "delete") =>
    listEdits(core, moderator, { communityId, contributionId, kind: asked, limit: 1 });
  expect(await kind("conflict")).toMatchObject({ total: 1, nextCursor: null, items: [{ fid: 1 }], editsVersion: overview.editsVersion });
  expect(await kind("insert")).toMatchObject({ total: 2, items: [{ operation: "insert" }] });
  const [, second] = overview.places;
  expect(await listEdits(core, moderator, { communityId, contributionId, editId: second?.id ?? "", limit: 10 })).toMatchObject({
    total: 1,
    items: [{ id: second?.id, label: "Neuve" }],
  });
  expect(await kind("delete")).toMatchObject({ total: 1, items: [{ fid: 3 }] });
});

it("still returns the place of a deleted feature, and no conflict in a closed contribution", async () => {
  const world = await contributionWorld(database);
  const { core, layerId, person } = world;
  const [author, moderator] = [await person("contributor"), await person("moderator")];
  const id = await world.submitted(author, [{ operation: "delete", layerId, fid: 1, baseVersion: 1 }]);
  const [before] = (await overviewOf(core, moderator, id)).places;
  await mergeAsSeen(core, moderator, id);
  expect(await overviewOf(core, moderator, id)).toMatchObject({ conflicts: 0, places: [before] });
});
