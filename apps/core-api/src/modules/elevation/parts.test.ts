// @database server
import { Readable } from "node:stream";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import {
  at,
  buildHeightsWorld,
  degrees as degreesIn,
  type HeightsFile,
  type HeightsWorld,
  heightOf,
  plane,
  portalWith,
} from "../../testing/heights-world.ts";
import { type TestSubject, writeGrant } from "../../testing/lens-world.ts";
import { heightsAt, listElevation, profileAlong, rastersIn, reliefOf, reliefTile } from "./service.ts";
import { figuresIn } from "./statistics/service.ts";

let world: HeightsWorld;
let app: FastifyInstance;
let reader: Actor;
let stranger: Actor;
beforeAll(async () => {
  world = await buildHeightsWorld(await openTestDatabase());
  app = await createServer(world.core);
  const actorOf = async () => ({ userId: (await createUser(world.database)).id, isOperator: false, isSuspended: false });
  [reader, stranger] = [await actorOf(), await actorOf()];
});
afterAll(async () => {
  await app.close();
  await world.database.close();
});

type Cell = readonly [column: number, row: number];
type Opened = Awaited<ReturnType<typeof portalWith>>;
interface GivenArea {
  /** Corners in columns and rows of the raster; null: everywhere. */
  ring: readonly Cell[] | null;
  subject?: TestSubject;
  ends?: number;
  layerId?: string;
}

const visitor: Actor = { userId: null, isOperator: false, isSuspended: false, hasOpenParts: true };
const closedPortal = (files: readonly HeightsFile[]) => portalWith(world, files, { visibility: "private" });
const degrees = (positions: readonly Cell[]) => degreesIn(world, positions);
/** A position in Lambert-93, by columns and rows from the corner of the raster. */
const corner = ([column, row]: Cell): Cell => [100_000 + column * 10, 6_600_800 - row * 10];

async function areaOf(ring: readonly Cell[]): Promise<string> {
  const places = await degrees(ring.map(corner));
  const closed = [...places, places[0]] as Position[];
  return Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[closed]] }, 4326, false)).toString("hex");
}

/** Replaces all grants by these, on all that the dataset has. */
async function give({ datasetId }: Opened, given: readonly GivenArea[]): Promise<void> {
  const { database, manager } = world;
  const areas = await Promise.all(given.map(({ ring }) => ring && areaOf(ring)));
  await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("DELETE FROM grants");
    for (const [index, { subject = { userId: reader.userId ?? "" }, ends = 1 }] of given.entries()) {
      const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
      await writeGrant(sql, {
        ...{ communityId: manager.communityId, datasetId, layerId: null, subject, columns: null },
        ...{ area: areas[index] ?? null, givenById: manager.userId, from: inDays(-2), until: inDays(ends) },
      });
    }
  });
}

/** Which cells lie wholly inside the areas of the valid grants, by PostGIS alone. `around`: cells beyond their own sides. */
async function cellsInside(cells: readonly Cell[], size = 1, around = 0): Promise<boolean[]> {
  const boxes = cells.map(([column, row]) => {
    const [west, north] = corner([(column - around) * size, (row - around) * size]);
    const side = 10 * size * (1 + 2 * around);
    return [west, north - side, west + side, north];
  });
  const rows = await world.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ inside: boolean | null }>(
      `WITH area AS (SELECT ST_Union(area_3857) AS g FROM grants WHERE area IS NOT NULL AND valid_until > now() AND revoked_at IS NULL)
       SELECT ST_Contains((SELECT g FROM area), ST_Transform(ST_Segmentize(ST_MakeEnvelope(b.w, b.s, b.e, b.n, 2154), 5), 3857)) AS inside
       FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) WITH ORDINALITY AS b(w, s, e, n, at) ORDER BY b.at`,
      [0, 1, 2, 3].map((side) => boxes.map((box) => box[side])),
    ),
  );
  return rows.map(({ inside }) => inside === true);
}

