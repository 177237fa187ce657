import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { CloudFacts } from "@archipel/contracts/clouds.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createDataset, createMember, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { publishTile } from "../../testing/cloud-tiles.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { daysOf } from "./parameters.ts";

let database: Database;
let app: FastifyInstance;
let userId: string;
let tiles: string[];
let layerId: string;
let membersLayer: string;
const BYTES = "the bytes of a tile";
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const HOST = "stac-lidar.localhost";
const footprint = (west: number): NonNullable<CloudFacts["footprint"]> => [
  [west, 48.9],
  [west, 48.89],
  [west + 0.01, 48.89],
  [west + 0.01, 48.9],
];

beforeAll(async () => {
  database = await openTestDatabase();
  const core = await createTestCore(database);
  app = await createServer(core);
  const { id: communityId } = await createCommunity(database);
  ({ id: userId } = await createMember(database, communityId, "member"));
  const portal = await createPortal(database, communityId, { host: HOST });
  const list = (datasetId: string) =>
    database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId, communityId } }));
  const dataset = await createDataset(database, communityId, { status: "published", visibility: "public" });
  await list(dataset.id);
  await database.withSystem((tx) =>
    tx.dataset.update({
      where: { id: dataset.id },
      data: {
        title: "Relief de la ville",
        abstract: "Nuage",
        language: "fr",
        licence: "etalab-2.0",
        keywords: ["lidar"],
        contactName: "Ville",
        texts: { title: { en: "City relief" } },
      },
    }),
  );
  const of = { communityId, dataset };
  const { key } = await core.storage.put(Readable.from([BYTES]));
  const made = [
    await publishTile(database, of, "a.copc.laz", { footprint: footprint(2.35), dates: null }),
    await publishTile(database, of, "b.copc.laz", {
      footprint: footprint(2.36),
      min: [653000, 6861000, 1],
      max: [654000, 6862000, 2],
      key,
      size: 19,
    }),
    await publishTile(database, of, "c.copc.laz", {
      footprint: footprint(2.37),
      min: [654000, 6861000, 1],
      max: [655000, 6862000, 2],
      dates: ["2021-07-01", "2021-07-01"],
      pointFormat: 8,
      extraFields: ["dtm_marker", "height", "kept before types were"],
      extraTypes: [
        { type: "unsigned", size: 1 },
        { type: "signed", size: 4 },
      ],
      points: 250,
    }),
  ];
  tiles = made.map(({ id }) => id);
  layerId = made[0]?.layerId ?? "";
  const hidden = await createDataset(database, communityId, { status: "published", visibility: "members" });
  await list(hidden.id);
  membersLayer = (await publishTile(database, { communityId, dataset: hidden }, "m.copc.laz")).layerId;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ask = (path: string, headers: Record<string, string> = {}) => app.inject({ url: path, headers: { host: HOST, ...headers } });
const json = async (path: string, headers: Record<string, string> = {}) => {
  const response = await ask(path, headers);
  expect([path, response.statusCode]).toEqual([path, 200]);
  return response.json();
};

