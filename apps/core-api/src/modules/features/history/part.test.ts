import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "../../../kernel/actor.ts";
import { giveToPerson } from "../../../testing/lens-world.ts";
import { contributionWorld, drawnSquare } from "../../contributions/testing/contribution-world.ts";
import { compareMoments, getHistory } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Half of the first zone, in the CRS of the layer. */
const HALF = [899_900, 6_499_900, 900_250, 6_500_600] as const;

it("shows a history through grants as they show the feature: columns, area, and no edit elsewhere", async () => {
  const world = await contributionWorld(database);
  const { core, layerId, datasetId, communityId, update } = world;
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const reader = { userId: (await createUser(database)).id, isOperator: false, isSuspended: false };
  const history = (fid: number) => getHistory(core, reader, { layerId, fid });
  await world.merged(author, moderator, [update(1, { nom: "A" }), update(2, { nom: "Ailleurs" })]);
  await world.merged(author, moderator, [update(1, { niveau: 7 }, 2)]);
  await world.merged(author, moderator, [
    { operation: "update", layerId, fid: 1, baseVersion: 3, values: { nom: "Dehors" }, geometry: drawnSquare },
  ]);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
  await expect(history(1)).rejects.toMatchObject({ code: "layer-not-found" });
  const [area] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ ewkb: string }>(`SELECT ST_Multi(ST_Transform(ST_MakeEnvelope(${HALF.join(", ")}, 2154), 4326))::text AS ewkb`),
  );
  const give = (columns: string[] | null, ewkb: string | null) =>
    giveToPerson(database, { communityId, datasetId, layerId, userId: reader.userId, columns, area: ewkb, givenById: author.userId });
  await give(["nom"], area?.ewkb ?? null);
  const part = await history(1);
  expect(
    part.versions.map(({ version, properties, changedColumns, by }) => [version, { ...properties }, changedColumns, by.authorName]),
  ).toEqual([
    [2, { nom: "A" }, ["nom"], null],
    [1, { nom: "Zone 1" }, ["nom"], null],
  ]);
  expect({ ...part.blame }).toEqual({ nom: 2, geometry: 1 });
  expect(part.label).toBe("A");
  const [size] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ area: number }>("SELECT ST_Area(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON($1), 4326), 2154)) AS area", [
      JSON.stringify(part.versions[0]?.geometry),
    ]),
  );
  expect(size?.area).toBeGreaterThan(124_000);
  expect(size?.area).toBeLessThan(126_000);
  // A feature outside, edited or not, is as one that does not exist.
  for (const fid of [2, 3, 99]) await expect(history(fid)).rejects.toMatchObject({ code: "feature-not-found" });

  // Another grant gives a column everywhere, and with it each place where the feature was.
  await give(["niveau"], null);
  expect((await history(1)).versions.map(({ version, properties }) => [version, { ...properties }])).toEqual([
    [4, { nom: null, niveau: 7 }],
    [3, { nom: "A", niveau: 7 }],
    [2, { nom: "A", niveau: 0 }],
    [1, { nom: "Zone 1", niveau: 0 }],
  ]);
  expect((await history(3)).versions).toMatchObject([{ version: 1, properties: { nom: null, niveau: 2 } }]);
});

it("compares two moments as grants show the layer at each: no edit elsewhere, no column that is not given, no revision of the whole", async () => {
  const world = await contributionWorld(database);
  const { core, layerId, datasetId, communityId, update } = world;
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const reader = { userId: (await createUser(database)).id, isOperator: false, isSuspended: false };
  const [before] = await database.sqlAs({ role: "system" }, (sql) => sql.query<{ at: Date }>("SELECT clock_timestamp() AS at"));
  const from = before?.at ?? new Date();
  const changes = (actor: Actor, ends: { from?: Date | { revision: number }; to?: Date | { revision: number } } = {}) =>
    compareMoments(core, actor, { layerId, from, to: new Date(Date.now() + 60_000), limit: 10, ...ends });
  await world.merged(author, moderator, [update(1, { nom: "A" }), update(2, { nom: "Ailleurs" })]);
  await world.merged(author, moderator, [update(1, { niveau: 7 }, 2)]);
  await database.withSystem((tx) => tx.dataset.update({ where: { id: datasetId }, data: { visibility: "private" } }));
  await expect(changes(reader)).rejects.toMatchObject({ code: "layer-not-found" });
  const [area] = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ ewkb: string }>(`SELECT ST_Multi(ST_Transform(ST_MakeEnvelope(${HALF.join(", ")}, 2154), 4326))::text AS ewkb`),
  );
  const give = (userId: string, columns: string[]) =>
    giveToPerson(database, { communityId, datasetId, layerId, userId, columns, area: area?.ewkb ?? null, givenById: author.userId });
  await give(reader.userId, ["nom"]);
  expect((await changes(author)).items.map(({ fid }) => fid)).toEqual([1, 2]);
  const part = await changes(reader);
  expect(part.counts).toEqual({ inserted: 0, updated: 1, deleted: 0, returned: 0 });
  expect(part.items).toMatchObject([
    {
      fid: 1,
      changedColumns: ["nom"],
      isGeometryChanged: false,
      before: { properties: { nom: "Zone 1" } },
      after: { properties: { nom: "A" } },
    },
  ]);
  expect(Object.keys(part.items[0]?.after?.properties ?? {})).toEqual(["nom"]);
  expect(JSON.stringify(part)).not.toContain("Ailleurs");
  await expect(changes(reader, { from: { revision: 1 } })).rejects.toMatchObject({ code: "revision-not-found" });

  // Only the column that is given changed.
  const other = { userId: (await createUser(database)).id, isOperator: false, isSuspended: false };
  await give(other.userId, ["niveau"]);
  expect((await changes(other)).items.map(({ fid, changedColumns }) => [fid, changedColumns])).toEqual([[1, ["niveau"]]]);

  // A feature that leaves the area is gone, wherever it went.
  await world.merged(author, moderator, [{ operation: "update", layerId, fid: 1, baseVersion: 3, values: {}, geometry: drawnSquare }]);
  expect((await changes(reader)).items).toMatchObject([{ fid: 1, operation: "delete", after: null }]);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query("UPDATE grants SET revoked_at = now() WHERE user_id = $1::uuid", [reader.userId]),
  );
  await expect(changes(reader)).rejects.toMatchObject({ code: "layer-not-found" });
  // The policies alone show no history.
  const stolen = database.sqlAs({ role: "lens", userId: other.userId, communityId: null }, (sql) =>
    sql.query(`SELECT FROM layers."l_${layerId.replaceAll("-", "")}_history"`),
  );
  await expect(stolen).rejects.toThrow(/permission denied/);
});
