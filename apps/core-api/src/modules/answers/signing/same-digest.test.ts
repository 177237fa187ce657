// @database server
import type { Database } from "@archipel/database/database.ts";
import { openOnEngine, openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saidBy } from "../policy/fingerprint.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, placeAt, pointAt, polygon, reportOf, square } from "../testing/answers-world.ts";

const databases: Database[] = [];
const worlds: AnswersWorld[] = [];

/** A municipality, a plan, a flood and sites, whose figures have many decimals. */
async function buildWorld(database: Database): Promise<AnswersWorld> {
  const world = await buildAnswersWorld(database);
  const layer = (fields: string[], shape: ReturnType<typeof polygon>, values: string[], tag: string) =>
    addLayer(world, { fields, features: [{ geometry: shape, values }], declared: { tags: [tag] } });
  await layer(["INSEE", "NOM"], polygon(square(-5_000, -5_000, 10_000)), ["30014", "Saint-Aubrin"], "communes");
  await layer(
    ["nom"],
    polygon([
      [0, 0],
      [97.31, 3.7],
      [88.123, 91.7],
      [3.33, 77.77],
    ]),
    ["Crue"],
    "flood-area",
  );
  await layer(["nom"], polygon(square(10.1, 10.7, 33.333)), ["Bruit"], "aerodrome-noise");
  await addLayer(world, {
    fields: ["nom_ets"],
    type: "Point",
    features: Array.from({ length: 5 }, (_, at) => ({ geometry: pointAt(40 + at * 77.7, 60 - at * 33.3), values: [`Usine ${at}`] })),
    declared: { tags: ["industrial-sites"] },
  });
  return world;
}

describe.skipIf(testDatabaseKind === "embedded")("on both databases", () => {
  beforeAll(async () => {
    databases.push(await openTestDatabase(), await openOnEngine());
    for (const database of databases) worlds.push(await buildWorld(database));
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
  });

  test("the same question on the same data and rules has the same digest, and another place another one", async () => {
    const digests = new Set<string>();
    for (const [x, y] of [
      [20, 20],
      [50, 50],
      [96.9, 3.8],
      [300, -40],
      [1_000, 1_000],
    ] as const) {
      const [server, embedded] = await Promise.all(
        worlds.map(async (world) => saidBy(await reportOf(world, await placeAt(world, x, y))).toString("hex")),
      );
      expect([x, y, embedded]).toEqual([x, y, server]);
      digests.add(server ?? "");
    }
    expect(digests.size).toBe(5);
  });
});