// What the specifications require of each kind of document.
const uri = z.url();
const link = z.object({ href: uri, rel: z.string().min(1), type: z.string().optional(), title: z.string().optional() });
const links = z.array(link).refine((all) => ["self", "root"].every((rel) => all.some((one) => one.rel === rel)), "self and root");
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const moment = z.iso.datetime();
const base = { stac_version: z.literal("1.1.0"), stac_extensions: z.array(uri).optional(), id: z.string().min(1), links };
const stacCatalog = z.object({
  ...base,
  type: z.literal("Catalog"),
  title: z.string(),
  description: z.string().min(1),
  conformsTo: z.array(uri),
});
const stacCollection = z.object({
  ...base,
  links: z.array(link),
  type: z.literal("Collection"),
  description: z.string().min(1),
  license: z.string().regex(/^[\w\-.+]+$/),
  extent: z.object({
    spatial: z.object({ bbox: z.array(box).min(1) }),
    temporal: z.object({ interval: z.array(z.tuple([moment.nullable(), moment.nullable()])).min(1) }),
  }),
  summaries: z.record(z.string(), z.union([z.array(z.unknown()).min(1), z.object({ min: z.number(), max: z.number() })])),
});
const stacItem = z
  .object({
    ...base,
    type: z.literal("Feature"),
    collection: z.string(),
    geometry: z.object({ type: z.literal("Polygon"), coordinates: z.array(z.array(z.tuple([z.number(), z.number()])).min(4)) }),
    bbox: box,
    properties: z.looseObject({
      datetime: moment.nullable(),
      "pc:count": z.int().min(0),
      "pc:type": z.string(),
      "pc:encoding": z.string(),
      "pc:schemas": z.array(z.strictObject({ name: z.string(), size: z.int(), type: z.enum(["floating", "unsigned", "signed"]) })).min(1),
      "pc:statistics": z.array(z.looseObject({ name: z.string(), minimum: z.number(), maximum: z.number() })).min(1),
      "proj:code": z.string().regex(/^EPSG:\d+$/),
      "proj:bbox": z.array(z.number()).length(6),
    }),
    assets: z.record(
      z.string(),
      z.object({ href: uri, type: z.literal("application/vnd.laszip+copc"), roles: z.array(z.string()), "file:size": z.int().min(0) }),
    ),
  })
  .refine(
    ({ properties: { datetime, start_datetime: from, end_datetime: to } }) =>
      datetime !== null || (moment.safeParse(from).success && moment.safeParse(to).success),
  );

