// @database server
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { extractFilePath, requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import { cloudTilePath } from "@archipel/contracts/clouds.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Position } from "@archipel/geo/geojson.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { readFrom } from "@archipel/pointcloud/byte-io.ts";
import { openSource, partsOf, readParts } from "@archipel/pointcloud/clip/source.ts";
import { syntheticPoints } from "@archipel/pointcloud/testing/synthetic-cloud.ts";
import { createCommunity, createMember, createPortal, createUser } from "@archipel/testing/factories.ts";
import { comb } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWaitingExtracts } from "../../../jobs/cloud-extracts.ts";
import type { Actor } from "../../../kernel/actor.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { publishTile } from "../../../testing/cloud-tiles.ts";
import { writeGrant } from "../../../testing/lens-world.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { boxArea, publishTown, TOWN_POINTS, unzipped } from "../../../testing/town-cloud.ts";
import { viewDataset } from "../../datasets/service.ts";
import { estimateExtract } from "../extracts/service/estimate.ts";
import { followExtract } from "../extracts/service/follow.ts";
import { requestExtract } from "../extracts/service/request.ts";
import { coverageOfLayer, openCloudLayer } from "../service/open.ts";

type Corner = readonly [x: number, y: number];
let database: Database;
let core: TestCore;
let app: FastifyInstance;
let communityId: Awaited<ReturnType<typeof createCommunity>>["id"];
let giver: string;
let town: Awaited<ReturnType<typeof publishTown>>;
let reader: Actor & { userId: string };
let stranger: Actor & { userId: string };
const actorOf = (userId: string) => ({ userId, isOperator: false, isSuspended: false });
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  app = await createServer(core);
  ({ id: communityId } = await createCommunity(database));
  giver = (await createMember(database, communityId, "manager")).id;
  [reader, stranger] = [actorOf((await createUser(database)).id), actorOf((await createUser(database)).id)];
  town = await publishTown(core, communityId, { status: "published", visibility: "private" });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function degrees(corners: readonly Corner[]): Promise<[number, number][]> {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ lon: number; lat: number }>(
      `SELECT ST_X(p) AS lon, ST_Y(p) AS lat FROM (SELECT place, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 2154), 4326) AS p
       FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, place)) q ORDER BY place`,
      [corners.map(([x]) => x), corners.map(([, y]) => y)],
    ),
  );
  return rows.map(({ lon, lat }) => [lon, lat]);
}

/** Replaces all grants by these, on the whole dataset; null: without an area. */
async function give(rings: readonly (readonly Corner[] | null)[], until = 1): Promise<void> {
  const areas = await Promise.all(
    rings.map(async (ring) => {
      if (!ring) return null;
      const places: Position[] = await degrees(ring);
      return Buffer.from(writeEwkb({ type: "MultiPolygon", coordinates: [[[...places, places[0] as Position]]] }, 4326, false)).toString(
        "hex",
      );
    }),
  );
  await database.sqlAs({ role: "system" }, async (sql) => {
    await sql.query("DELETE FROM grants");
    for (const area of areas)
      await writeGrant(sql, {
        ...{
          communityId,
          datasetId: town.datasetId,
          layerId: null,
          subject: { userId: reader.userId },
          columns: null,
          area,
        },
        ...{
          givenById: giver,
          from: new Date(Date.now() - 9e7),
          until: new Date(Date.now() + until * 86_400_000),
        },
      });
  });
}

/** Cuts the town from corner to corner, so that many nodes of its octree are on the border. */
const PIECE: readonly Corner[] = [
  [292_120.4, 6_832_140.9],
  [292_700.2, 6_832_080.3],
  [292_480.7, 6_832_500.6],
  [292_860.1, 6_832_910.8],
  [292_210.5, 6_832_760.2],
];
const AROUND = boxArea(291_900, 6_831_900, 292_600, 6_833_100);
const asked = (changes: object = {}) => requestExtractInput.parse({ layerId: town.layerId, area: AROUND, format: "laz", ...changes });