const cellArb = fc.tuple(fc.double({ min: -10, max: 106, noNaN: true }), fc.double({ min: -10, max: 90, noNaN: true }));
/** Triangles and boxes whose corners go round in one direction, so that they do not cross themselves. */
const ringArb = fc
  .tuple(cellArb, fc.array(fc.double({ min: 5, max: 60, noNaN: true }), { minLength: 3, maxLength: 9 }))
  .map(([[column, row], radii]) =>
    radii.map((radius, index): Cell => {
      const angle = (2 * Math.PI * index) / radii.length;
      return [column + radius * Math.cos(angle), row + radius * Math.sin(angle)];
    }),
  );

test("heights inside areas are those of cells that lie wholly inside; all others are said to be outside, as the slow oracle says", async () => {
  const open = await closedPortal([plane("deflate.tif")]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(ringArb, { minLength: 1, maxLength: 3 }),
      fc.array(cellArb, { minLength: 20, maxLength: 40 }),
      async (rings, given) => {
        await give(
          open,
          rings.map((ring) => ({ ring })),
        );
        const places = await degrees(given.map(([column, row]) => at(column, row)));
        const found = await heightsAt(world.core, reader, { portalId: open.portalId, places });
        const isClose = (one: number, other: number) => Math.abs(one - other) < 1e-4;
        for (const [index, [column, row]] of given.entries()) {
          const isOver = column >= -0.5 && row >= -0.5 && column <= 95.5 && row <= 79.5;
          const [inColumn, inRow] = [Math.min(95, Math.max(0, column)), Math.min(79, Math.max(0, row))];
          const [left, top] = [Math.floor(inColumn), Math.floor(inRow)];
          const around: Cell[] = [left, Math.min(95, left + 1)].flatMap((x) => [top, Math.min(79, top + 1)].map((y): Cell => [x, y]));
          const nearest: Cell = [Math.round(inColumn), Math.round(inRow)];
          const hasValue = ([x, y]: Cell) => x >= 8 || y >= 8;
          const [isShown, ...four] = await cellsInside([nearest, ...around]);
          const height = found.heights[index] ?? null;
          const isAll = four.every(Boolean) && around.every(hasValue);
          const expected = !isOver || !isShown || !hasValue(nearest) ? null : isAll ? heightOf(inColumn, inRow) : heightOf(...nearest);
          expect(height === null ? null : Math.round(height * 100)).toBe(expected === null ? null : Math.round(expected * 100));
          if (height !== null && expected !== null) expect(isClose(height, expected)).toBe(true);
          // Outside the areas it is the same over the raster and beside it.
          const [isInArea] = await cellsInside([[column + 0.4999, row + 0.4999]], 1, -0.4999);
          if (!isInArea) expect(found.outside).toContain(index);
          else if (!isOver) expect(found.outside).not.toContain(index);
          if (height !== null) expect(found.outside).not.toContain(index);
        }
        for (const actor of [stranger, visitor]) {
          const nothing = await heightsAt(world.core, actor, { portalId: open.portalId, places });
          expect(nothing).toEqual({
            heights: places.map(() => null),
            sources: places.map(() => -1),
            layers: [],
            unreadable: 0,
            outside: [],
          });
        }
      },
    ),
    { numRuns: 12 },
  );
});