describe("/stac on a portal's host", () => {
  test("is a catalog of its point clouds; each link leads to what it says", async () => {
    const catalog = stacCatalog.parse(await json("/stac"));
    const children = catalog.links.filter(({ rel }) => rel === "child");
    expect(children.map(({ href, title }) => [href, title])).toEqual([
      [`http://${HOST}/stac/collections/${layerId}`, "Relief de la ville"],
    ]);
    for (const { href, rel } of catalog.links)
      expect([rel, (await ask(href.replace(`http://${HOST}`, ""))).statusCode]).toEqual([rel, 200]);
    const { collections } = await json("/stac/collections");
    expect(collections.map((one: unknown) => stacCollection.parse(one).id)).toEqual([layerId]);
    const paths = Object.keys((await json("/stac/api")).paths);
    expect(paths).toContain("/collections/{collectionId}/items/{itemId}");
  });

  test("a collection says where, when, how dense and under which licence, in the reader's language", async () => {
    const french = await json(`/stac/collections/${layerId}`);
    expect(stacCollection.parse(french)).toMatchObject({
      license: "etalab-2.0",
      extent: { temporal: { interval: [["2021-07-01T00:00:00Z", "2023-05-03T23:59:59Z"]] } },
      summaries: { "proj:code": ["EPSG:2154"], "pc:density": { min: 12.345, max: 12.345 } },
    });
    expect(french).toMatchObject({ title: "Relief de la ville", keywords: ["lidar"], providers: [{ name: "Ville" }] });
    const english = await ask(`/stac/collections/${layerId}`, { "accept-language": "en" });
    expect([english.json().title, english.headers["content-language"]]).toEqual(["City relief", "en"]);
    expect(french.links.find(({ rel }: { rel: string }) => rel === "license").href).toMatch(/etalab/);
  });

  test("an item names the file, its size, its hash and its dimensions; its address gives these bytes", async () => {
    const item = stacItem.parse(await json(`/stac/collections/${layerId}/items/${tiles[1]}`));
    expect(item).toMatchObject({
      collection: layerId,
      bbox: [2.36, 48.89, expect.closeTo(2.37), 48.9],
      properties: { datetime: null, start_datetime: "2023-05-01T00:00:00Z", end_datetime: "2023-05-03T23:59:59Z", "pc:count": 1000 },
      assets: { data: { "file:size": 19 } },
    });
    const { href } = item.assets.data ?? { href: "" };
    const file = await ask(href.replace(`http://${HOST}`, ""), { range: "bytes=4-8" });
    expect([file.statusCode, file.body]).toEqual([206, "bytes"]);
    const asset = (await json(`/stac/collections/${layerId}/items/${tiles[1]}`)).assets.data;
    expect(asset["file:checksum"]).toBe(`1220${SHA256}`);
    const eight = stacItem.parse(await json(`/stac/collections/${layerId}/items/${tiles[2]}`));
    const schemas = eight.properties["pc:schemas"];
    expect(schemas.map(({ name }) => name)).toEqual(expect.arrayContaining(["X", "Classification", "GpsTime", "Red", "Infrared"]));
    expect(schemas.slice(-3)).toEqual([
      { name: "dtm_marker", type: "unsigned", size: 1 },
      { name: "height", type: "signed", size: 4 },
      { name: "kept before types were", type: "floating", size: 8 },
    ]);
    // Without days of measurement: the moment of its publication.
    expect(stacItem.parse(await json(`/stac/collections/${layerId}/items/${tiles[0]}`)).properties.datetime).not.toBeNull();
  });

  test("items come in pages that give each tile once, and by place and time", async () => {
    const found: string[] = [];
    let path: string | undefined = `/stac/collections/${layerId}/items?limit=1`;
    while (path !== undefined) {
      const page = await json(path);
      expect([page.numberMatched, page.numberReturned]).toEqual([3, 1]);
      found.push(...page.features.map((feature: unknown) => stacItem.parse(feature).id));
      const next = page.links.find(({ rel }: { rel: string }) => rel === "next");
      path = next?.href.replace(`http://${HOST}`, "");
    }
    expect(found).toEqual(tiles);
    const ids = async (query: string) =>
      (await json(`/stac/collections/${layerId}/items?${query}`)).features.map(({ id }: { id: string }) => tiles.indexOf(id));
    expect(await ids("bbox=2.376,48.85,2.378,48.86")).toEqual([2]);
    expect(await ids("bbox=170,-10,-170,10")).toEqual([]);
    expect(await ids("datetime=2021-07-01T12:00:00Z")).toEqual([2]);
    expect(await ids("datetime=../2022-01-01")).toEqual([2]);
    expect(await ids("datetime=2023-05-02/2023-06-01")).toEqual([1]);
  });

  test("refuses what it does not understand, with the name of the parameter", async () => {
    for (const [query, parameter] of [
      ["limit=0", "limit"],
      ["cursor=a", "cursor"],
      ["bbox=1,2,3", "bbox"],
      ["datetime=2023-02-30", "datetime"],
      ["datetime=../..", "datetime"],
      ["datetime=2023-01-02/2023-01-01", "datetime"],
      ["datetime=2023-01-02T12:00:00Z/2023-01-02T11:00:00Z", "datetime"],
      ["collections=x", "collections"],
      ["limit=1&limit=2", "limit"],
    ]) {
      const response = await ask(`/stac/collections/${layerId}/items?${query}`);
      expect([query, response.statusCode, response.json().params]).toMatchObject([query, 400, { parameter }]);
    }
    for (const path of [
      `/stac/collections/none`,
      `/stac/collections/${layerId}/items/none`,
      `/stac/collections/${membersLayer}/items/${tiles[0]}`,
    ])
      expect([path, (await ask(path)).statusCode]).toEqual([path, 404]);
  });

  test("shows what is for members to members alone", async () => {
    const of = async (headers: Record<string, string>) =>
      (await json("/stac/collections", headers)).collections.map(({ id }: { id: string }) => id).sort();
    expect(await of({})).toEqual([layerId]);
    expect(await of(bearer(userId))).toEqual([layerId, membersLayer].sort());
    expect((await ask(`/stac/collections/${membersLayer}/items`)).statusCode).toBe(404);
    const mine = await ask(`/stac/collections/${membersLayer}/items`, bearer(userId));
    expect([mine.statusCode, mine.headers["cache-control"]]).toEqual([200, "private, no-cache"]);
  });
});

test("an interval of days holds its instants, in any time zone", () => {
  const date = fc.date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (a, b) => {
      const [from, to] = [a, b].sort((x, y) => x.getTime() - y.getTime()).map((one) => one.toISOString());
      expect(daysOf(`${from}/${to}`)).toEqual({ from: from?.slice(0, 10), to: to?.slice(0, 10) });
      expect(daysOf(from)).toEqual({ from: from?.slice(0, 10), to: from?.slice(0, 10) });
    }),
  );
  expect(daysOf("2023-01-01T00:30:00+02:00")).toEqual({ from: "2022-12-31", to: "2022-12-31" });
});
