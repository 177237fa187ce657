import { relationOf } from "@archipel/answers/relations/relation.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { createCommunity } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tableRef } from "../../../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { figuresOf } from "../read/figures-of.ts";
import { type MeasuredRow, measuredRows } from "./read-layer.ts";

// The quick measures of a report, compared with the plain ones: each thing is united by the general operation and clipped whole.

type Point = readonly [x: number, y: number];
type Ring = readonly Point[];

/** Only a lens asks for it. */
const NOWHERE: Bbox = [0, 0, 0, 0];
const CRS = 2154;
const ORIGIN: Point = [810_000, 6_300_000];
const CELL_M = 20;
const CELLS = 8;
const TOLERANCE_M = 2.5;
const limits = { place: { on: "geometry" }, minAreaM2: 1, minLengthM: 1 } as const;
const field: LayerField = { name: "zone", column: "zone", type: "text" };

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Corners of a grid, each moved by up to a third of a cell, so that cells are irregular quadrilaterals which share their edges. */
const grid = fc.array(fc.tuple(fc.integer({ min: -600, max: 600 }), fc.integer({ min: -600, max: 600 })), {
  minLength: (CELLS + 1) ** 2,
  maxLength: (CELLS + 1) ** 2,
});
/** What a cell is: a zone of few values, and how it differs from its place in the grid. */
const cell = fc.record({
  zone: fc.constantFrom("U", "N", "A"),
  fault: fc.oneof(
    { weight: 12, arbitrary: fc.constant("none" as const) },
    { weight: 2, arbitrary: fc.constantFrom("gone", "twice", "wider", "inner", "extra-corner", "hole", "sliver", "crossed") },
  ),
});
type Fault = "none" | "gone" | "twice" | "wider" | "inner" | "extra-corner" | "hole" | "sliver" | "crossed";

const layer = fc.record({
  corners: grid,
  cells: fc.array(cell, { minLength: CELLS ** 2, maxLength: CELLS ** 2 }),
  // Half of the layers have no fault, as most real ones.
  isClean: fc.boolean(),
});
const inside = fc.double({ min: 0, max: CELLS * CELL_M, noNaN: true });
const place = fc.record({
  at: fc.tuple(inside, inside),
  width: fc.double({ min: 4, max: 120, noNaN: true }),
  turn: fc.double({ min: 0, max: 1.5, noNaN: true }),
  isL: fc.boolean(),
});

test("measures each thing as its union clipped by the place", async () => {
  const community = await createCommunity(database);
  await fc.assert(
    fc.asyncProperty(layer, fc.array(place, { minLength: 6, maxLength: 6 }), async ({ corners, cells, isClean }, places) => {
      const features = cells.flatMap(({ zone, fault }, index) =>
        shapesOf(corners, index, isClean ? "none" : fault).map((rings) => ({ geometry: multiPolygon(rings), values: [zone] })),
      );
      const { spec, open } = await buildTestLayer(database, community.id, {
        geometry: { type: "MultiPolygon", srid: CRS, hasZ: false },
        fields: [field],
        features,
      });
      for (const wanted of places) {
        await open(async (sql) => {
          const [{ metric = "", m2 = 0 } = {}] = await sql.query<{ metric: string; m2: number }>(
            `SELECT ST_AsHEXEWKB(g) AS metric, ST_Area(g) AS m2 FROM (SELECT ST_GeomFromText($1, ${CRS}) AS g) p`,
            [
              `POLYGON((${placeRing(wanted)
                .map(([x, y]) => `${x} ${y}`)
                .join(",")}))`,
            ],
          );
          const about = { tableName: spec.tableName, srid: CRS, fields: [field], apart: [field], lens: null, around: NOWHERE };
          const quick = await measuredRows(sql, { metric, crs: CRS }, [
            { ...about, toleranceM: TOLERANCE_M, ringM: 30, leastM2: limits.minAreaM2, enoughM2: limits.minAreaM2 },
          ]);
          const plain = await plainRows(sql, spec.tableName, metric);
          expect(quick.map(({ fids }) => fids)).toEqual(plain.map(({ fids }) => fids));
          for (const [at, row] of quick.entries()) {
            const [mine, theirs] = [
              relationOf(figuresOf(row), limits, m2, TOLERANCE_M),
              relationOf(figuresOf(plain[at] as MeasuredRow), limits, m2, TOLERANCE_M),
            ];
            expect(mine?.kind).toBe(theirs?.kind);
            expect(Math.abs((mine?.areaM2 ?? 0) - (theirs?.areaM2 ?? 0))).toBeLessThanOrEqual(1e-6 * Math.max(1, theirs?.areaM2 ?? 0));
            expect(row.distanceM).toBeCloseTo(plain[at]?.distanceM ?? -1, 6);
          }
        });
      }
    }),
    { numRuns: 12 },
  );
});