/** The points that a reader of the piece may take, each judged by PostGIS against the stored areas. */
async function allowedPoints(): Promise<string[]> {
  const { count, x, y, z } = syntheticPoints({ format: 6, extraBytes: 0, total: TOWN_POINTS, seed: 1 }, 0, TOWN_POINTS);
  const [xs, ys] = [
    Array.from({ length: count }, (_, i) => 292_000 + (x[i] ?? 0) / 100),
    Array.from({ length: count }, (_, i) => 6_832_000 + (y[i] ?? 0) / 100),
  ];
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ place: number }>(
      `WITH area AS (SELECT ST_Union(area_3857) AS g FROM grants)
       SELECT place::integer FROM unnest($1::float8[], $2::float8[]) WITH ORDINALITY AS t(x, y, place), area
       WHERE x <= 292600 AND ST_Contains(area.g, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), 2154), 3857))`,
      [xs, ys],
    ),
  );
  return rows.map(({ place }) => `${x[place - 1]} ${y[place - 1]} ${z[place - 1]}`).toSorted();
}

async function pointsIn(
  bytes: Buffer,
): Promise<{ points: string[]; header: { min: readonly number[]; max: readonly number[]; pointCount: number } }> {
  const source = await openSource(readFrom(bytes));
  const { header } = source.cloud;
  const points: string[] = [];
  const move = (value: number, axis: 0 | 1 | 2) =>
    Math.round((value * header.scale[axis] + header.offset[axis] - ([292_000, 6_832_000, 0][axis] ?? 0)) * 100);
  for await (const part of readParts(source, await partsOf(source, { area: undefined, spacing: undefined }), new Set()))
    for (let i = 0; i < part.count; i++) points.push(`${move(part.x[i] ?? 0, 0)} ${move(part.y[i] ?? 0, 1)} ${move(part.z[i] ?? 0, 2)}`);
  return { points: points.toSorted(), header };
}

test("an extract of a part is refused when the sides of its area, cut into short ones for the layer's CRS, are too many to compare", async () => {
  await give([PIECE]);
  const [[west = 0, south = 0] = []] = await degrees([[291_900, 6_831_900]]);
  // Within the limit on corners, and valid.
  const teeth = comb(1_700).map(([x, y]): [number, number] => [west + x / 5_000, south + y / 5_000]);
  const area = { geometry: { type: "Polygon" as const, coordinates: [teeth] }, srid: 4326 };
  await expect(estimateExtract(core, reader, asked({ area }))).rejects.toMatchObject({ code: "shape-too-crossed", field: "area" });
});

const take = async (named: { id: string; secret?: string }, userId: string) =>
  app.inject({ url: extractFilePath(named), headers: bearer(userId) });
const make = () => makeWaitingExtracts(core, true, new AbortController().signal);

test("an extract of a part holds its points, each of them, and no other; its header speaks of them alone", async () => {
  await give([PIECE]);
  const expected = await allowedPoints();
  expect(expected.length).toBeGreaterThan(3_000);
  const estimate = await estimateExtract(core, reader, asked());
  expect(estimate).toMatchObject({ isCut: true, tiles: 1 });
  expect(Math.abs(estimate.points - expected.length)).toBeLessThan(expected.length / 4);
  for (const format of ["laz", "copc"]) {
    const named = await requestExtract(core, reader, asked({ format }), "203.0.113.7");
    expect(await make()).toBe(1);
    expect(await followExtract(core, reader, { id: named.id })).toMatchObject({ status: "success", points: expected.length });
    const answer = await take({ id: named.id }, reader.userId);
    const files = await unzipped(answer.rawPayload);
    const [, bytes] = [...files].find(([name]) => name.startsWith("points")) ?? [];
    const { points, header } = await pointsIn(bytes as Buffer);
    expect(points.length).toBe(expected.length);
    expect(points).toEqual(expected);
    const spread = (axis: number) => points.map((point) => Number(point.split(" ")[axis]));
    expect(Math.round((header.max[0] ?? 0) * 100) - 29_200_000).toBe(Math.max(...spread(0)));
    expect(Math.round((header.min[1] ?? 0) * 100) - 683_200_000).toBe(Math.min(...spread(1)));
  }
});

