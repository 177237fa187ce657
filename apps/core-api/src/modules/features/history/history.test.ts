import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { contributionWorld, drawnSquare } from "../../contributions/testing/contribution-world.ts";
import { compareMoments, getHistory, listCredits } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Three contributions of two people, with the times between them. */
async function edited() {
  const world = await contributionWorld(database);
  const [author, other, moderator] = [
    await world.person("contributor"),
    await world.person("contributor"),
    await world.person("moderator"),
  ];
  const { layerId } = world;
  const moments = [new Date()];
  const next = () => void moments.push(new Date());
  await world.merged(author, moderator, [world.update(1, { nom: "A" }), world.update(2, { niveau: 7 })]);
  next();
  await world.merged(other, moderator, [
    { operation: "update", layerId, fid: 1, baseVersion: 2, values: { niveau: 3 }, geometry: drawnSquare },
  ]);
  next();
  await world.merged(author, moderator, [
    { operation: "delete", layerId, fid: 2, baseVersion: 2 },
    { operation: "insert", layerId, values: { nom: "Neuve" }, geometry: drawnSquare },
  ]);
  next();
  return { ...world, author, other, moments };
}

it("returns all versions of a feature, and which version set each attribute", async () => {
  const { core, layerId } = await edited();
  const history = await getHistory(core, anonymous, { layerId, fid: 1 });
  expect(
    history.versions.map(({ version, operation, changedColumns, isGeometryChanged }) => [
      version,
      operation,
      changedColumns,
      isGeometryChanged,
    ]),
  ).toEqual([
    [3, "update", ["niveau"], true],
    [2, "update", ["nom"], false],
    [1, "insert", ["nom", "niveau", "vu"], true],
  ]);
  expect(history.versions[0]?.by.authorName).toBeTruthy();
  expect(history.versions[2]?.by).toEqual({ contributionId: null, contributionTitle: null, authorName: null, revision: null });
  expect(history).toMatchObject({ label: "A", blame: { nom: 2, niveau: 3, vu: 1, geometry: 3 } });
  expect(Object.keys(history.versions[0]?.properties ?? {})).not.toContain("interne");
});

it("handles a feature that was never edited, a deleted one and an unknown one", async () => {
  const { core, layerId } = await edited();
  expect((await getHistory(core, anonymous, { layerId, fid: 3 })).versions).toMatchObject([
    { version: 1, operation: "insert", properties: { nom: "Zone 3" } },
  ]);
  expect((await getHistory(core, anonymous, { layerId, fid: 2 })).versions[0]).toMatchObject({ version: 3, operation: "delete" });
  await expect(getHistory(core, anonymous, { layerId, fid: 99 })).rejects.toMatchObject({ code: "feature-not-found" });
});

it("compares a layer at two times", async () => {
  const { core, layerId, moments } = await edited();
  const [start = new Date(), first = new Date(), second = new Date(), end = new Date()] = moments;
  const between = (from: Date, to: Date) => compareMoments(core, anonymous, { layerId, from, to, limit: 10 });
  const all = await between(start, end);
  expect(all.counts).toEqual({ inserted: 1, updated: 1, deleted: 1, returned: 0 });
  // A time before the publication counts as the publication, so an edit is not a new feature.
  const sinceEver = await between(new Date(0), end);
  expect(sinceEver.counts).toEqual(all.counts);
  expect(sinceEver.from.getTime()).toBeGreaterThan(0);
  const beforeEver = await between(new Date("2020-01-01"), new Date("2020-02-01"));
  expect(beforeEver).toMatchObject({ items: [], counts: { inserted: 0, updated: 0, deleted: 0, returned: 0 } });
  expect((await between(end, new Date(0))).counts).toEqual(all.counts);
  expect(all.items).toMatchObject([
    {
      fid: 1,
      operation: "update",
      changedColumns: ["nom", "niveau"],
      isGeometryChanged: true,
      before: { properties: { nom: "Zone 1", niveau: 0 } },
    },
    { fid: 2, operation: "delete", before: { properties: { niveau: 1 } }, after: null },
    { fid: 4, operation: "insert", before: null, after: { properties: { nom: "Neuve" } } },
  ]);
  expect((await between(first, second)).items).toMatchObject([
    { fid: 1, changedColumns: ["niveau"], before: { properties: { nom: "A" } } },
  ]);
  expect((await between(end, start)).counts).toEqual({ inserted: 1, updated: 1, deleted: 1, returned: 0 });
  expect((await between(end, end)).items).toEqual([]);
});

it("leaves out features that were changed and changed back, and counts them", async () => {
  const world = await contributionWorld(database);
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const { core, layerId } = world;
  const start = new Date();
  await world.merged(author, moderator, [world.update(1, { nom: "A" }), world.update(2, { niveau: 7 })]);
  const middle = new Date();
  await world.merged(author, moderator, [world.update(1, { nom: "Zone 1" }, 2)]);
  const between = (from: Date, to: Date) => compareMoments(core, anonymous, { layerId, from, to, limit: 10 });
  const whole = await between(start, new Date());
  expect(whole.counts).toEqual({ inserted: 0, updated: 1, deleted: 0, returned: 1 });
  expect(whole).toMatchObject({ total: 1, items: [{ fid: 2, changedColumns: ["niveau"] }] });
  expect((await between(middle, new Date())).items).toMatchObject([{ fid: 1, before: { properties: { nom: "A" } } }]);
});

it("credits authors of merged contributions, only to people who may see the dataset", async () => {
  const { core, datasetId } = await edited();
  const credits = await listCredits(core, anonymous, datasetId);
  expect(credits.map(({ contributions, features }) => [contributions, features])).toEqual([
    [2, 4],
    [1, 1],
  ]);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
  expect(await listCredits(core, anonymous, datasetId)).toEqual([]);
});
