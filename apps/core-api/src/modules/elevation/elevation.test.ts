// @database server
import { Readable } from "node:stream";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import {
  at,
  buildHeightsWorld,
  degrees as degreesIn,
  type HeightsFile,
  type HeightsWorld,
  heightOf,
  plane,
  portalWith as portalIn,
} from "../../testing/heights-world.ts";
import { heightsAt, listElevation, profileAlong } from "./service.ts";

let world: HeightsWorld;
beforeAll(async () => {
  world = await buildHeightsWorld(await openTestDatabase());
});
afterAll(() => world.database.close());

const degrees = (positions: Parameters<typeof degreesIn>[1]) => degreesIn(world, positions);
const portalWith = (...given: Parameters<typeof portalIn> extends [unknown, ...infer Rest] ? Rest : never) => portalIn(world, ...given);

test.each(["lzw.tif", "deflate.tif", "zstd.tif"])("heights are exact between cells, in every way to pack them: %s", async (name) => {
  const { portalId, datasetId } = await portalWith([plane(name)]);
  const cells = [
    [20, 20],
    [31.5, 31.5],
    [63.25, 40.75],
    [95, 79],
    [-0.4, 79.4],
  ] as const;
  const found = await heightsAt(world.core, anonymous, { portalId, places: await degrees(cells.map(([column, row]) => at(column, row))) });
  expect(found.unreadable).toBe(0);
  expect(found.sources).toEqual([0, 0, 0, 0, 0]);
  expect(found.layers).toMatchObject([{ datasetId, date: "2023-10-08", resolutionMetres: 10, verticalDatum: null }]);
  const wanted = [heightOf(20, 20), heightOf(31.5, 31.5), heightOf(63.25, 40.75), heightOf(95, 79), heightOf(0, 79)];
  for (const [index, height] of found.heights.entries()) expect(height).toBeCloseTo(wanted[index] ?? Number.NaN, 4);
});

test("there is no height without a value, outside the raster, or where no raster is", async () => {
  const { portalId } = await portalWith([plane("deflate.tif")]);
  const places = await degrees([at(3, 3), at(-0.6, 40), at(40, 80), [500_000, 6_600_000]]);
  expect((await heightsAt(world.core, anonymous, { portalId, places })).heights).toEqual([null, null, null, null]);
});

test("a profile has equal steps, and its length; a long step reads the coarser copy", async () => {
  const { portalId } = await portalWith([plane("lzw.tif")]);
  const line = await degrees([at(20, 20), at(60, 20)]);
  const fine = await profileAlong(world.core, anonymous, { portalId, line, samples: 81 });
  // Between its parallels, Lambert-93 is 0.1 % too short.
  expect(fine.lengthMetres).toBeGreaterThan(400);
  expect(fine.lengthMetres).toBeLessThan(401);
  expect(fine.cellMetres).toBeCloseTo(10, 6);
  expect(fine.heights).toHaveLength(81);
  for (const [index, height] of fine.heights.entries()) {
    expect(height).toBeCloseTo(heightOf(20 + index / 2, 20), 2);
    expect(fine.metres[index]).toBeCloseTo((fine.lengthMetres * index) / 80, 6);
  }
  const coarse = await profileAlong(world.core, anonymous, { portalId, line, samples: 5 });
  expect(coarse.cellMetres).toBeCloseTo(20, 6);
  for (const [index, height] of coarse.heights.entries()) expect(height).toBeCloseTo(heightOf(20 + 10 * index, 20), 2);
});