test("models of a part are made of its points alone", async () => {
  await give([PIECE]);
  const named = await requestExtract(core, reader, asked({ format: null, models: ["dtm"], grids: ["asc"], resolution: 10 }), "203.0.113.7");
  await make();
  expect(await followExtract(core, reader, { id: named.id })).toMatchObject({ status: "success", points: null });
  const files = await unzipped((await take(named, reader.userId)).rawPayload);
  const grid = [...files].find(([name]) => name.endsWith(".asc"))?.[1].toString() ?? "";
  const values = grid.split("\n").slice(6).join(" ").trim().split(/\s+/).map(Number);
  expect(values.filter((value) => value > -9000).length).toBeGreaterThan(1_000);
  // The same from a cloud that has no other points.
  const points = await requestExtract(core, reader, asked({ format: "copc" }), "203.0.113.7");
  await make();
  const copc = [...(await unzipped((await take(points, reader.userId)).rawPayload))].find(([name]) =>
    name.startsWith("points"),
  )?.[1] as Buffer;
  const { key, size } = await core.storage.put(Readable.from([copc]));
  const tile = { objectKey: key, size, sha256: "x" };
  const before = await database.withSystem((tx) => tx.datasetAttachment.findFirstOrThrow({ where: { datasetId: town.datasetId } }));
  await database.withSystem((tx) => tx.datasetAttachment.updateMany({ where: { datasetId: town.datasetId }, data: tile }));
  const again = await requestExtract(core, reader, asked({ format: null, models: ["dtm"], grids: ["asc"], resolution: 10 }), "203.0.113.7");
  await make();
  const twin = [...(await unzipped((await take(again, reader.userId)).rawPayload))].find(([name]) => name.endsWith(".asc"))?.[1].toString();
  expect(twin).toBe(grid);
  await database.withSystem((tx) =>
    tx.datasetAttachment.updateMany({ where: { datasetId: town.datasetId }, data: { objectKey: before.objectKey, size: before.size } }),
  );
});

test("where nothing is open, it is as if no tile were there; an archive is given out only while the same part is open", async () => {
  await give([PIECE]);
  const refusals = await Promise.all(
    // Over the tile but outside the area, and far from any tile.
    [boxArea(292_900, 6_832_010, 292_990, 6_832_090), boxArea(300_000, 6_832_000, 300_100, 6_832_100)].map((area) =>
      estimateExtract(core, reader, asked({ area })).catch(({ code, params, field }: { code: string; params: object; field: string }) => ({
        code,
        params,
        field,
      })),
    ),
  );
  expect(refusals[0]).toEqual(refusals[1]);
  expect(refusals[0]).toMatchObject({ code: "extract-area-outside" });
  await expect(estimateExtract(core, stranger, asked())).rejects.toMatchObject({ code: "cloud-layer-not-found" });
  await expect(
    estimateExtract(core, { ...reader, key: { id: randomUUID(), communityId, atMost: "member" } }, asked()),
  ).rejects.toMatchObject({
    code: "cloud-layer-not-found",
  });
  const named = await requestExtract(core, reader, asked(), "203.0.113.7");
  await make();
  expect((await take(named, reader.userId)).statusCode).toBe(200);
  const smaller = PIECE.map(([x, y]): Corner => [292_400 + (x - 292_400) / 2, 6_832_400 + (y - 6_832_400) / 2]);
  await give([smaller]);
  expect((await take(named, reader.userId)).statusCode).toBe(404);
  await give([null]);
  expect((await take(named, reader.userId)).statusCode).toBe(200);
  await give([PIECE], -0.5);
  expect((await take(named, reader.userId)).statusCode).toBe(404);
});