test("united areas are those of the general union", async () => {
  await fc.assert(
    fc.asyncProperty(
      layer,
      fc.array(fc.nat({ max: CELLS ** 2 - 1 }), { minLength: 2, maxLength: 40 }),
      async ({ corners, cells, isClean }, chosen) => {
        const rings = [...new Set(chosen)].flatMap((index) => shapesOf(corners, index, isClean ? "none" : (cells[index]?.fault ?? "none")));
        const texts = rings.map(
          (polygon) => `MULTIPOLYGON((${polygon.map((ring) => `(${ring.map(([x, y]) => `${x} ${y}`).join(",")})`).join(",")}))`,
        );
        if (texts.length === 0) return;
        const [row] = await database.sqlAs({ role: "system" }, (sql) =>
          sql.query<{ apart: number; area: number; srid: number }>(
            `SELECT ST_Area(ST_SymDifference(app.united_areas(gs), ST_UnaryUnion(ST_Collect(gs)))) AS apart, ST_Area(ST_UnaryUnion(ST_Collect(gs))) AS area,
             ST_SRID(app.united_areas(gs)) AS srid
           FROM (SELECT array_agg(ST_MakeValid(ST_GeomFromText(t, ${CRS}))) AS gs FROM unnest($1::text[]) AS t) g`,
            [texts],
          ),
        );
        expect(row?.srid).toBe(CRS);
        expect(row?.apart).toBeLessThanOrEqual(1e-6 * (row?.area ?? 0));
      },
    ),
    { numRuns: 60 },
  );
});

/** The same things, measured without any short cut. */
function plainRows(sql: SqlSession, tableName: string, metric: string): Promise<MeasuredRow[]> {
  return sql.query<MeasuredRow>(
    `WITH p AS MATERIALIZED (SELECT $1::geometry AS m),
     f AS MATERIALIZED (SELECT t.fid, t.zone, ST_MakeValid(t.geom) AS g, ST_Distance(ST_MakeValid(t.geom), p.m) AS distance FROM ${tableRef(tableName)} t, p),
     u AS MATERIALIZED (
       SELECT min(fid) AS fid, array_agg(fid ORDER BY fid) AS fids, min(distance) AS distance, ST_Union(g) AS g, ST_Dimension(g) AS dimension FROM f
       WHERE distance <= 30 GROUP BY ST_Dimension(g), CASE WHEN distance <= ${TOLERANCE_M} AND ST_Dimension(g) = 2 THEN zone ELSE fid::text END
     )
     SELECT 0 AS layer, u.fid, u.fids, u.dimension, u.distance AS "distanceM", ST_Covers(u.g, p.m) AS "coversPlace",
       ST_Area(ST_Intersection(u.g, p.m)) AS "nowM2", ST_Area(ST_Intersection(u.g, ST_Buffer(p.m, ${TOLERANCE_M}))) AS "grownM2",
       greatest(ST_Area(ST_Intersection(u.g, ST_Buffer(p.m, -${TOLERANCE_M}))), ST_Area(ST_Intersection(ST_Buffer(u.g, -${TOLERANCE_M}), p.m))) AS "shrunkM2",
       0 AS "nowM", 0 AS "grownM", 0 AS "shrunkM", 0 AS "nowCount", 0 AS "grownCount", 0 AS "shrunkCount"
     FROM u, p ORDER BY u.distance, u.fid`,
    [metric],
  );
}

function shapesOf(corners: readonly Point[], index: number, fault: Fault): Ring[][] {
  const [column, row] = [index % CELLS, Math.floor(index / CELLS)];
  const corner = (x: number, y: number): Point => {
    const [dx, dy] = corners[y * (CELLS + 1) + x] ?? [0, 0];
    return [ORIGIN[0] + x * CELL_M + dx / 100, ORIGIN[1] + y * CELL_M + dy / 100];
  };
  const [a, b, c, d] = [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)];
  const middle: Point = [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4];
  const towards = (share: number) => [a, b, c, d].map((one): Point => [between(middle, one, share)[0], between(middle, one, share)[1]]);
  const quad = closed([a, b, c, d]);
  switch (fault) {
    case "gone":
      return [];
    case "twice":
      return [[quad], [quad]];
    case "wider":
      return [[closed(towards(1.4))]];
    case "inner":
      return [[quad], [closed(towards(0.4))]];
    case "extra-corner":
      return [[closed([a, between(a, b, 0.5), b, c, d])]];
    case "hole":
      return [[quad, closed(towards(0.5).toReversed())]];
    case "sliver":
      return [[closed(towards(1.000_05))]];
    case "crossed":
      return [[closed([a, c, b, d])]];
    default:
      return [[quad]];
  }
}

const between = (from: Point, to: Point, share: number): Point => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
];
const closed = (ring: Ring): Ring => [...ring, ring[0] as Point];
const multiPolygon = (rings: readonly Ring[]) => ({
  type: "MultiPolygon" as const,
  coordinates: [rings.map((ring) => ring.map(([x, y]): [number, number] => [x, y]))],
});

/** A turned rectangle, or an L. */
function placeRing({ at, width, turn, isL }: { at: Point; width: number; turn: number; isL: boolean }): Ring {
  const half = width / 2;
  const flat: Ring = isL
    ? [
        [0, 0],
        [width, 0],
        [width, half / 2],
        [half / 2, half / 2],
        [half / 2, width],
        [0, width],
      ]
    : [
        [0, 0],
        [width, 0],
        [width, half],
        [0, half],
      ];
  const turned = flat.map(
    ([x, y]): Point => [
      ORIGIN[0] + at[0] + x * Math.cos(turn) - y * Math.sin(turn),
      ORIGIN[1] + at[1] + x * Math.sin(turn) + y * Math.cos(turn),
    ],
  );
  return closed(turned);
}
