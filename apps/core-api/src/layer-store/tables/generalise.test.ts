// @database server
import type { Database } from "@archipel/database/database.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellMetres } from "./cells.ts";
import { tableRef } from "./layer-table.ts";
import { generalisedTables } from "./refresh-generalised.ts";
import { buildTestLayer } from "./test-layer.ts";

let database: Database;
let communityId: Awaited<ReturnType<typeof createCommunity>>["id"];

beforeAll(async () => {
  database = await openTestDatabase();
  communityId = (await createCommunity(database)).id;
});
afterAll(() => database.close());

const FEATURES = 9_000;
const random = seededRandom(5);
/** A town and its country, on all sides of the origin: some cells have negative numbers. */
const somewhere = () => {
  const ground = random() < 0.65 ? 8_000 : 500_000;
  return [(random() - 0.06) * ground, (random() - 0.06) * ground] as const;
};
const sizeOf = () => (random() < 0.03 ? 50 + random() * 3000 : 1 + random() * 20);

const kinds: Record<string, () => Geometry> = {
  Polygon() {
    const [[x, y], side] = [somewhere(), sizeOf()];
    return { type: "Polygon", coordinates: [[[x, y], [x + side, y], [x + side, y + side], [x, y + side * random()], [x, y]]] }; // biome-ignore format: a ring
  },
  LineString() {
    const [[x, y], length] = [somewhere(), sizeOf()];
    return { type: "LineString", coordinates: [[x, y], [x + length, y + length * random()], [x + 2 * length, y]] }; // biome-ignore format: a line
  },
  Point: () => ({ type: "Point", coordinates: [...somewhere()] }),
};

/** What is kept of the features of a cell, and how it is drawn: `w` is the weight of each, `r` the heaviest. Written as plainly as it can be. */
const merged: Record<string, [weight: string, drawn: string]> = {
  Polygon: ["ST_Area(geom_3857)", "ST_MakeEnvelope(x - half, y - half, x + half, y + half, 3857)"],
  LineString: [
    "ST_Length(geom_3857)",
    `coalesce((SELECT ST_Simplify(ST_Collect(d.geom), $1 / 8, true) FROM ST_Dump(ST_LineMerge(ST_CollectionHomogenize(shapes))) d WHERE ST_Length(d.geom) >= $1 / 8),
      (SELECT ST_MakeLine(ST_Translate(ST_Centroid(r), -cos(a) * long, -sin(a) * long), ST_Translate(ST_Centroid(r), cos(a) * long, sin(a) * long))
       FROM (SELECT atan2(ST_YMax(r) - ST_YMin(r), ST_XMax(r) - ST_XMin(r)) AS a) q))`,
  ],
  Point: ["ST_NPoints(geom_3857)", "r"],
};

test.each(Object.keys(kinds))("%s: small features are merged by cell and class, large ones simplified, at every zoom", async (type) => {
  const draw = kinds[type] as () => Geometry;
  const { spec, open } = await buildTestLayer(database, communityId, {
    geometry: { type: type as "Polygon" | "LineString" | "Point", srid: 3857, hasZ: false },
    fields: [{ name: "class", column: "class", type: "text" }],
    features: Array.from({ length: FEATURES }, (_, n) => ({ geometry: draw(), values: [n % 3 === 0 ? "A" : "B"] })),
    finish: { classColumns: () => ["class"] },
  });
  const [weight, drawn] = merged[type] as [string, string];
  const side = "greatest(ST_XMax(geom_3857) - ST_XMin(geom_3857), ST_YMax(geom_3857) - ST_YMin(geom_3857))";
  const list = "fid, class, cell_x, cell_y, md5(ST_AsEWKB(geom_3857)) AS shape";
  await open(async (sql) => {
    const tables = await generalisedTables(sql, spec);
    expect(tables.length).toBeGreaterThan(2);
    let source = tableRef(spec.tableName);
    for (const { zoom } of tables) {
      const table = tableRef(spec.tableName, `_g${zoom}`);
      const rows = await sql.query(`SELECT ${list} FROM ${table} ORDER BY cell_x, cell_y, fid`);
      const expected = await sql.query(
        `WITH s AS (
           SELECT *, ${side} AS side, greatest(${weight}, 1e-9) AS w,
             (ST_XMin(geom_3857) + ST_XMax(geom_3857)) / 2 AS mx, (ST_YMin(geom_3857) + ST_YMax(geom_3857)) / 2 AS my FROM ${source}),
         cells AS (
           SELECT class, floor(mx / $1)::integer AS cell_x, floor(my / $1)::integer AS cell_y, (array_agg(fid ORDER BY w DESC, fid))[1] AS fid,
             (array_agg(geom_3857 ORDER BY w DESC, fid))[1] AS r, ST_Collect(geom_3857 ORDER BY fid) AS shapes,
             sqrt(least(sum(w ORDER BY fid), $1 * $1)) / 2 AS half, least(sum(w ORDER BY fid), $1) / 2 AS long,
             sum(w * mx ORDER BY fid) / sum(w ORDER BY fid) AS x, sum(w * my ORDER BY fid) / sum(w ORDER BY fid) AS y
           FROM s WHERE side < $1 GROUP BY 1, 2, 3)
         SELECT ${list} FROM (
           SELECT fid, class, cell_x, cell_y, ${drawn} AS geom_3857 FROM cells
           UNION ALL SELECT fid, class, NULL, NULL, coalesce(ST_Simplify(geom_3857, $1 / 8), geom_3857) FROM s WHERE side >= $1) q
         ORDER BY cell_x, cell_y, fid`.replaceAll("$1", `${cellMetres(zoom)}::float8`),
      );
      expect(rows).toEqual(expected);
      source = table;
    }
  });
});