test("a grant that ends while its archive is made gives none", async () => {
  await give([PIECE]);
  const named = await requestExtract(core, reader, asked(), "203.0.113.7");
  await database.sqlAs({ role: "system" }, (sql) => sql.query("UPDATE grants SET revoked_at = now()"));
  await make();
  expect(await followExtract(core, reader, { id: named.id })).toMatchObject({ status: "failure", error: { code: "extract-withdrawn" } });
});

test("a viewer gets the tiles that lie wholly inside, whole; others neither in the list nor by ranges", async () => {
  const { key, size } = await core.storage.put(Readable.from([Buffer.from("tile of points that lies inside")]));
  const [west, south, east, north] = [295_000, 6_832_000, 295_100, 6_832_100];
  const corners = await degrees([
    [west, north],
    [west, south],
    [east, south],
    [east, north],
  ]);
  const footprint = corners as [[number, number], [number, number], [number, number], [number, number]];
  const inner = await publishTile(database, { communityId, dataset: { id: town.datasetId } }, "inner.copc.laz", {
    ...{ key, size, footprint, points: 77, min: [west, south, 1], max: [east, north, 9] },
  });
  const ground = await degrees([
    [292_000, 6_833_000],
    [292_000, 6_832_000],
    [293_000, 6_832_000],
    [293_000, 6_833_000],
  ]);
  await database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      `UPDATE dataset_attachments SET cloud = jsonb_set(cloud, '{footprint}', $1::jsonb) WHERE dataset_id = $2::uuid AND id <> $3::uuid`,
      [JSON.stringify(ground), ...[town.datasetId, inner.id]],
    ),
  );
  const outer = await database.withSystem((tx) =>
    tx.datasetAttachment.findFirstOrThrow({ where: { datasetId: town.datasetId, id: { not: inner.id } } }),
  );
  const ring = (grown: number): Corner[] => [
    [west - grown, south - grown],
    [east + grown, south - grown],
    [east + grown, north + grown],
    [west - grown, north + grown],
  ];
  const get = (id: string, range = "bytes=0-3", userId = reader.userId) =>
    app.inject({ url: cloudTilePath({ id, revision: 1 }), headers: { ...bearer(userId), range } });
  await give([PIECE, ring(1)]);
  const open = await openCloudLayer(core, reader, town.layerId);
  expect(open).toMatchObject({ isPart: true, tiles: [{ id: inner.id, facts: { points: 77 } }] });
  expect(open.tiles).toHaveLength(1);
  expect(await coverageOfLayer(core, reader, town.layerId)).toMatchObject([{ tiles: 1, points: 77 }]);
  const portal = await createPortal(database, communityId);
  await database.withSystem((tx) =>
    tx.portalDataset.create({ data: { portalId: portal.id, datasetId: town.datasetId, communityId, position: 0 } }),
  );
  const { slug } = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: town.datasetId } }));
  const page = await viewDataset(core, reader, { portalId: portal.id, slug });
  const [[west2 = 0] = []] = await degrees([[292_000, 6_832_500]]);
  expect(page).toMatchObject({ isPartial: true, layers: [{ id: town.layerId, kind: "pointcloud", featureCount: 1 }] });
  expect(page.layers[0]?.bbox?.[0]).toBeGreaterThan(west2);
  await expect(viewDataset(core, stranger, { portalId: portal.id, slug })).rejects.toMatchObject({ code: "dataset-not-found" });
  const inside = await get(inner.id);
  expect([inside.statusCode, inside.body, inside.headers["cache-control"]]).toEqual([
    206,
    "tile",
    expect.stringMatching(/private.*no-cache/),
  ]);
  const missing = await get(randomUUID());
  for (const range of ["bytes=0-3", "bytes=-8", "bytes=99999999-"]) {
    const closed = await get(outer.id, range);
    expect([closed.statusCode, closed.json().error, closed.headers["content-range"]]).toEqual([404, missing.json().error, undefined]);
  }
  expect((await get(inner.id, "bytes=0-3", stranger.userId)).statusCode).toBe(404);
  expect((await app.inject({ url: `/downloads/attachments/${outer.id}`, headers: bearer(reader.userId) })).statusCode).toBe(404);
  // STAC: the collection and its items are those of the part, whatever is asked.
  const stac = (path: string, userId = reader.userId) =>
    app.inject({ url: `/stac${path}`, headers: { ...bearer(userId), host: `${portal.slug}.localhost` } });
  const collection = (await stac(`/collections/${town.layerId}`)).json();
  expect(collection.summaries).toMatchObject({ "pc:count": { max: 77 } });
  expect(collection.extent.spatial.bbox[0][0]).toBeGreaterThan(west2);
  expect((await stac("/collections")).json().collections.map(({ id }: { id: string }) => id)).toEqual([town.layerId]);
  const items = async (query: string) => {
    const { numberMatched, features } = (await stac(`/collections/${town.layerId}/items${query}`)).json();
    return [numberMatched, features.map(({ id }: { id: string }) => id)];
  };
  const boxOver = async (corners: readonly Corner[]) => {
    const [[w = 0, s = 0] = [], [e = 0, n = 0] = []] = await degrees(corners);
    return `?bbox=${[w, s, e, n].join(",")}`;
  };
  expect(await items("")).toEqual([1, [inner.id]]);
  expect(await items("?limit=1")).toEqual([1, [inner.id]]);
  expect(
    await items(
      await boxOver([
        [292_300, 6_832_300],
        [292_400, 6_832_400],
      ]),
    ),
  ).toEqual([0, []]);
  expect(await items("?datetime=2023-05-01/..")).toEqual([1, [inner.id]]);
  const item = await stac(`/collections/${town.layerId}/items/${inner.id}`);
  expect([item.statusCode, item.headers["cache-control"]]).toEqual([200, expect.stringContaining("private")]);
  expect(
    (
      await app.inject({
        url: new URL(item.json().assets.data.href).pathname + new URL(item.json().assets.data.href).search,
        headers: bearer(reader.userId),
      })
    ).statusCode,
  ).toBe(200);
  const [hidden, unknown] = [
    await stac(`/collections/${town.layerId}/items/${outer.id}`),
    await stac(`/collections/${town.layerId}/items/${randomUUID()}`),
  ];
  const { requestId: _one, ...refusal } = hidden.json();
  const { requestId: _other, ...same } = unknown.json();
  expect(refusal).toEqual(same);
  expect((await stac(`/collections/${town.layerId}`, stranger.userId)).statusCode).toBe(404);
  expect((await stac("/collections", stranger.userId)).json().collections).toEqual([]);
  // A hand's breadth too narrow.
  await give([ring(-0.1)]);
  expect((await openCloudLayer(core, reader, town.layerId)).tiles).toEqual([]);
  expect((await get(inner.id)).statusCode).toBe(404);
  // A grant on all of the dataset opens all tiles.
  await give([null]);
  expect(await openCloudLayer(core, reader, town.layerId)).toMatchObject({ isPart: false, tiles: [{}, {}] });
  expect((await get(outer.id)).statusCode).toBe(206);
  expect(await items("")).toEqual([2, expect.arrayContaining([inner.id, outer.id])]);
  await give([]);
  expect((await stac(`/collections/${town.layerId}/items`)).statusCode).toBe(404);
  await expect(openCloudLayer(core, reader, town.layerId)).rejects.toMatchObject({ code: "cloud-layer-not-found" });
  await expect(openCloudLayer(core, stranger, town.layerId)).rejects.toMatchObject({ code: "cloud-layer-not-found" });
});
