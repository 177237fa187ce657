// @database server
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { writePmtiles } from "@archipel/basemap/pmtiles-writer.ts";
import { cutTiles } from "@archipel/basemap/tiling.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { Feature } from "geojson";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { anonymous } from "../../../kernel/actor.ts";
import { prepareReport } from "../service/report.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, placeAt, polygon, square } from "../testing/answers-world.ts";
import { readMap } from "./read-map.ts";

let database: Database;
let world: AnswersWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["Le Vidourle"] }],
    declared: { tags: ["flood-area"] },
  });
});
afterAll(() => database.close());

const mapAt = async (x: number, y: number) => {
  const wanted = { portalId: world.portalId, place: await placeAt(world, x, y), locale: "fr" as const };
  const prepared = await prepareReport(world.core, anonymous, wanted);
  const { report } = await prepared.read();
  const map = await readMap(world.core, anonymous, prepared.located, prepared.candidates, report);
  if (map === null) throw new Error("no map");
  return map;
};

test("a map draws the features of findings, as far as the caller may see them, and never more than its map shows", async () => {
  const map = await mapAt(50, 50);
  expect(map.place.points).toHaveLength(1);
  const [shapes, ...others] = [...map.features.values()];
  expect(others).toEqual([]);
  const vertices = shapes?.areas.flat(2) ?? [];
  expect(vertices.length).toBeGreaterThan(3);
  // The flooded square, 100 m wide, is cut to a little more than the map.
  const { west, east } = map.frame;
  for (const [x] of vertices) expect(x > west - (east - west) / 10 && x < east + (east - west) / 10).toBe(true);
});

describe("the map that says where the place is", () => {
  const cornersAround = (lon: number, lat: number) => [
    [lon - 0.05, lat - 0.05],
    [lon + 0.05, lat - 0.05],
    [lon + 0.05, lat + 0.05],
    [lon - 0.05, lat + 0.05],
    [lon - 0.05, lat - 0.05],
  ];

  it("has longitudes and latitudes at a wider scale, where the portal has nothing to show", async () => {
    const { frame, situation } = await mapAt(50, 50);
    expect([frame.denominator, situation.frame.denominator]).toEqual([500, 25_000]);
    expect(situation.frame.east - situation.frame.west).toBeCloseTo(4_250, 0);
    const lines = situation.graticule ?? [];
    for (const axis of ["lon", "lat"]) expect(lines.filter((one) => one.axis === axis).length).toBeGreaterThan(1);
    const place = await placeAt(world, 50, 50);
    const [lon, lat] = place.kind === "point" ? [place.lon, place.lat] : [];
    // The lines beside the place are those of its degrees, to a metre or two.
    for (const [axis, at, degrees] of [
      ["lon", 0, lon],
      ["lat", 1, lat],
    ] as const) {
      const own = lines.filter((one) => one.axis === axis);
      const [a, b] = [own[0], own[1]];
      if (!a || !b || degrees === undefined) throw new Error("two lines");
      const middle = (line: typeof a) => (line.line[0][at] + line.line[1][at]) / 2;
      const found =
        a.degrees + ((810_050 * Number(at === 0) + 6_300_050 * at - middle(a)) / (middle(b) - middle(a))) * (b.degrees - a.degrees);
      expect(found).toBeCloseTo(degrees, 4);
    }
  });

  it("has the limits and names of the basemap's communes, at a scale at which they are seen", async () => {
    const place = await placeAt(world, 50, 50);
    const [lon, lat] = place.kind === "point" ? [place.lon, place.lat] : [0, 0];
    const square = (west: number): Feature => ({
      type: "Feature",
      properties: { nom: `Commune ${west}` },
      geometry: { type: "Polygon", coordinates: [cornersAround(lon + west, lat)] },
    });
    const label = (west: number): Feature => ({
      type: "Feature",
      properties: { nom: `Commune ${west}`, population: 10 },
      geometry: { type: "Point", coordinates: [lon + west, lat + 0.01] },
    });
    const tiles = cutTiles([
      { name: "commune", minZoom: 10, maxZoom: 12, features: [square(0), square(0.1)] },
      { name: "commune_label", minZoom: 10, maxZoom: 12, features: [label(0), label(0.1)] },
    ]);
    const file = path.join(world.core.env.ARCHIPEL_DATA, "basemap.pmtiles");
    await writeFile(
      file,
      writePmtiles(tiles, {
        minZoom: 10,
        maxZoom: 12,
        bounds: [lon - 1, lat - 1, lon + 1, lat + 1],
        metadata: { vector_layers: [], attribution: "IGN" },
      }),
    );
    const { situation } = await mapAt(50, 50);
    await rm(file);
    expect([situation.graticule, situation.frame.denominator]).toEqual([null, 50_000]);
    expect(situation.ground?.names.map(({ text }) => text)).toEqual(["Commune 0"]);
    // The limit between the two is 0.05° east of the place.
    const east = (situation.ground?.limits.lines ?? []).flat().map(([x]) => x - 810_050);
    expect(east.some((x) => Math.abs(x - 4_020) < 60)).toBe(true);
  });

  it("has the limits and names of the portal's communes", async () => {
    await addLayer(world, {
      fields: ["nom", "code_insee"],
      features: [
        { geometry: polygon(square(-3_000, -3_000, 6_000)), values: ["Uzès", "30334"] },
        { geometry: polygon(square(3_000, -3_000, 6_000)), values: ["Saint-Siffret", "30299"] },
      ],
      declared: { tags: ["communes"] },
    });
    const { situation } = await mapAt(2_000, 50);
    expect([situation.graticule, situation.frame.denominator]).toEqual([null, 25_000]);
    expect(situation.communes?.names.map(({ text }) => text)).toEqual(["Uzès", "Saint-Siffret"]);
    // Beside the limit, the largest scale has it.
    const beside = await mapAt(2_970, 50);
    expect(beside.situation.frame.denominator).toBe(500);
  });
});
