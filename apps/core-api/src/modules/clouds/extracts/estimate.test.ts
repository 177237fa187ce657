import { requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { anonymous } from "../../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { boxArea, pointsOfSquare, publishTown, TOWN_POINTS, TOWN_SQUARE } from "../../../testing/town-cloud.ts";
import { estimateExtract } from "./service/estimate.ts";

let database: Database;
let core: TestCore;
let layerId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  ({ layerId } = await publishTown(core, (await createCommunity(database)).id));
});
afterAll(() => database.close());

type Asked = z.input<typeof requestExtractInput>;
const estimate = (changes: Partial<Asked> = {}) =>
  estimateExtract(core, anonymous, requestExtractInput.parse({ layerId, area: TOWN_SQUARE, format: "laz", ...changes }));
const refusal = (code: string) => expect.objectContaining({ code });

describe("an estimate", () => {
  test("is near the truth, also for classes and thinned points, and says which models fit", async () => {
    const found = await estimate();
    expect(found.points).toBeGreaterThan(pointsOfSquare() * 0.9);
    expect(found.points).toBeLessThan(pointsOfSquare() * 1.1);
    expect(found).toMatchObject({ tiles: 1, isSmall: true, refusal: null });
    expect(found.resolutions).toEqual([0.25, 0.5, 1, 2, 5, 10]);
    expect(found.bytes.las).toBeGreaterThan(found.bytes.laz);
    const ground = await estimate({ classes: [2] });
    expect(ground.points / pointsOfSquare([2])).toBeGreaterThan(0.8);
    expect(ground.points / pointsOfSquare([2])).toBeLessThan(1.25);
    expect((await estimate({ spacing: 50 })).points).toBeLessThan(200);
    const whole = await estimate({ area: boxArea(291_000, 6_831_000, 294_000, 6_834_000) });
    expect(whole.points).toBe(TOWN_POINTS);
  });

  test("of an area in degrees is that of the same area in metres", async () => {
    const [row] = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ shape: string }>("SELECT ST_AsGeoJSON(ST_Transform(ST_SetSRID(ST_GeomFromGeoJSON($1), 2154), 4326), 12) AS shape", [
        JSON.stringify(TOWN_SQUARE.geometry),
      ]),
    );
    const { coordinates } = JSON.parse(row?.shape ?? "") as { coordinates: [number, number][][] };
    const found = await estimate({ area: { geometry: { type: "Polygon", coordinates }, srid: 4326 } });
    expect(Math.abs(found.points / (await estimate()).points - 1)).toBeLessThan(0.02);
  });

  test.each([
    [
      "crosses itself",
      {
        geometry: {
          type: "Polygon" as const,
          coordinates: [
            [
              [292_100, 6_832_100],
              [292_200, 6_832_200],
              [292_200, 6_832_100],
              [292_100, 6_832_200],
              [292_100, 6_832_100],
            ],
          ],
        },
        srid: 2154,
      },
      "extract-area-crossing",
    ],
    [
      "has no surface",
      {
        geometry: {
          type: "Polygon" as const,
          coordinates: [
            [
              [292_100, 6_832_100],
              [292_200, 6_832_100],
              [292_300, 6_832_100],
              [292_100, 6_832_100],
            ],
          ],
        },
        srid: 2154,
      },
      "extract-area-empty",
    ],
    ["is elsewhere", boxArea(300_000, 6_900_000, 300_100, 6_900_100), "extract-area-outside"],
    ["is in another system", { ...TOWN_SQUARE, srid: 3857 }, "extract-area-crs"],
    ["is not in degrees", { ...TOWN_SQUARE, srid: 4326 }, "extract-area-degrees"],
    ["crosses the antimeridian", { ...boxArea(-179, 10, 179, 20), srid: 4326 }, "extract-area-antimeridian"],
    ["is at the pole", { ...boxArea(-10, 89, 10, 90), srid: 4326 }, "extract-area-outside"],
  ] as const)("refuses an area that %s", async (_, area, code) => {
    await expect(estimate({ area: area as Asked["area"] })).rejects.toEqual(refusal(code));
  });

  test("an open ring is refused in words, whatever the database thinks of it", async () => {
    const coordinates = [TOWN_SQUARE.geometry.coordinates[0]?.slice(0, 4) ?? []] as [number, number][][];
    await expect(
      estimate({ area: { geometry: { type: "Polygon", coordinates: [[...(coordinates[0] ?? []), [292_201, 6_832_301]]] }, srid: 2154 } }),
    ).rejects.toEqual(refusal("extract-area-open"));
  });

  test("an outline of thousands of long sides in degrees is refused before it takes time", async () => {
    const comb = Array.from({ length: 4_000 }, (_, i): [number, number] => [-4 + i / 400, i % 2 === 0 ? 42 : 51]);
    const ring: [number, number][] = [...comb, [6, 41.9], [-4, 41.9], [-4, 42]];
    await expect(estimate({ area: { geometry: { type: "Polygon", coordinates: [ring] } } })).rejects.toEqual(
      refusal("extract-area-corners"),
    );
  });

  test.each([
    { spacing: 1e-9 },
    { spacing: Number.NaN },
    { spacing: -1 },
    { classes: Array.from({ length: 10_000 }, (_, i) => i) },
    { classes: [2, 2] },
    { classes: [] },
    { area: { geometry: { type: "Polygon", coordinates: [Array.from({ length: 1_000_000 }, (_, i) => [i, i])] }, srid: 2154 } },
    {
      area: {
        geometry: {
          type: "Polygon",
          coordinates: [
            [
              [Number.NaN, 1],
              [2, 2],
              [3, 3],
              [Number.NaN, 1],
            ],
          ],
        },
        srid: 2154,
      },
    },
    {
      area: {
        geometry: {
          type: "Polygon",
          coordinates: [
            [
              [Number.POSITIVE_INFINITY, 1],
              [2, 2],
              [3, 3],
              [1, 1],
            ],
          ],
        },
        srid: 2154,
      },
    },
    { format: null },
    { resolution: 0.001, models: ["dtm"] },
    { models: ["dtm", "dtm"] },
  ])("the schema refuses %#", (changes) => {
    expect(requestExtractInput.safeParse({ layerId, area: TOWN_SQUARE, format: "laz", ...changes }).success).toBe(false);
  });
});
