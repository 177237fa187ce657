// @database server
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rebuildOutdated } from "../../jobs/upkeep.ts";
import { createTestCore } from "../../testing/test-core.ts";
import { tableRef } from "./layer-table.ts";
import { rebuildGeneralised } from "./rebuild-generalised.ts";
import { generalisedTables, refreshGeneralised, refreshZoomSql, type TouchedRow } from "./refresh-generalised.ts";
import { buildTestLayer } from "./test-layer.ts";

let database: Database;
let communityId: Awaited<ReturnType<typeof createCommunity>>["id"];

beforeAll(async () => {
  database = await openTestDatabase();
  communityId = (await createCommunity(database)).id;
});
afterAll(() => database.close());

type Draw = (random: () => number) => Geometry;
/** A town, and a country around it: many zooms are too heavy. */
const place = (random: () => number): Position => {
  const ground = random() < 0.65 ? 8000 : 500_000;
  return [300_000 + random() * ground, 6_000_000 + random() * ground];
};

/** Mostly small, some as large as many cells: both ways of drawing occur at every zoom. */
const kinds: Record<string, { type: "Polygon" | "LineString" | "Point"; draw: Draw }> = {
  polygons: {
    type: "Polygon",
    draw(random) {
      const [x, y] = place(random) as [number, number];
      const side = random() < 0.05 ? 50 + random() * 4000 : 1 + random() * 20;
      return {
        type: "Polygon",
        coordinates: [
          [
            [x, y],
            [x + side, y],
            [x + side, y + side],
            [x, y + side * random()],
            [x, y],
          ],
        ],
      };
    },
  },
  lines: {
    type: "LineString",
    draw(random) {
      const [x, y] = place(random) as [number, number];
      const length = random() < 0.05 ? 50 + random() * 4000 : 1 + random() * 20;
      // On a grid, so that ends meet and lines are joined.
      const from: Position = [Math.round(x / 10) * 10, Math.round(y / 10) * 10];
      return {
        type: "LineString",
        coordinates: [from, [from[0] + Math.round(length / 10) * 10 + 10, from[1] + (random() < 0.5 ? 0 : 10)]],
      };
    },
  },
  points: { type: "Point", draw: (random) => ({ type: "Point", coordinates: place(random) }) },
};

const fields: LayerField[] = [{ name: "class", column: "class", type: "text" }];
const FEATURES = 8500;

async function world(kind: keyof typeof kinds, seed: number) {
  const { type, draw } = kinds[kind] as (typeof kinds)[string];
  const random = seededRandom(seed);
  const classOf = () => (random() < 0.5 ? "A" : "B'\\");
  const layer = await buildTestLayer(database, communityId, {
    geometry: { type, srid: 3857, hasZ: false },
    fields,
    features: Array.from({ length: FEATURES }, () => ({ geometry: draw(random), values: [classOf()] })),
    finish: { classColumns: () => ["class"] },
  });
  const { spec, open } = layer;
  const table = tableRef(spec.tableName);

  /** Changes, adds and removes some features, as a merge does, and returns the touched rows. */
  const edit = () =>
    open(async (sql) => {
      const rowsOf = (fids: number[]) =>
        sql.query<TouchedRow>(
          `SELECT fid, ARRAY[ST_XMin(geom_3857), ST_YMin(geom_3857), ST_XMax(geom_3857), ST_YMax(geom_3857)] AS box
           FROM ${table} WHERE fid = ANY ($1::bigint[])`,
          [fids],
        );
      const some = (count: number) => Array.from({ length: count }, () => 1 + Math.floor(random() * FEATURES));
      const [moved, recoloured, removed] = [[...new Set(some(15))], some(15), some(15)];
      const added = Array.from({ length: 15 }, () => FEATURES + 1 + Math.floor(random() * 1e9));
      const all = [...new Set([...moved, ...recoloured, ...removed, ...added])];
      const before = await rowsOf(all);
      for (const fid of [...moved, ...added]) {
        const ewkb = Buffer.from(writeEwkb(draw(random), 3857, false)).toString("hex");
        await sql.query(`DELETE FROM ${table} WHERE fid = $1::bigint`, [fid]);
        await sql.query(`INSERT INTO ${table} (fid, class, geom, geom_3857) VALUES ($1::bigint, $2, $3::geometry, $3::geometry)`, [
          fid,
          classOf(),
          ewkb,
        ]);
      }
      await sql.query(`UPDATE ${table} SET class = $2 WHERE fid = ANY ($1::bigint[])`, [recoloured, classOf()]);
      await sql.query(`DELETE FROM ${table} WHERE fid = ANY ($1::bigint[])`, [removed]);
      await refreshGeneralised(sql, spec, [...before, ...(await rowsOf(all))]);
    });

  /** The content of the generalised tables, to the last bit. */
  const content = () =>
    open(async (sql) => {
      const tables = [];
      for (const { zoom, classColumns } of await generalisedTables(sql, spec)) {
        const rows = await sql.query(
          `SELECT fid, class, cell_x, cell_y, md5(ST_AsEWKB(geom_3857)) AS geometry
           FROM ${tableRef(spec.tableName, `_g${zoom}`)} ORDER BY fid, cell_x, cell_y`,
        );
        tables.push({ zoom, classColumns, rows });
      }
      return tables;
    });
  return { ...layer, edit, content };
}

