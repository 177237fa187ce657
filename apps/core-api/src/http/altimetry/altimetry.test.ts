// @database server
import { lonLatToMercator } from "@archipel/geo/mercator.ts";
import { lonLatToTile, tileSizeMetres, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "../../server.ts";
import { at, buildHeightsWorld, degrees, type HeightsWorld, heightOf, plane, portalWith } from "../../testing/heights-world.ts";

let world: HeightsWorld;
let app: FastifyInstance;
let portal: Awaited<ReturnType<typeof portalWith>>;
beforeAll(async () => {
  world = await buildHeightsWorld(await openTestDatabase());
  app = await createServer(world.core);
  portal = await portalWith(world, [{ ...plane("deflate.tif"), name: "MNT_LAMB93_IGN69.tif" }]);
});
afterAll(async () => {
  await app.close();
  await world.database.close();
});

const BASE = "/altimetrie/1.0/calcul/alti/rest";
const ask = (path: string, query: Record<string, string>, host = `${portal.slug}.localhost`) =>
  app.inject({ method: "GET", url: `${path}?${new URLSearchParams(query)}`, headers: { host } });
const listOf = (places: readonly (readonly number[])[]) => ({
  lon: places.map(([lon]) => lon).join("|"),
  lat: places.map(([, lat]) => lat).join("|"),
});

describe("heights at places", () => {
  it("come as the national service writes them, with the vertical reference named", async () => {
    const places = await degrees(world, [at(20, 20), at(3, 3)]);
    const answer = await ask(`${BASE}/elevation.json`, listOf(places));
    expect([answer.statusCode, answer.headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    const [[lon, lat] = []] = places;
    expect(answer.json()).toEqual({
      elevations: [
        { lon, lat, z: heightOf(20, 20), acc: "10 m" },
        { lon: places[1]?.[0], lat: places[1]?.[1], z: -99999, acc: "" },
      ],
      vertical_datum: "NGF-IGN69",
    });
    const bare = await ask(`${BASE}/elevation.json`, { ...listOf(places), zonly: "true" });
    expect(bare.json().elevations).toEqual([heightOf(20, 20), -99999]);
    const measured = await ask(`${BASE}/elevation.json`, { ...listOf(places), measures: "true" });
    expect(measured.json().elevations[0].measures).toMatchObject([{ source_name: portal.datasetSlug, vertical_datum: "NGF-IGN69" }]);
  });

  it("can be asked for by a JSON body, with another delimiter, and from one dataset alone", async () => {
    const places = await degrees(world, [at(20, 20), at(30, 30)]);
    const body = { lon: places.map(([lon]) => lon).join(";"), lat: places.map(([, lat]) => lat).join(";"), delimiter: ";", zonly: true };
    const headers = { host: `${portal.slug}.localhost` };
    const posted = await app.inject({
      method: "POST",
      url: `${BASE}/elevation.json`,
      headers,
      payload: { ...body, resource: portal.datasetSlug },
    });
    expect(posted.json().elevations).toEqual([heightOf(20, 20), heightOf(30, 30)]);
    const other = await app.inject({ method: "POST", url: `${BASE}/elevation.json`, headers, payload: { ...body, resource: "another" } });
    expect(other.json().elevations).toEqual([-99999, -99999]);
  });

  it.each([
    [{ lon: "2", lat: "46|47" }, "lat"],
    [{ lon: "deux", lat: "46" }, "lon"],
    [{ lon: "2", lat: "91" }, "lat"],
    [{ lat: "46" }, "lon"],
    [{ lon: "2", lat: "46", zonly: "yes" }, "zonly"],
    [{ lon: "2", lat: "46", delimiter: "x" }, "delimiter"],
  ] as Record<string, string>[][])("are refused for %j, with the name of the parameter", async (query, parameter) => {
    const answer = await ask(`${BASE}/elevation.json`, query as unknown as Record<string, string>);
    expect([answer.statusCode, answer.json().params]).toMatchObject([400, { parameter }]);
  });

  it("are read from numbers as programs print them", async () => {
    const answer = await ask(`${BASE}/elevation.json`, { lon: "5e-7|+3.5|0.12345678901234567", lat: " 46 |4.6E+01|-1.2E-05" });
    expect(answer.json().elevations).toMatchObject([
      { lon: 5e-7, lat: 46 },
      { lon: 3.5, lat: 46 },
      { lon: Number("0.12345678901234567"), lat: -1.2e-5 },
    ]);
  });

  it("are at most 5,000, of one portal", async () => {
    const many = { lon: Array(5001).fill("2").join("|"), lat: Array(5001).fill("46").join("|") };
    const headers = { host: `${portal.slug}.localhost` };
    const refused = await app.inject({ method: "POST", url: `${BASE}/elevation.json`, headers, payload: many });
    expect([refused.statusCode, refused.json().code]).toEqual([422, "elevation-too-many"]);
    expect((await ask(`${BASE}/elevation.json`, { lon: "2", lat: "46" }, "localhost")).statusCode).toBe(404);
    const odd = await ask(`${BASE}/elevation.json`, { lon: "2", lat: "46", lons: "3" });
    expect([odd.statusCode, odd.json().params]).toEqual([400, { parameter: "lons" }]);
  });
});

it("gives heights along a line, and what it climbs and descends", async () => {
  const line = await degrees(world, [at(20, 20), at(60, 20), at(20, 20)]);
  const answer = await ask(`${BASE}/elevationLine.json`, { ...listOf(line), sampling: "81" });
  const { elevations, height_differences, length } = answer.json();
  expect(elevations).toHaveLength(81);
  expect(elevations[40].z).toBeCloseTo(heightOf(60, 20), 1);
  expect(height_differences.positive).toBeCloseTo(40, 0);
  expect(height_differences.negative).toBeCloseTo(-40, 0);
  expect(length).toBeGreaterThan(790);
  const far = await ask(`${BASE}/elevationLine.json`, { lon: "2|8", lat: "46|46" });
  expect([far.statusCode, far.json().code]).toEqual([422, "profile-too-long"]);
});

describe("figures of an area", () => {
  const area = async (...corners: [number, number][]) => {
    const ring = await degrees(world, corners);
    return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
  };
  const asked = (geom: object, extra: object = {}) =>
    app.inject({
      method: "POST",
      url: `${BASE}/elevationArea.json`,
      headers: { host: `${portal.slug}.localhost` },
      payload: { geom, ...extra },
    });

  it("are those of its cells", async () => {
    // 40 × 20 cells of a plane: the figures are known.
    const answer = (await asked(await area(at(19.5, 29.5), at(59.5, 29.5), at(59.5, 49.5), at(19.5, 49.5)))).json();
    const [lowest, highest] = [heightOf(20, 30), heightOf(59, 49)];
    expect(answer).toMatchObject({ covered: 1, vertical_datum: "NGF-IGN69", sources: [{ source_name: portal.datasetSlug }] });
    expect(Math.abs(answer.area - 80_000)).toBeLessThan(200);
    expect(answer.statistics.mean).toBeCloseTo((lowest + highest) / 2, 0);
    expect(answer.statistics.median).toBeCloseTo((lowest + highest) / 2, 0);
    expect(Math.abs(answer.statistics.min - lowest)).toBeLessThan(2);
    expect(Math.abs(answer.statistics.max - highest)).toBeLessThan(2);
    // A plane of slopes 1 and 2: each direction adds (n² − 1) / 12 of its squared slope.
    expect(answer.statistics.std).toBeCloseTo(Math.sqrt((40 ** 2 - 1) / 12 + (4 * (20 ** 2 - 1)) / 12), 0);
  });

  it("say how much of the area has heights, and are null outside", async () => {
    const half = (await asked(await area(at(76, 30), at(116, 30), at(116, 50), at(76, 50)))).json();
    expect(half.covered).toBeGreaterThan(0.45);
    expect(half.covered).toBeLessThan(0.55);
    const outside = (await asked(await area(at(200, 30), at(240, 30), at(240, 50)))).json();
    expect(outside).toMatchObject({ statistics: null, covered: 0, sources: [], vertical_datum: null });
  });

  it("leave holes out", async () => {
    const outline = await degrees(world, [at(20, 30), at(60, 30), at(60, 70), at(20, 70)]);
    const hole = await degrees(world, [at(20, 30), at(59.9, 30), at(59.9, 69.9), at(20, 69.9)]);
    const rings = [outline, hole].map((ring) => [...ring, ring[0]]);
    const { statistics } = (await asked({ type: "Polygon", coordinates: rings })).json();
    expect(statistics.min).toBeGreaterThan(heightOf(50, 60) - 60);
    expect(statistics.count).toBeLessThan(80);
  });

  it.each([
    [{ type: "Point", coordinates: [2, 46] }],
    [
      {
        type: "Polygon",
        coordinates: [
          [
            [2, 46],
            [2, 47],
            [3, 47],
          ],
        ],
      },
    ],
    [{ type: "Polygon", coordinates: [] }],
    [
      {
        type: "Polygon",
        coordinates: [
          [
            [2, 460],
            [2, 47],
            [3, 47],
            [2, 460],
          ],
        ],
      },
    ],
    ["{"],
  ])("are refused for %j", async (geom) => {
    const answer = await asked(geom as object);
    expect([answer.statusCode, answer.json().params]).toEqual([400, { parameter: "geom" }]);
  });
});

it("lists the datasets of heights by the names that `resource` takes", async () => {
  const answer = await ask("/altimetrie/resources", {});
  expect(answer.json()).toMatchObject([{ _id: portal.datasetSlug, resolution: 10, vertical_datum: "NGF-IGN69" }]);
});

describe("tiles of relief", () => {
  const tileAt = async () => {
    const [[lon = 0, lat = 0] = []] = await degrees(world, [at(48, 40)]);
    return { lon, lat, ...lonLatToTile(lon, lat, 14) };
  };
  const askTile = (path: string, headers: Record<string, string> = {}) =>
    app.inject({ method: "GET", url: path, headers: { host: `${portal.slug}.localhost`, ...headers } });

  it("have the heights of the raster as colours, and go on beyond it without a cliff", async () => {
    const { lon, lat, z, x, y } = await tileAt();
    const answer = await askTile(`/altimetrie/relief/${z}/${x}/${y}.png?base=90&v=a`);
    expect([answer.statusCode, answer.headers["content-type"], answer.headers["cache-control"]]).toEqual([
      200,
      "image/png",
      "public, max-age=3600",
    ]);
    const { data, info } = await sharp(answer.rawPayload).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([256, 256, 3]);
    const heightAtPixel = (px: number, py: number) => {
      const [r = 0, g = 0, b = 0] = data.subarray(3 * (py * 256 + px), 3 * (py * 256 + px) + 3);
      return r * 256 + g + b / 256 - 32_768;
    };
    const [mx, my] = lonLatToMercator(lon, lat);
    const [west, , , north] = tileToMercatorBbox({ z, x, y });
    const pixel = tileSizeMetres(z) / 256;
    const [px, py] = [Math.floor((mx - west) / pixel), Math.floor((north - my) / pixel)];
    // A pixel has some 6.5 m of the ground: less than a cell, which rises by 1 and 2 m.
    expect(Math.abs(heightAtPixel(px, py) - heightOf(48, 40))).toBeLessThan(2);
    let steepest = 0;
    for (let row = 1; row < 256; row++)
      for (let column = 1; column < 256; column++)
        steepest = Math.max(steepest, Math.abs(heightAtPixel(column, row) - heightAtPixel(column, row - 1)));
    expect(steepest).toBeLessThan(20);
    expect(
      (await askTile(`/altimetrie/relief/${z}/${x}/${y}.png?base=90`, { "if-none-match": String(answer.headers.etag) })).statusCode,
    ).toBe(304);
  });

  it("are flat at the asked height far from all data, and refuse impossible addresses", async () => {
    const far = await askTile("/altimetrie/relief/9/10/10.png?base=-3");
    const pixels = await sharp(far.rawPayload).raw().toBuffer();
    expect(new Set([...pixels.keys()].filter((i) => i % 3 === 1).map((i) => pixels[i]))).toEqual(new Set([253]));
    for (const path of ["19/1/1.png", "9/512/1.png", "9/1/1.jpg", "9/-1/1.png", "9/1/1.png?base=1e9", "9/1/1.png?base=NaN"])
      expect((await askTile(`/altimetrie/relief/${path}`)).statusCode).toBe(404);
    expect((await askTile("/altimetrie/relief/9/1/1.png?x=1")).statusCode).toBe(400);
  });
});
