import { randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createServer } from "../../server.ts";
import { createTestCore } from "../../testing/test-core.ts";

const EPSG = "http://www.opengis.net/def/crs/EPSG/0";
const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const COUNT = 1203;

let database: Database;
let app: FastifyInstance;
let zones: Awaited<ReturnType<typeof buildTestLayer>>;
let places: typeof zones;
beforeAll(async () => {
  database = await openTestDatabase();
  app = await createServer(await createTestCore(database));
  const { id: communityId } = await createCommunity(database);
  zones = await buildTestLayer(database, communityId, {
    geometry: { type: "Polygon", srid: 2154, hasZ: false },
    fields: [
      { name: "Libellé", column: "libelle", type: "text", label: "Libellé de la zone" },
      { name: "niveau", column: "niveau", type: "integer" },
      { name: "vu", column: "vu", type: "datetime" },
      { name: "secret", column: "secret", type: "text", isHidden: true },
    ],
    features: [
      { geometry: lambertSquare(700_000, 6_600_000, 1000), values: ["Zone <b>A</b>", 1, "2024-01-01T10:00:00.5Z", "hush"] },
      { geometry: lambertSquare(800_000, 6_700_000, 1000), values: ["Zone B", 2, null, "hush"] },
      { geometry: null, values: ["Nulle part", 3, null, "hush"] },
    ],
  });
  places = await buildTestLayer(database, communityId, {
    geometry: { type: "Point", srid: 4326, hasZ: false },
    fields: [{ name: "rang", column: "rang", type: "integer" }],
    features: Array.from({ length: COUNT }, (_, index) => ({
      geometry: { type: "Point", coordinates: [-179.9 + index * 0.299, 45] },
      values: [index % 7],
    })),
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

function lambertSquare(x: number, y: number, side: number) {
  const ring = [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
    [x, y],
  ] as [number, number][];
  return { type: "Polygon" as const, coordinates: [ring] };
}

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url: `/ogc${url}`, headers });
const items = (layer: { layerId: string }, query = "") => get(`/collections/${layer.layerId}/items${query}`);
const linkOf = (body: { links: { rel: string; href: string }[] }, rel: string) => body.links.find((link) => link.rel === rel)?.href;

describe("the routes", () => {
  it("links from the landing page to a feature, all under the host of the request", async () => {
    const headers = { host: "plan.example.org" };
    const start = (await get("", headers)).json();
    for (const rel of ["self", "alternate", "service-desc", "service-doc", "conformance", "data"]) {
      expect(linkOf(start, rel), rel).toMatch(/^http:\/\/plan\.example\.org\/ogc/);
    }
    expect((await get("/conformance")).json().conformsTo).toContain("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core");
    const { collections } = (await get("/collections", headers)).json();
    const zone = collections.find((one: { id: string }) => one.id === zones.layerId);
    expect(zone).toMatchObject({
      title: expect.stringContaining("Things"),
      storageCrs: `${EPSG}/2154`,
      crs: [CRS84, `${EPSG}/4326`, `${EPSG}/3857`, `${EPSG}/2154`],
      extent: { spatial: { bbox: [[expect.closeTo(3, 1), expect.closeTo(46.5, 1), expect.any(Number), expect.any(Number)]] } },
    });
    expect((await get(`/collections/${zones.layerId}`, headers)).json().title).toBe(zone.title);
    const { features } = (await app.inject({ url: new URL(linkOf(zone, "items") ?? "").pathname })).json();
    const one = await get(`/collections/${zones.layerId}/items/${features[0].id}`);
    expect(one.headers.etag).toBe('"1"');
    expect(one.json()).toMatchObject({ type: "Feature", id: 1, properties: { Libellé: "Zone <b>A</b>", niveau: 1 } });
    expect((await get(`/collections/${zones.layerId}/items/1`, { "if-none-match": '"1"' })).statusCode).toBe(304);
  });

  it("answers HEAD like GET without a body, and allows other origins", async () => {
    for (const path of ["", "/collections", `/collections/${zones.layerId}/items`, `/collections/${zones.layerId}/items/1`]) {
      const response = await app.inject({ method: "HEAD", url: `/ogc${path}`, headers: { origin: "https://elsewhere.example" } });
      expect([response.statusCode, response.body], path).toEqual([200, ""]);
      expect(response.headers["access-control-allow-origin"], path).toBe("*");
    }
  });

  it("describes itself in OpenAPI 3.0 with the page sizes, and all of its addresses answer", async () => {
    const response = await get("/api");
    expect(response.headers["content-type"]).toBe("application/vnd.oai.openapi+json;version=3.0");
    const definition = response.json();
    expect(definition.openapi).toMatch(/^3\.0/);
    expect(definition.components.parameters.limit.schema).toMatchObject({ default: 100, maximum: 10_000 });
    for (const path of Object.keys(definition.paths)) {
      const address = path.replace("{collectionId}", zones.layerId).replace("{featureId}", "1");
      for (const accept of ["application/json", "text/html"]) {
        const { statusCode, headers } = await get(address, { accept });
        expect([statusCode, headers["content-type"]], `${address} ${accept}`).toEqual([
          200,
          expect.stringMatching(accept === "text/html" ? /^text\/html/ : /json/),
        ]);
      }
    }
  });

  it("serves pages in the reader's language, without script, with escaped data", async () => {
    const french = await get(`/collections/${zones.layerId}/items`, { accept: "text/html", "accept-language": "fr" });
    expect(french.headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(french.body).toContain('<html lang="fr">');
    expect(french.body).toContain("Zone &lt;b&gt;A&lt;/b&gt;");
    expect(french.body).not.toMatch(/<script|hush|secret/);
    expect((await get("", { accept: "text/html", "accept-language": "en" })).body).toContain("Open geographic data");
    expect((await items(places, "?f=html&limit=5")).body).toMatch(/rel="next" href="[^"]+cursor=/);
  });

  it("describes each operation in the reader's language", async () => {
    const page = await get("/api", { accept: "text/html", "accept-language": "fr" });
    expect(page.body).toContain("Ajouter un objet");
    expect(page.body).not.toContain("Add a feature");
  });

  it("refuses a method that an address does not have, and lists the allowed ones", async () => {
    const item = `/collections/${zones.layerId}/items/1`;
    for (const [method, path, allow] of [
      ["POST", "", "GET, HEAD, OPTIONS"],
      ["DELETE", "/collections", "GET, HEAD, OPTIONS"],
      ["PUT", `/collections/${zones.layerId}/schema`, "GET, HEAD, OPTIONS"],
      ["PATCH", `/collections/${zones.layerId}/items`, "GET, HEAD, POST, OPTIONS"],
      ["POST", item, "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
    ] as const) {
      const answer = await app.inject({ method, url: `/ogc${path}`, headers: { "accept-language": "en" } });
      expect([answer.statusCode, answer.headers.allow, answer.json().code], `${method} ${path}`).toEqual([
        405,
        allow,
        "method-not-allowed",
      ]);
      expect(answer.json().detail).toContain(method);
    }
    const asked = await app.inject({ method: "OPTIONS", url: "/ogc/collections" });
    expect([asked.statusCode, asked.headers.allow]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect((await app.inject({ method: "POST", url: "/ogc/nowhere" })).statusCode).toBe(404);
  });

  it("answers 304 for a known version, also behind a proxy that marks ETags as weak", async () => {
    const known = (tags: string) => get(`/collections/${zones.layerId}/items/1`, { "if-none-match": tags });
    for (const tags of ['"1"', 'W/"1"', '"7", "1"', "*"]) expect((await known(tags)).statusCode, tags).toBe(304);
    for (const tags of ['"7"', "1", 'W/"7"']) expect((await known(tags)).statusCode, tags).toBe(200);
  });

  it("never shows a hidden field, nor accepts it as a filter", async () => {
    for (const path of ["/items", "/items/1", "/queryables", "/schema", ""]) {
      expect((await get(`/collections/${zones.layerId}${path}`)).body, path).not.toMatch(/secret|hush/);
    }
    expect((await items(zones, "?secret=hush")).statusCode).toBe(400);
  });

  it("describes fields as JSON Schema", async () => {
    const schema = (await get(`/collections/${zones.layerId}/schema`)).json();
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: {
        id: { "x-ogc-role": "id" },
        geometry: { format: "geometry-polygon", "x-ogc-role": "primary-geometry" },
        Libellé: { type: "string", title: "Libellé de la zone" },
        vu: { type: "string", format: "date-time" },
      },
    });
    expect(schema.properties.geometry.type).toBeUndefined();
    const queryables = await get(`/collections/${zones.layerId}/queryables`);
    expect(queryables.headers["content-type"]).toContain("application/schema+json");
    expect(queryables.json().$id).toMatch(/\/queryables$/);
  });
});

describe("a page of features", () => {
  it("links to the next until all features were returned, each once and in order", async () => {
    const seen: number[] = [];
    let url = `/ogc/collections/${places.layerId}/items?limit=500`;
    for (let pages = 0; url !== ""; pages++) {
      expect(pages).toBeLessThan(3);
      const body = (await app.inject({ url })).json();
      expect(body).toMatchObject({ type: "FeatureCollection", numberMatched: COUNT, numberReturned: body.features.length });
      seen.push(...body.features.map((feature: { id: number }) => feature.id));
      const next = linkOf(body, "next");
      url = next ? next.replace(/^http:\/\/[^/]+/, "") : "";
    }
    expect(seen).toEqual(Array.from({ length: COUNT }, (_, index) => index + 1));
  });

  it("reduces a limit that is too large, spans internal chunks, and starts at `offset`", async () => {
    const all = (await items(places, "?limit=50000")).json();
    expect(all.numberReturned).toBe(COUNT);
    expect(linkOf(all, "next")).toBeUndefined();
    expect((await items(places)).json().numberReturned).toBe(100);
    const some = (await items(places, "?limit=600&offset=601")).json();
    expect(some.features[0].id).toBe(602);
    expect(some.features).toHaveLength(600);
    expect(linkOf(some, "next")).toContain("cursor=");
    expect((await items(places, "?offset=999999")).json()).toMatchObject({ features: [], numberReturned: 0, numberMatched: COUNT });
  });

  it("filters by fields and by box, in the axis order of the box's CRS", async () => {
    expect((await items(places, "?rang=3&limit=1000")).json().numberMatched).toBe(172);
    const ids = async (query: string) => (await items(zones, query)).json().features.map((feature: { id: number }) => feature.id);
    expect(await ids("?Libell%C3%A9=Zone%20B")).toEqual([2]);
    // Clients of earlier versions know the column.
    expect(await ids("?libelle=Zone%20B")).toEqual([2]);
    expect(await ids("?vu=2024-01-01T10:00:00.5Z")).toEqual([1]);
    expect(await ids("?bbox=2.9,46.4,3.1,46.6")).toEqual([1]);
    expect(await ids("?bbox=2.9,46.4,0,3.1,46.6,100")).toEqual([1]);
    expect(await ids(`?bbox=46.4,2.9,46.6,3.1&bbox-crs=${EPSG}/4326`)).toEqual([1]);
    expect(await ids(`?bbox=800500,6700500,800600,6700600&bbox-crs=${EPSG}/2154`)).toEqual([2]);
    expect(await ids(`?bbox=700500,6600500,700500,6600500&bbox-crs=${EPSG}/2154`)).toEqual([1]);
    expect(await ids(`?bbox=-9e9,-9e9,-8e9,-8e9&bbox-crs=${EPSG}/2154`)).toEqual([]);
    expect(await ids(`?bbox=330000,5860000,340000,5870000&bbox-crs=${EPSG}/3857`)).toEqual([1]);
    expect(await ids("?bbox=-180,-90,180,90&datetime=2020-01-01/..")).toEqual([1, 2]);
    const across = (await items(places, "?bbox=179,40,-179,50&limit=1000")).json();
    expect(across.numberMatched).toBe(across.features.length);
    expect(
      across.features.map((one: { geometry: { coordinates: number[] } }) => Math.abs(one.geometry.coordinates[0] ?? 0) >= 179),
    ).not.toContain(false);
    expect(across.numberMatched).toBeGreaterThan(5);
  });

  it("returns the requested CRS, and names it", async () => {
    const firstPoint = async (crs: string) => {
      const response = await items(zones, `?limit=1&crs=${crs}`);
      expect(response.headers["content-crs"]).toBe(`<${crs}>`);
      return response.json().features[0].geometry.coordinates[0][0];
    };
    const [lon, lat] = await firstPoint(CRS84);
    expect([lon, lat]).toEqual([expect.closeTo(3, 3), expect.closeTo(46.5, 1)]);
    expect(await firstPoint(`${EPSG}/4326`)).toEqual([lat, lon]);
    expect(await firstPoint(`${EPSG}/2154`)).toEqual([700_000, 6_600_000]);
    expect(await firstPoint(`${EPSG}/3857`)).toEqual([expect.closeTo(333_958, -1), expect.any(Number)]);
  });

  it("refuses invalid parameters with 400 and a message", async () => {
    const wrong = ["limit=0", "limit=x", "bbox=1,2,3", "bbox=3,50,1,40,2", "bbox=1,50,2,40", "bbox=1,2,3,91", "crs=EPSG:2154", "foo=1"];
    wrong.push("offset=-1", "cursor=abc", "datetime=yesterday", "niveau=high", "limit=1&limit=2", "f=xml", `crs=${EPSG}/3946`);
    wrong.push("datetime=2019-06-01/2018-06-01", "datetime=2019-02-30", "datetime=/", "datetime=2019-01-01T10:00:00", "bbox=1,deux,3,4");
    for (const query of wrong) {
      const response = await app.inject({ url: `/ogc/collections/${zones.layerId}/items?${query}`, headers: { "accept-language": "en" } });
      expect(response.statusCode, query).toBe(400);
      expect(response.headers["content-type"]).toContain("application/problem+json");
      expect(response.json().detail, query).toMatch(/parameter|value/);
    }
    for (const path of ["/nothing", `/collections/${randomUUID()}`, "/collections/x", `/collections/${zones.layerId}/items/99`]) {
      expect((await get(path)).statusCode, path).toBe(404);
    }
  });
});

it("adds the accepted values to an error message", async () => {
  for (const [query, hint] of [
    ["bbox=1,2,3", "four numbers"],
    ["limit=0", "whole number from 1"],
    ["datetime=2020-13-01", "interval"],
    ["datetime=2019-06-01/2018-06-01", "ends before it begins: 2019-06-01, then 2018-06-01"],
    ["bbox=1,deux,3,4", "“deux” is not a number (parameter “bbox”)"],
    ["bbox=1,2,3,91", "91 is outside the limits of the parameter “bbox”. Give a number from -90 to 90"],
    ["bbox=1,50,2,40", "50 is more than 40"],
    ["crs=EPSG:27572", "coordinate systems"],
    ["filter=niveau%3D1", "field=value"],
    ["f=xml", "json or html"],
  ]) {
    const answer = await get(`/collections/${zones.layerId}/items?${query}`, { "accept-language": "en" });
    expect([answer.statusCode, answer.json().detail], query).toEqual([400, expect.stringContaining(String(hint))]);
  }
});

it("a count that takes too long is left out on every page, and the features are returned", async () => {
  const hurried: Database = {
    ...database,
    readAs: (scope) => ({
      ...database.readAs(scope),
      query: (text, params) => {
        if (text.startsWith("SELECT count(*)")) return Promise.reject(Object.assign(new Error("canceling statement"), { code: "57014" }));
        return database.readAs(scope).query(text, params);
      },
    }),
  };
  const slow = await createServer(await createTestCore(hurried));
  const path = `/ogc/collections/${places.layerId}/items?rang=3&limit=100`;
  const first = (await slow.inject(path)).json();
  expect([first.numberMatched, first.numberReturned]).toEqual([undefined, 100]);
  const second = (await slow.inject(String(linkOf(first, "next")).replace(/^http:\/\/[^/]+/, ""))).json();
  expect([second.numberMatched, second.numberReturned]).toEqual([undefined, 72]);
  expect((await slow.inject(`${path}&f=html`)).statusCode).toBe(200);
  await slow.close();
});

describe("under a portal's host", () => {
  it("only that portal's catalogue is found; a closed portal has none", async () => {
    const communityId = zones.spec.communityId;
    const portal = await createPortal(database, communityId);
    const host = `${portal.slug}.localhost`;
    await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId: portal.id, datasetId: zones.datasetId, communityId } }));
    const { collections } = (await get("/collections", { host })).json();
    expect(collections.map((one: { id: string }) => one.id)).toEqual([zones.layerId]);
    expect((await get(`/collections/${places.layerId}/items`, { host })).statusCode).toBe(404);
    expect((await get("", { host })).json().title).toBe(portal.name);
    await database.withSystem((tx) => tx.portal.update({ where: { id: portal.id }, data: { status: "archived" } }));
    // A process may trust for a second what it knows of a host.
    await expect.poll(async () => (await get("/collections", { host })).statusCode, { timeout: 10_000 }).toBe(404);
  });
});
