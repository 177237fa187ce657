import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { encodeTile } from "@archipel/geo/mvt/encode-tile.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { isValidTile, type TileAddress, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { areaOf, type DecodedFeature, decodeTile } from "@archipel/testing/decode-tile.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase, testDatabaseKind } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tableRef } from "../../layer-store/tables/layer-table.ts";
import { buildTestLayer, type TestLayer } from "../../layer-store/tables/test-layer.ts";
import { packedRows, packedRowsSql } from "./queries.ts";

// Compares the encoder with PostGIS's own, feature by feature. The embedded database has no ST_AsMVT: there the tiles are compared with the
// geometries.

let database: Database;
let community: Awaited<ReturnType<typeof createCommunity>>;
beforeAll(async () => {
  database = await openTestDatabase();
  community = await createCommunity(database);
});
afterAll(() => database.close());

const tile: TileAddress = { z: 12, x: 2074, y: 1409 };
const [west, , , north] = tileToMercatorBbox(tile);
const unit = (tileToMercatorBbox(tile)[2] - west) / 4096;
const at = (x: number, y: number): Position => [west + x * unit, north - y * unit];

/** A star-shaped ring around a point: never crosses itself. */
function blob(next: () => number, x: number, y: number, radius: number, corners: number): Position[] {
  const ring = Array.from({ length: corners }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI;
    const distance = radius * (0.5 + next() / 2);
    return at(x + Math.cos(angle) * distance, y + Math.sin(angle) * distance);
  });
  return [...ring, ring[0] ?? at(x, y)];
}

const high = (geometry: Position[], height: number): Position[] => geometry.map(([x, y]) => [x, y, height]);

function things(kind: string): TestLayer["features"] {
  const next = seededRandom(kind.length * 7919);
  return Array.from({ length: 400 }, (_, index) => {
    const x = next() * 4600 - 250;
    const y = next() * 4600 - 250;
    const radius = 10 + next() * 300;
    return {
      geometry: geometryOf(kind, next, x, y, radius),
      values: [`name ${index % 40}`, index * 1000 - 7, next() * 100, index % 2 === 0],
    };
  });
}

function geometryOf(kind: string, next: () => number, x: number, y: number, radius: number): Geometry {
  const walk = (length: number) => {
    let [px, py] = [x, y];
    return Array.from({ length }, () => {
      px += (next() - 0.5) * radius;
      py += (next() - 0.5) * radius;
      return at(px, py);
    });
  };
  switch (kind) {
    case "Point":
      return { type: "Point", coordinates: at(x, y) };
    case "MultiPoint":
      return { type: "MultiPoint", coordinates: walk(5) };
    case "LineString":
      return { type: "LineString", coordinates: walk(30) };
    case "MultiLineString":
      return { type: "MultiLineString", coordinates: [walk(5), walk(12)] };
    case "Polygon":
      return { type: "Polygon", coordinates: [blob(next, x, y, radius, 24), blob(next, x, y, radius * 0.3, 9)] };
    case "MultiPolygon":
      return {
        type: "MultiPolygon",
        coordinates: [[blob(next, x, y, radius, 16), blob(next, x, y, radius * 0.4, 7)], [blob(next, x + radius * 2.5, y, radius, 16)]],
      };
    default:
      return { type: "Polygon", coordinates: [high(blob(next, x, y, radius, 12), 250)] };
  }
}

const fields: NonNullable<TestLayer["fields"]> = [
  { name: "name", column: "name", type: "text" },
  { name: "n", column: "n", type: "integer" },
  { name: "share", column: "share", type: "double" },
  { name: "ok", column: "ok", type: "boolean" },
];

const kinds = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Polygon with heights"] as const;

function layerOf(kind: (typeof kinds)[number]): TestLayer {
  const hasZ = kind === "Polygon with heights";
  return { geometry: { type: hasZ ? "Polygon" : kind, srid: 3857, hasZ }, fields, features: things(kind) };
}

const BUFFER = 64;

