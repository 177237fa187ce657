import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyRows } from "./copy-rows.ts";
import { createLayerTable, dropLayerTable, tableRef } from "./layer-table.ts";
import { buildTestLayer } from "./test-layer.ts";

let database: Database;
let community: Awaited<ReturnType<typeof createCommunity>>;

beforeAll(async () => {
  database = await openTestDatabase();
  community = await createCommunity(database);
});
afterAll(() => database.close());

const fields: LayerField[] = [
  { name: "NOM", column: "nom", type: "text" },
  { name: "N", column: "n", type: "integer" },
  { name: "Ratio", column: 'odd "name', type: "double" },
  { name: "ok", column: "ok", type: "boolean" },
  { name: "jour", column: "jour", type: "date" },
  { name: "quand", column: "quand", type: "datetime" },
];

const square = (x: number, y: number, side: number): Position[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

const polygon = (x: number, y: number, side: number): Geometry => ({ type: "Polygon", coordinates: [square(x, y, side)] });

describe("a layer's table", () => {
  test("keeps values, heights and the CRS of the source; web mercator is flat and valid", async () => {
    const bowTie: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [700_000, 6_600_000, 5],
          [700_100, 6_600_100, 5],
          [700_100, 6_600_000, 5],
          [700_000, 6_600_100, 5],
          [700_000, 6_600_000, 5],
        ],
      ],
    };
    const { spec, statistics, open } = await buildTestLayer(database, community.id, {
      geometry: { type: "MultiPolygon", srid: 2154, hasZ: true },
      fields,
      features: [
        { geometry: bowTie, values: ["tab\there \\ and\nline é", 42, 1.5, true, "2024-02-29", "2024-05-06T10:00:00+02"] },
        { geometry: polygon(700_500, 6_600_500, 10), values: ["second", "9007199254740993", null, false, "2023-02-29", "25:00"] },
        { geometry: null, values: [null, null, null, null, null, null] },
      ],
    });
    expect(statistics).toMatchObject({ featureCount: 3, unplacedCount: 1 });
    expect(statistics.bbox?.[0]).toBeCloseTo(3, 1);
    const rows = await open((sql) =>
      sql.query<Record<string, unknown>>(
        `SELECT fid, version, nom, n::text, "odd ""name" AS ratio, ok, jour::text, quand AT TIME ZONE 'UTC' = '2024-05-06 08:00' AS quand,
           ST_SRID(geom) AS srid, GeometryType(geom) AS type, ST_Z(ST_PointN(ST_ExteriorRing(ST_GeometryN(geom, 1)), 1)) AS z,
           ST_IsValid(geom_3857) AS valid, ST_NDims(geom_3857) AS dims, round(ST_Area(ST_Transform(geom_3857, 2154))) AS area
         FROM ${tableRef(spec.tableName)} ORDER BY fid`,
      ),
    );
    expect(rows[0]).toMatchObject({
      fid: 1,
      version: 1,
      nom: "tab\there \\ and\nline é",
      n: "42",
      ratio: 1.5,
      ok: true,
      jour: "2024-02-29",
      quand: true,
      srid: 2154,
      type: "MULTIPOLYGON",
      z: 5,
      valid: true,
      dims: 2,
      area: 5000,
    });
    // A day or hour that does not exist: the value is lost, not the row.
    expect(rows[1]).toMatchObject({ nom: "second", n: "9007199254740993", ratio: null, jour: null, quand: null });
    expect(rows[2]).toMatchObject({ fid: 3, nom: null, srid: null });
  });

  test("a feature whose coordinates cannot be placed is not on the map; the others are", async () => {
    const { statistics } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 2154, hasZ: false },
      features: [
        { geometry: { type: "Point", coordinates: [1e300, 1e300] } },
        { geometry: { type: "Point", coordinates: [650_000, 6_860_000] } },
      ],
    });
    expect(statistics).toMatchObject({ featureCount: 2, unplacedCount: 1 });
    expect(statistics.bbox?.[1]).toBeCloseTo(48.8, 1);
  });

  test("the poles are cut at the edge of web mercator", async () => {
    const { statistics } = await buildTestLayer(database, community.id, {
      geometry: { type: "Polygon", srid: 4326, hasZ: false },
      features: [{ geometry: polygon(-180, -90, 180) }],
    });
    expect(statistics).toMatchObject({ unplacedCount: 0 });
    expect(statistics.bbox?.[1]).toBeCloseTo(-85.05, 1);
  });

  test("statistics: values of columns with few values, ranges of numbers", async () => {
    const { statistics } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      fields: fields.slice(0, 3),
      features: Array.from({ length: 300 }, (_, index) => ({
        geometry: { type: "Point", coordinates: [index / 100, 45] },
        values: [index % 3 === 0 ? "A" : "N", index, index / 10],
      })),
    });
    expect(statistics.fields).toEqual([
      {
        column: "nom",
        values: [
          { value: "N", count: 200 },
          { value: "A", count: 100 },
        ],
        min: null,
        max: null,
      },
      { column: "n", values: null, min: 0, max: 299 },
      { column: 'odd "name', values: null, min: 0, max: 29.9 },
    ]);
  });

  test("reserved and repeated columns are refused; so is a table of another community", async () => {
    const { spec, open } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [],
    });
    const other = await createCommunity(database);
    await expect(
      database.sqlAs({ role: "worker", communityId: other.id }, (sql) => dropLayerTable(sql, { ...spec, communityId: other.id })),
    ).rejects.toThrow("another community");
    for (const column of ["geom", "fid", "xmin", "operation", "constructor"]) {
      await expect(open((sql) => createLayerTable(sql, { ...spec, fields: [{ name: "x", column, type: "text" }] }))).rejects.toThrow(
        "reserved",
      );
    }
    await open((sql) => dropLayerTable(sql, spec));
    await expect(open((sql) => sql.query(`SELECT FROM ${tableRef(spec.tableName)}`))).rejects.toThrow();
  });

  test("an interrupted build starts again", async () => {
    const { spec, open } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [],
    });
    await open(async (sql) => {
      await createLayerTable(sql, spec);
      await copyRows(sql, spec, (async function* () {})());
      await createLayerTable(sql, spec);
    });
  });
});