test("a coarser copy shows a cell only if all that it may be made of is inside", async () => {
  const open = await closedPortal([plane("lzw.tif")]);
  const ring: Cell[] = [
    [20.3, 10.2],
    [70.7, 22.1],
    [60.4, 70.9],
    [30.2, 60.3],
  ];
  await give(open, [{ ring }]);
  const line = await degrees([at(12, 40), at(84, 40)]);
  const found = await profileAlong(world.core, reader, { portalId: open.portalId, line, samples: 37 });
  expect(found.cellMetres).toBeCloseTo(20, 6);
  const cells = found.places.map((_, index): Cell => [Math.floor((12 + 2 * index + 0.5) / 2), 20]);
  // Two cells from the middle on each side.
  const inside = await cellsInside(cells, 2, 1.5);
  const whole = await profileAlong(world.core, world.manager, { portalId: open.portalId, line, samples: 37 });
  expect(inside.filter(Boolean).length).toBeGreaterThan(8);
  for (const [index, height] of found.heights.entries()) {
    if (!inside[index]) expect([index, height]).toEqual([index, null]);
    else expect(height).not.toBeNull();
    if (height !== null) expect(Math.abs(height - (whole.heights[index] ?? 0))).toBeLessThan(3.1);
  }
  // The gaps of the line are named, and its figures are those of the part.
  expect(found.outside).toEqual(found.heights.flatMap((height, index) => (height === null ? [index] : [])));
});

/** Two rasters that are the same in the cells of the area, and as different as can be elsewhere. */
async function twins(ring: readonly Cell[]): Promise<[Opened, Opened]> {
  const cells = Array.from({ length: 96 * 80 }, (_, index): Cell => [index % 96, Math.floor(index / 96)]);
  const base = await closedPortal([]);
  await give(base, [{ ring }]);
  const inside = await cellsInside(cells);
  const raster = (hidden: (index: number) => number): HeightsFile => ({
    name: "mnt.tif",
    bytes: Readable.from([
      makeGeoTiff({
        size: [96, 80],
        values: Float32Array.from(cells, (cell, index) => (inside[index] ? heightOf(...cell) : hidden(index))),
        srid: 2154,
        place: [100_000, 6_600_800, 10],
      }),
    ]),
  });
  return [await closedPortal([raster(() => -9999)]), await closedPortal([raster((index) => 900 + (index % 77))])];
}

test("nothing that a reader gets of a part depends on what is outside of it", async () => {
  const ring: Cell[] = [
    [10.5, 20.5],
    [80.2, 15.7],
    [50.1, 40.3],
    [70.9, 75.2],
    [15.3, 60.8],
  ];
  const [empty, full] = await twins(ring);
  const places = await degrees([at(5, 5), at(30, 40), at(13, 21), at(50.4, 40.4), at(90, 70)]);
  const line = await degrees([at(-5, 30), at(100, 60)]);
  const polygon = [[await degrees([at(0, 0), at(90, 5), at(80, 70), at(0, 0)])]];
  const all = async ({ portalId, datasetId, datasetSlug }: Opened) => {
    await give({ portalId, datasetId, datasetSlug, slug: "" }, [{ ring }]);
    const { core } = world;
    const relief = await reliefOf(core, reader, { portalId });
    const [lon = 0, lat = 0] = places[1] ?? [];
    const tiles: string[] = [];
    for (const z of [12, 15, 16]) {
      const { x, y } = lonLatToTile(lon, lat, z);
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [-1, -1],
        [4, 4],
      ] as const) {
        const tile = await reliefTile(core, reader, { portalId }, { z, x: x + dx, y: y + dy }, relief?.base ?? 0);
        tiles.push((await tile.draw()).toString("base64"));
      }
    }
    const answers = {
      ...{ relief: { ...relief, version: "" }, tiles, list: await listElevation(core, reader, portalId) },
      heights: await heightsAt(core, reader, { portalId, places }),
      profile: await profileAlong(core, reader, { portalId, line, samples: 300 }),
      figures: await figuresIn(core, reader, polygon, { portalId }),
    };
    return JSON.stringify(answers)
      .replaceAll(datasetId, "")
      .replaceAll(datasetSlug, "")
      .replaceAll(/"title":"[^"]*"/g, "");
  };
  const [one, other] = [await all(empty), await all(full)];
  expect(one).toBe(other);
  expect(one).toContain('"outside":[0');
  // The box of the dataset is that of the part.
  const [layer] = await listElevation(world.core, reader, full.portalId);
  const [whole] = await listElevation(world.core, world.manager, full.portalId);
  expect(layer?.bbox[0]).toBeGreaterThan(whole?.bbox[0] ?? 0);
  expect(layer?.bbox[3]).toBeLessThan(whole?.bbox[3] ?? 0);
});