async function ours(sql: SqlSession, tableName: string): Promise<DecodedFeature[]> {
  const margin = BUFFER * unit;
  const [w, s, e, n] = tileToMercatorBbox(tile);
  const rows = await packedRows(sql, { tableName, srid: 3857, fields, lens: null }, null, fields, [
    w - margin,
    s - margin,
    e + margin,
    n + margin,
  ]);
  const encoded = encodeTile([{ name: "things", keys: fields.map((field) => field.column), rows: rows ?? new Uint8Array() }], tile, {
    buffer: BUFFER,
  });
  return decodeTile(encoded).things?.features ?? [];
}

async function theirs(sql: SqlSession, tableName: string): Promise<DecodedFeature[]> {
  const [row] = await sql.query<{ mvt: Uint8Array }>(
    `SELECT ST_AsMVT(q, 'things', 4096, 'geom', 'fid') AS mvt FROM (
       SELECT fid, name, n, share, ok, ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1, $2, $3), 4096, ${BUFFER}) AS geom
       FROM ${tableRef(tableName)} WHERE geom_3857 && ST_TileEnvelope($1, $2, $3, margin => ${BUFFER / 4096})) q WHERE geom IS NOT NULL`,
    [tile.z, tile.x, tile.y],
  );
  return decodeTile(new Uint8Array(row?.mvt ?? [])).things?.features ?? [];
}

/** On the edge of the buffer two encoders may close a cut ring in different ways, and simplify away slivers of one unit or not. */
const isOnEdge = ({ x, y }: { x: number; y: number }) => [x, y].some((value) => value <= -BUFFER + 1 || value >= 4096 + BUFFER - 1);

/** The largest distance from a position of one to the outline of the other. */
function outlineDistance(from: DecodedFeature, to: DecodedFeature): number {
  let worst = 0;
  for (const { x, y } of from.parts.flat().filter((position) => !isOnEdge(position))) {
    let nearest = Infinity;
    for (const part of to.parts) {
      for (const [index, b] of part.entries()) {
        const a = part[index - 1] ?? b;
        const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2;
        const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / length));
        nearest = Math.min(nearest, Math.hypot(x - a.x - share * (b.x - a.x), y - a.y - share * (b.y - a.y)));
      }
    }
    worst = Math.max(worst, nearest);
  }
  return worst;
}

const perimeterOf = (feature: DecodedFeature) =>
  feature.parts.reduce(
    (sum, part) =>
      sum + part.reduce((length, b, index) => length + Math.hypot(b.x - (part[index - 1] ?? b).x, b.y - (part[index - 1] ?? b).y), 0),
    0,
  );

/** Not touched by clipping. */
const isWhole = (feature: DecodedFeature) => feature.parts.flat().every(({ x, y }) => Math.min(x, y) >= 0 && Math.max(x, y) <= 4096);
/** Holes larger than a quarter of a pixel. */
const holesOf = (feature: DecodedFeature) => feature.parts.filter((part) => areaOf({ ...feature, parts: [part] }) < -16).length;
/** The points of a multipoint have no order, and PostGIS leaves out duplicates. */
const inOrder = (feature: DecodedFeature) => [...new Set(feature.parts.flat().map(({ x, y }) => `${x} ${y}`))].sort();

describe.skipIf(testDatabaseKind !== "server")("the encoder and ST_AsMVT draw the same", () => {
  test.each(kinds)("%s", async (kind) => {
    const layer = await buildTestLayer(database, community.id, layerOf(kind));
    const { mine, postgis } = await layer.open(async (sql) => ({
      mine: await ours(sql, layer.spec.tableName),
      postgis: await theirs(sql, layer.spec.tableName),
    }));
    const byId = new Map(mine.map((feature) => [feature.id, feature]));
    expect(postgis.length).toBeGreaterThan(250);
    expect([...byId.keys()].sort()).toEqual(postgis.map((feature) => feature.id).sort());
    for (const expected of postgis) {
      const feature = byId.get(expected.id);
      expect(feature).toMatchObject({ type: expected.type, properties: expected.properties });
      if (!feature) continue;
      // Both simplify within one unit, but keep different vertices; more than two units apart is another shape.
      expect(outlineDistance(feature, expected)).toBeLessThanOrEqual(2);
      expect(outlineDistance(expected, feature)).toBeLessThanOrEqual(2);
      if (expected.type === 3) {
        expect(areaOf(feature)).toBeGreaterThan(0);
        expect(Math.abs(areaOf(feature) - areaOf(expected))).toBeLessThanOrEqual(perimeterOf(expected) + 8);
        // A hole cut by the tile's edge may be encoded as a part of the shell or as a hole.
        if (isWhole(expected)) expect(holesOf(feature)).toBe(holesOf(expected));
      }
      if (expected.type === 1) expect(inOrder(feature)).toEqual(inOrder(expected));
    }
  });
});