test("the finest raster answers, the next one where it has no value; a file that cannot be read is counted", async () => {
  const box = [100_000, 6_600_500, 100_100, 6_600_600] as const;
  const values = new Float32Array(10_000).fill(7);
  const fine: HeightsFile = {
    name: "LHD_FXX_0100_6601_MNT_0M50_LAMB93_IGN69.tif",
    bytes: Readable.from([makeGeoTiff({ size: [100, 100], values, srid: 2154, place: [100_000, 6_600_600, 1] })]),
    cell: 1,
    box,
  };
  const { portalId } = await portalWith([plane("deflate.tif"), fine, { ...plane("lerc.tif"), cell: 0.5 }]);
  const places = await degrees([[100_050, 6_600_550], at(40, 40)]);
  const found = await heightsAt(world.core, anonymous, { portalId, places });
  expect([found.heights[0], Math.round(found.heights[1] ?? 0)]).toEqual([7, heightOf(40, 40)]);
  expect(found.unreadable).toBe(1);
  expect(found.layers[0]?.verticalDatum).toBeNull();
  const { portalId: alone } = await portalWith([
    { ...fine, bytes: Readable.from([makeGeoTiff({ size: [100, 100], values, srid: 2154, place: [100_000, 6_600_600, 1] })]) },
  ]);
  expect(await listElevation(world.core, anonymous, alone)).toMatchObject([{ verticalDatum: "NGF-IGN69", resolutionMetres: 1 }]);
});

test("pictures, other topics and rasters without a CRS are not heights", async () => {
  const bands = [{ type: "Byte", nodata: null }];
  const others = await Promise.all([
    portalWith([{ ...plane("deflate.tif"), facts: { bands } }]),
    portalWith([{ ...plane("deflate.tif"), facts: { bands: [...bands, ...bands, ...bands] } }]),
    portalWith([{ ...plane("deflate.tif"), facts: { srid: null, footprint: null } }]),
    portalWith([plane("deflate.tif")], {}, "environment"),
  ]);
  for (const { portalId } of others) expect(await listElevation(world.core, anonymous, portalId)).toEqual([]);
});

test("heights are as readable as their dataset", async () => {
  const stranger: Actor = {
    userId: (await createMember(world.database, (await createCommunity(world.database)).id, "manager")).id,
    isOperator: false,
    isSuspended: false,
  };
  const [place] = await degrees([at(40, 40)]);
  if (!place) throw new Error("a position has a place");
  for (const [values, counts] of [
    [{ visibility: "members" }, [0, 0, 1]],
    [{ status: "draft" }, [0, 0, 0]],
    [{}, [1, 1, 1]],
  ] as const) {
    const { portalId } = await portalWith([plane("deflate.tif")], values);
    for (const [index, actor] of [anonymous, stranger, world.manager].entries()) {
      expect(await listElevation(world.core, actor, portalId)).toHaveLength(counts[index] ?? -1);
      const { heights } = await heightsAt(world.core, actor, { portalId, places: [place] });
      expect(heights[0] !== null).toBe(counts[index] === 1);
    }
  }
});

test("a line that is too long is refused before anything is read, and so is a portal that is not there", async () => {
  const { portalId } = await portalWith([plane("deflate.tif")]);
  const line: [number, number][] = [
    [0, 45],
    [4, 45],
  ];
  await expect(profileAlong(world.core, anonymous, { portalId, line, samples: 10 })).rejects.toMatchObject({ code: "profile-too-long" });
  const nowhere = "00000000-0000-4000-8000-000000000000";
  await expect(listElevation(world.core, anonymous, nowhere)).rejects.toMatchObject({ code: "portal-not-found" });
});

test("a damaged file gives no heights, and no error", async () => {
  const whole = makeGeoTiff({
    size: [10, 10],
    values: new Float32Array(100).fill(5),
    srid: 2154,
    place: [100_000, 6_600_800, 10],
    pretended: [1000, 1000],
  });
  for (const bytes of [whole, whole.subarray(0, 120), Buffer.from("II*\0\u0008\0\0\0\uffff"), Buffer.alloc(0)]) {
    const { portalId } = await portalWith([{ name: "heights.tif", bytes: Readable.from(bytes.length > 0 ? [bytes] : []) }]);
    const found = await heightsAt(world.core, anonymous, { portalId, places: await degrees([[100_500, 6_600_500]]) });
    expect([found.heights, found.unreadable]).toEqual([[null], 1]);
  }
});