describe("row-level security of layers", () => {
  const point: Geometry = { type: "Point", coordinates: [2, 48] };

  test("a members' layer: its members and jobs read it; visitors, strangers and other communities' jobs do not", async () => {
    const { spec, open } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: point }],
      dataset: { visibility: "members" },
    });
    const member = await createMember(database, community.id, "member");
    const other = await createCommunity(database);
    const stranger = await createMember(database, other.id, "manager");
    for (const suffix of ["", "_history"]) {
      const count = (scope: Parameters<Database["sqlAs"]>[0]) =>
        database.sqlAs(scope, async (sql) => (await sql.query(`SELECT fid FROM ${tableRef(spec.tableName, suffix)}`)).length);
      const expected = suffix === "" ? 1 : 0;
      expect(await count({ role: "tenant", userId: member.id, communityId: null })).toBe(expected);
      expect(await count({ role: "worker", communityId: community.id })).toBe(expected);
      expect(await count({ role: "tenant", userId: null, communityId: null })).toBe(0);
      expect(await count({ role: "tenant", userId: stranger.id, communityId: null })).toBe(0);
      expect(await count({ role: "worker", communityId: other.id })).toBe(0);
    }
    await open((sql) => dropLayerTable(sql, spec));
  });

  test("members cannot write, managers can, managers of others cannot", async () => {
    const { spec } = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 4326, hasZ: false },
      features: [{ geometry: point }],
    });
    const member = await createMember(database, community.id, "member");
    const manager = await createMember(database, community.id, "manager");
    const otherManager = await createMember(database, (await createCommunity(database)).id, "manager");
    const update = (userId: string | null) =>
      database.sqlAs({ role: "tenant", userId, communityId: null }, async (sql) => {
        return (await sql.query(`UPDATE ${tableRef(spec.tableName)} SET version = version + 1 RETURNING fid`)).length;
      });
    expect([await update(null), await update(member.id), await update(otherManager.id), await update(manager.id)]).toEqual([0, 0, 0, 1]);
  });
});