describe("tiles of any database", () => {
  test.each(kinds)("%s: every feature of the area is in the tile, with its values", async (kind) => {
    const wanted = layerOf(kind);
    const layer = await buildTestLayer(database, community.id, wanted);
    const mine = await layer.open((sql) => ours(sql, layer.spec.tableName));
    // Entirely within the tile, so it must be there.
    const inside = wanted.features.flatMap(({ geometry, values }, index) => {
      const positions =
        JSON.stringify(geometry)
          .match(/-?[\d.]+(?:e-?\d+)?/g)
          ?.map(Number) ?? [];
      const step = wanted.geometry.hasZ ? 3 : 2;
      const isInside = positions.every((value, at) => {
        const axis = at % step;
        const units = axis === 0 ? (value - west) / unit : axis === 1 ? (north - value) / unit : 0;
        return units >= 0 && units <= 4096;
      });
      return isInside ? [{ id: index + 1, values }] : [];
    });
    expect(inside.length).toBeGreaterThan(150);
    const byId = new Map(mine.map((feature) => [feature.id, feature]));
    for (const { id, values } of inside) {
      const [name, n, share, ok] = values ?? [];
      expect(byId.get(id)?.properties).toEqual({ name, n, share, ok });
    }
  });

  test("a polygon of a hundred thousand vertices is clipped by the database, and drawn in its place", async () => {
    const ring = Array.from({ length: 100_000 }, (_, index) => {
      const angle = (index / 100_000) * 2 * Math.PI;
      return at(Math.cos(angle) * (9000 + Math.sin(angle * 5000)), Math.sin(angle) * (9000 + Math.sin(angle * 5000)));
    });
    const layer = await buildTestLayer(database, community.id, {
      geometry: { type: "Polygon", srid: 3857, hasZ: false },
      features: [{ geometry: { type: "Polygon", coordinates: [[...ring, ring[0] ?? at(0, 0)]] } }],
    });
    // Everything within 8,998 units of the tile's corner is inside: the whole tile.
    const margin = BUFFER * unit;
    const [w, s, e, n] = tileToMercatorBbox(tile);
    const rows = await layer.open((sql) =>
      packedRows(sql, { ...layer.spec, srid: 3857, lens: null }, null, [], [w - margin, s - margin, e + margin, n + margin]),
    );
    expect(rows?.length).toBeLessThan(1000);
    const [feature] = decodeTile(encodeTile([{ name: "things", keys: [], rows: rows ?? new Uint8Array() }], tile)).things?.features ?? [];
    expect(feature && areaOf(feature)).toBe((4096 + 2 * BUFFER) ** 2);
  });

  test("a person's tile is read by the spatial index, with row-level security on", async () => {
    const layer = await buildTestLayer(database, community.id, {
      ...layerOf("Polygon"),
      features: Array.from({ length: 20 }, () => things("Polygon")).flat(),
      finish: { classColumns: () => [] },
    });
    expect(isValidTile(tile)).toBe(true);
    const [w, s] = tileToMercatorBbox(tile);
    const plan = await database.sqlAs({ role: "tenant", userId: null, communityId: null }, (sql) =>
      sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${packedRowsSql(tableRef(layer.spec.tableName), fields)}`, [w, s, w + 100, s + 100]),
    );
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    expect(text).toContain(`${layer.spec.tableName}_geom_3857_idx`);
    expect(text).not.toContain("Seq Scan");
  });
});