test("tiles of relief outside an area say nothing by their tags, their time in caches or their pixels", async () => {
  const open = await closedPortal([plane("deflate.tif")]);
  const ring: Cell[] = [
    [20, 20],
    [40, 20],
    [40, 40],
    [20, 40],
  ];
  await give(open, [{ ring, subject: { audience: "everyone" } }]);
  const host = { host: `${open.slug}.localhost` };
  const get = (x: number, y: number, headers: object = {}) =>
    app.inject({ url: `/altimetrie/relief/17/${x}/${y}.png?v=1&base=0`, headers: { ...host, ...headers } });
  const tileAt = async (cell: Cell) => {
    const [[lon = 0, lat = 0] = []] = await degrees([at(...cell)]);
    return lonLatToTile(lon, lat, 17);
  };
  const [inside, over, away] = [await tileAt([30, 30]), await tileAt([80, 70]), await tileAt([800, 800])];
  await expect.poll(async () => (await get(inside.x, inside.y)).headers.etag).not.toBe((await get(away.x, away.y)).headers.etag);
  const [shown, hidden, nowhere] = [await get(inside.x, inside.y), await get(over.x, over.y), await get(away.x, away.y)];
  // Where the raster lies, but not the area, the answer is that of an empty place.
  expect([hidden.headers.etag, hidden.rawPayload.equals(nowhere.rawPayload)]).toEqual([nowhere.headers.etag, true]);
  // A grant can be revoked: caches ask each time.
  expect(shown.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
  expect((await get(inside.x, inside.y, { "if-none-match": String(shown.headers.etag) })).statusCode).toBe(304);
  const whole = await app.inject({
    url: `/altimetrie/relief/17/${inside.x}/${inside.y}.png?base=0`,
    headers: { ...host, ...bearer(world.manager.userId) },
  });
  expect(whole.headers.etag).not.toBe(shown.headers.etag);
  const pixels = await sharp(shown.rawPayload).raw().toBuffer();
  expect(pixels.length).toBe(256 * 256 * 3);
  await world.database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now()"));
  const after = await get(inside.x, inside.y, { "if-none-match": String(shown.headers.etag) });
  expect([after.statusCode, after.headers.etag]).toEqual([200, nowhere.headers.etag]);
});

test("only grants on all of a dataset open its heights in an area, while they last; a whole one opens them everywhere", async () => {
  const open = await closedPortal([plane("deflate.tif")]);
  const ring: Cell[] = [
    [10, 10],
    [90, 10],
    [90, 70],
    [10, 70],
  ];
  const places = await degrees([at(40, 40), at(94, 78)]);
  const heights = async (actor: Actor) =>
    (await heightsAt(world.core, actor, { portalId: open.portalId, places })).heights.map((h) => h !== null);
  await give(open, [{ ring, ends: -1 }]);
  expect(await heights(reader)).toEqual([false, false]);
  await give(open, [{ ring, subject: { audience: "signed-in" } }]);
  expect([await heights(reader), await heights(stranger), await heights(visitor)]).toEqual([
    [true, false],
    [true, false],
    [false, false],
  ]);
  await give(open, [{ ring }, { ring: null }]);
  expect(await heights(reader)).toEqual([true, true]);
  await give(open, [{ ring }]);
  expect(await heights(reader)).toEqual([true, false]);
  await world.database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now()"));
  expect(await heights(reader)).toEqual([false, false]);
  expect(await rastersIn(world.core, reader, { portalId: open.portalId }, [-180, -90, 180, 90])).toEqual([]);
});
