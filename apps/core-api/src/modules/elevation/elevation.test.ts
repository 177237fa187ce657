// @database server
import { createReadStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Actor, anonymous, type MemberActor } from "../../kernel/actor.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { heightsAt, listElevation, profileAlong } from "./service.ts";

// A plane in Lambert-93: 96 × 80 cells of 10 m from (100000, 6600800), 100 + column + 2 × row, without a value in the first 8 × 8 cells.
// Made by GDAL's driver COG with blocks of 32 × 32; lzw.tif has a coarser copy.

let database: Database;
let core: TestCore;
let manager: MemberActor;
const folder = path.join(import.meta.dirname, "../../testing/heights");

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const { id: communityId } = await createCommunity(database);
  const { id: userId } = await createMember(database, communityId, "manager");
  manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false };
});
afterAll(() => database.close());

interface File {
  readonly name: string;
  readonly bytes: Readable;
  readonly cell?: number;
  /** West, south, east, north in Lambert-93. */
  readonly box?: readonly [number, number, number, number];
  readonly facts?: object;
}

const PLANE = [100_000, 6_600_000, 100_960, 6_600_800] as const;
const plane = (name: string): File => ({ name, bytes: createReadStream(path.join(folder, name)) });

/** Places in degrees of positions in Lambert-93. */
async function degrees(positions: readonly (readonly [number, number])[]): Promise<[number, number][]> {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT position, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 2154), 4326) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, position)) q ORDER BY position`,
      [positions.map(([x]) => x), positions.map(([, y]) => y)],
    ),
  );
  return rows.map(({ lon, lat }) => [lon, lat]);
}

async function portalWith(files: readonly File[], values: Parameters<typeof createDataset>[2] = {}, topic = "elevation") {
  const { communityId } = manager;
  const dataset = await createDataset(database, communityId, values);
  const portal = await createPortal(database, communityId);
  const rows = await Promise.all(
    files.map(async ({ name, bytes, cell = 10, box = PLANE, facts = {} }, position) => {
      const { key, size } = await core.storage.put(bytes);
      const [west, south, east, north] = box;
      const footprint = await degrees([
        [west, north],
        [west, south],
        [east, south],
        [east, north],
      ]);
      const raster = {
        format: "geotiff",
        size: [(east - west) / cell, (north - south) / cell],
        bands: [{ type: "Float32", nodata: -9999 }],
        srid: 2154,
        pixelSize: [cell, cell],
        isCloudOptimised: true,
        hasPreview: false,
        footprint,
        ...facts,
      };
      return {
        communityId,
        datasetId: dataset.id,
        mediaType: "image/tiff",
        size,
        sha256: "x",
        objectKey: key,
        path: name,
        fileName: name,
        title: name,
        raster,
        position,
      };
    }),
  );
  await database.withSystem(async (tx) => {
    await tx.dataset.update({ where: { id: dataset.id }, data: { topic, revisedOn: "2023-10-08" } });
    await tx.datasetAttachment.createMany({ data: rows });
    await tx.portalDataset.create({ data: { portalId: portal.id, datasetId: dataset.id, communityId, position: 0, isVisible: true } });
  });
  return { portalId: portal.id, datasetId: dataset.id };
}

/** The position of a point between the middles of cells. */
const at = (column: number, row: number): [number, number] => [100_000 + (column + 0.5) * 10, 6_600_800 - (row + 0.5) * 10];
const heightOf = (column: number, row: number) => 100 + column + 2 * row;

test.each(["lzw.tif", "deflate.tif", "zstd.tif"])("heights are exact between cells, in every way to pack them: %s", async (name) => {
  const { portalId, datasetId } = await portalWith([plane(name)]);
  const cells = [
    [20, 20],
    [31.5, 31.5],
    [63.25, 40.75],
    [95, 79],
    [-0.4, 79.4],
  ] as const;
  const found = await heightsAt(core, anonymous, { portalId, places: await degrees(cells.map(([column, row]) => at(column, row))) });
  expect(found.unreadable).toBe(0);
  expect(found.sources).toEqual([0, 0, 0, 0, 0]);
  expect(found.layers).toMatchObject([{ datasetId, date: "2023-10-08", resolutionMetres: 10, verticalDatum: null }]);
  const wanted = [heightOf(20, 20), heightOf(31.5, 31.5), heightOf(63.25, 40.75), heightOf(95, 79), heightOf(0, 79)];
  for (const [index, height] of found.heights.entries()) expect(height).toBeCloseTo(wanted[index] ?? Number.NaN, 4);
});

test("there is no height without a value, outside the raster, or where no raster is", async () => {
  const { portalId } = await portalWith([plane("deflate.tif")]);
  const places = await degrees([at(3, 3), at(-0.6, 40), at(40, 80), [500_000, 6_600_000]]);
  expect((await heightsAt(core, anonymous, { portalId, places })).heights).toEqual([null, null, null, null]);
});

test("a profile has equal steps, and its length; a long step reads the coarser copy", async () => {
  const { portalId } = await portalWith([plane("lzw.tif")]);
  const line = await degrees([at(20, 20), at(60, 20)]);
  const fine = await profileAlong(core, anonymous, { portalId, line, samples: 81 });
  // Between its parallels, Lambert-93 is 0.1 % too short.
  expect(fine.lengthMetres).toBeGreaterThan(400);
  expect(fine.lengthMetres).toBeLessThan(401);
  expect(fine.cellMetres).toBeCloseTo(10, 6);
  expect(fine.heights).toHaveLength(81);
  for (const [index, height] of fine.heights.entries()) {
    expect(height).toBeCloseTo(heightOf(20 + index / 2, 20), 2);
    expect(fine.metres[index]).toBeCloseTo((fine.lengthMetres * index) / 80, 6);
  }
  const coarse = await profileAlong(core, anonymous, { portalId, line, samples: 5 });
  expect(coarse.cellMetres).toBeCloseTo(20, 6);
  for (const [index, height] of coarse.heights.entries()) expect(height).toBeCloseTo(heightOf(20 + 10 * index, 20), 2);
});

test("the finest raster answers, the next one where it has no value; a file that cannot be read is counted", async () => {
  const box = [100_000, 6_600_500, 100_100, 6_600_600] as const;
  const values = new Float32Array(10_000).fill(7);
  const fine: File = {
    name: "LHD_FXX_0100_6601_MNT_0M50_LAMB93_IGN69.tif",
    bytes: Readable.from([makeGeoTiff({ size: [100, 100], values, srid: 2154, place: [100_000, 6_600_600, 1] })]),
    cell: 1,
    box,
  };
  const { portalId } = await portalWith([plane("deflate.tif"), fine, { ...plane("lerc.tif"), cell: 0.5 }]);
  const places = await degrees([[100_050, 6_600_550], at(40, 40)]);
  const found = await heightsAt(core, anonymous, { portalId, places });
  expect([found.heights[0], Math.round(found.heights[1] ?? 0)]).toEqual([7, heightOf(40, 40)]);
  expect(found.unreadable).toBe(1);
  expect(found.layers[0]?.verticalDatum).toBeNull();
  const { portalId: alone } = await portalWith([
    { ...fine, bytes: Readable.from([makeGeoTiff({ size: [100, 100], values, srid: 2154, place: [100_000, 6_600_600, 1] })]) },
  ]);
  expect(await listElevation(core, anonymous, alone)).toMatchObject([{ verticalDatum: "NGF-IGN69", resolutionMetres: 1 }]);
});

test("pictures, other topics and rasters without a CRS are not heights", async () => {
  const bands = [{ type: "Byte", nodata: null }];
  const others = await Promise.all([
    portalWith([{ ...plane("deflate.tif"), facts: { bands } }]),
    portalWith([{ ...plane("deflate.tif"), facts: { bands: [...bands, ...bands, ...bands] } }]),
    portalWith([{ ...plane("deflate.tif"), facts: { srid: null, footprint: null } }]),
    portalWith([plane("deflate.tif")], {}, "environment"),
  ]);
  for (const { portalId } of others) expect(await listElevation(core, anonymous, portalId)).toEqual([]);
});

test("heights are as readable as their dataset", async () => {
  const stranger: Actor = {
    userId: (await createMember(database, (await createCommunity(database)).id, "manager")).id,
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
    for (const [index, actor] of [anonymous, stranger, manager].entries()) {
      expect(await listElevation(core, actor, portalId)).toHaveLength(counts[index] ?? -1);
      const { heights } = await heightsAt(core, actor, { portalId, places: [place] });
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
  await expect(profileAlong(core, anonymous, { portalId, line, samples: 10 })).rejects.toMatchObject({ code: "profile-too-long" });
  const nowhere = "00000000-0000-4000-8000-000000000000";
  await expect(listElevation(core, anonymous, nowhere)).rejects.toMatchObject({ code: "portal-not-found" });
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
    const found = await heightsAt(core, anonymous, { portalId, places: await degrees([[100_500, 6_600_500]]) });
    expect([found.heights, found.unreadable]).toEqual([[null], 1]);
  }
});