describe("generalised tables follow edits", () => {
  test.each(Object.keys(kinds))("%s: after many edits, the refreshed tables equal a new build", async (kind) => {
    const { spec, open, edit, content } = await world(kind, 7);
    const start = await content();
    expect(start.length).toBeGreaterThan(2);
    // Some rows represent many features, some only themselves.
    expect(start[0]?.rows.some((row) => "cell_x" in row && row.cell_x !== null)).toBe(true);
    for (let round = 0; round < 6; round++) await edit();
    const refreshed = await content();
    expect(refreshed).not.toEqual(start);
    await open((sql) => rebuildGeneralised(sql, spec, ["class"]));
    const rebuilt = await content();
    // More features may need one more table: the tables of both must be equal.
    const both = rebuilt.filter(({ zoom }) => refreshed.some((table) => table.zoom === zoom));
    expect(both.length).toBeGreaterThan(2);
    expect(refreshed.filter(({ zoom }) => both.some((table) => table.zoom === zoom))).toEqual(both);
  });

  test("an edit in one place leaves the rows of others untouched", async () => {
    const { spec, open, edit } = await world("polygons", 11);
    const stamps = () =>
      open((sql) =>
        sql.query<{ fid: number; at: string }>(`SELECT fid, xmin::text AS at FROM ${tableRef(spec.tableName, "_g9")} ORDER BY fid`),
      );
    const before = new Map((await stamps()).map(({ fid, at }) => [fid, at]));
    await edit();
    const after = await stamps();
    const same = after.filter(({ fid, at }) => before.get(fid) === at).length;
    expect(same).toBeGreaterThan(after.length * 0.6);
    expect(same).toBeLessThan(after.length);
  });

  test("an edit uses the spatial index, and does not read the whole tables", async () => {
    const { spec, open } = await world("points", 13);
    const plan = await open(async (sql) => {
      await sql.script(`ANALYZE ${tableRef(spec.tableName)}`);
      const rows = await sql.query<{ "QUERY PLAN": string }>(`EXPLAIN ${refreshZoomSql(spec, 9, "_g10", ["class"])}`, [
        [1, 2],
        ...[300_000, 6_000_000, 300_001, 6_000_001].map((side) => [side, side]),
      ]);
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan.match(/Index Scan using/g)?.length).toBe(4);
    expect(plan).not.toMatch(/Seq Scan on l_/);
  });

  test("a visitor cannot read the rebuilt tables of a members' layer either", async () => {
    const { spec, open } = await world("points", 3);
    await database.withSystem((tx) => tx.dataset.updateMany({ data: { visibility: "members" } }));
    await open((sql) => rebuildGeneralised(sql, spec, ["class"]));
    const [table] = await open((sql) => generalisedTables(sql, spec));
    const rows = await database.sqlAs({ role: "tenant", userId: null, communityId: null }, (sql) =>
      sql.query(`SELECT fid FROM ${tableRef(spec.tableName, `_g${table?.zoom}`)}`),
    );
    expect(rows).toEqual([]);
  });

  test("tables made before cells were stored are rebuilt by the upkeep, and tiles show the new ones", async () => {
    const { spec, layerId, open, content } = await world("points", 5);
    // No column decides the colour of this layer in the automatic style.
    await open((sql) => rebuildGeneralised(sql, spec, []));
    const right = await content();
    const updatedAt = () => database.withSystem(async (tx) => (await tx.layer.findUniqueOrThrow({ where: { id: layerId } })).updatedAt);
    const before = await updatedAt();
    await open(async (sql) => {
      for (const { zoom } of right) {
        const table = tableRef(spec.tableName, `_g${zoom}`);
        await sql.script(`ALTER TABLE ${table} DROP cell_x, DROP cell_y; COMMENT ON TABLE ${table} IS NULL`);
      }
      await refreshGeneralised(sql, spec, [{ fid: 1, box: [0, 0, 1, 1] }]);
    });
    const core = await createTestCore(database);
    expect(await rebuildOutdated(core)).toBe(1);
    expect(await rebuildOutdated(core)).toBe(0);
    const rebuilt = await content();
    expect(rebuilt.map(({ zoom, rows }) => [zoom, rows])).toEqual(right.map(({ zoom, rows }) => [zoom, rows]));
    expect(await updatedAt()).not.toEqual(before);
  });
});