describe("generalised tables", () => {
  const geometry = { type: "Polygon", srid: 3857, hasZ: false } as const;
  const classField: LayerField[] = [{ name: "class", column: "class", type: "text" }];
  // 90 × 90 houses of 10 m, 100 m apart: too many for one tile at low zooms.
  const houses = Array.from({ length: 8100 }, (_, index) => ({
    geometry: polygon(300_000 + (index % 90) * 100, 6_000_000 + Math.floor(index / 90) * 100, 10),
    values: [index % 2 === 0 ? "A" : "B"],
  }));

  const zoomsOf = (tableName: string) =>
    database.sqlAs({ role: "system" }, async (sql) => {
      const rows = await sql.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relname LIKE $1 AND relkind = 'r'", [
        `${tableName}\\_g%`,
      ]);
      return rows.map((row) => Number(row.name.split("_g")[1])).sort((a, b) => b - a);
    });

  test("many small polygons: area and classes are kept, there are few rows, and the table is protected like the layer", async () => {
    const { spec, open } = await buildTestLayer(database, community.id, {
      geometry,
      fields: classField,
      features: houses,
      finish: { classColumns: () => ["class"] },
      dataset: { visibility: "members" },
    });
    const zooms = await zoomsOf(spec.tableName);
    expect(zooms[0]).toBeGreaterThanOrEqual(10);
    const table = tableRef(spec.tableName, `_g${zooms.at(-1)}`);
    const rows = await open((sql) =>
      sql.query<{ class: string; area: number; features: number }>(
        `SELECT class, sum(ST_Area(geom_3857)) AS area, count(*)::integer AS features FROM ${table} GROUP BY class ORDER BY class`,
      ),
    );
    expect(rows.map((row) => row.class)).toEqual(["A", "B"]);
    for (const row of rows) {
      expect(row.area).toBeCloseTo(4050 * 100, 0);
      expect(row.features).toBeLessThan(750);
    }
    expect(
      await database.sqlAs({ role: "tenant", userId: null, communityId: null }, (sql) => sql.query(`SELECT fid FROM ${table}`)),
    ).toEqual([]);
  });

  test("small layers get no table", async () => {
    const { spec } = await buildTestLayer(database, community.id, { geometry, fields: classField, features: houses.slice(0, 100) });
    expect(await zoomsOf(spec.tableName)).toEqual([]);
  });

  test("short pieces of a road stay a road, fragments of lines become strokes, points are thinned by cell", async () => {
    const pieces = Array.from({ length: 6000 }, (_, index): { geometry: Geometry } => ({
      geometry: {
        type: "LineString",
        coordinates: [
          [300_000 + index * 10, 6_000_000],
          [300_010 + index * 10, 6_000_000],
        ],
      },
    }));
    const lines = await buildTestLayer(database, community.id, {
      geometry: { type: "LineString", srid: 3857, hasZ: false },
      features: pieces,
    });
    const points = await buildTestLayer(database, community.id, {
      geometry: { type: "Point", srid: 3857, hasZ: false },
      features: pieces.map((_, index) => ({
        geometry: { type: "Point", coordinates: [300_000 + (index % 80) * 50, 6_000_000 + Math.floor(index / 80) * 50] },
      })),
    });
    const measure = async (layer: typeof lines) => {
      const zoom = (await zoomsOf(layer.spec.tableName)).at(-1);
      const [row] = await layer.open((sql) =>
        sql.query<{ length: number; features: number }>(
          `SELECT sum(ST_Length(geom_3857)) AS length, count(*)::integer AS features FROM ${tableRef(layer.spec.tableName, `_g${zoom}`)}`,
        ),
      );
      return row;
    };
    expect((await measure(lines))?.length).toBeCloseTo(60_000, -3);
    expect((await measure(lines))?.features).toBeLessThan(1500);
    expect((await measure(points))?.features).toBeLessThan(1500);
  });
});
