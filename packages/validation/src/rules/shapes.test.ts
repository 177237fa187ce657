import type { Geometry } from "@archipel/geo/geojson.ts";
import { describe, expect, test } from "vitest";
import type { GeometryRules } from "../model/geometry.ts";
import type { TableModel } from "../model/table.ts";
import { type MadeTable, makeDelivery, square } from "../testing/make-delivery.ts";
import { modelOf, runCheck } from "../testing/run-check.ts";

/** Near Orléans, in Lambert-93. */
const [X, Y] = [620_000, 6_750_000];
const at = (x: number, y: number, side = 10) => square(X + x, Y + y, side);
const table = (name: string, geometries: (Geometry | null)[], values: string[] = []): MadeTable => ({
  file: `${name}.gpkg`,
  fields: { K: "text" },
  rows: geometries.map((geometry, index) => ({ values: [values[index] ?? String(index + 1)], geometry })),
  srid: 2154,
});
const model = (geometry: GeometryRules, others: Record<string, TableModel> = {}) =>
  modelOf({ T: { fields: [{ name: "K", type: "string", identifies: true }], geometry }, ...others });
const shapeTable = (type: GeometryRules["type"] = "polygon"): TableModel => ({
  fields: [{ name: "K", type: "string" }],
  geometry: { type },
});
const run = (rules: GeometryRules, geometries: (Geometry | null)[], options = {}) =>
  runCheck(makeDelivery({ tables: [table("T", geometries)] }), model(rules), options);
const ring = (...positions: [number, number][]): Geometry => ({
  type: "Polygon",
  coordinates: [positions.map(([x, y]) => [X + x, Y + y])],
});

/** Faults that only a person can correct: no area can be made of two points or a coordinate that is not a number. */
const unrepairable = new Set(["tooFewPoints", "invalidCoordinate"]);

describe("a single geometry", () => {
  test("has the expected type; a multi type accepts the single type unless it is strict", async () => {
    expect((await run({ type: "point" }, [at(0, 0)])).findings).toMatchObject([
      { code: "geometry-type", params: { found: "Polygon", type: "point" } },
    ]);
    expect((await run({ type: "multipolygon" }, [at(0, 0)])).codes).toEqual([]);
    expect((await run({ type: "multipolygon", isStrict: true }, [at(0, 0)])).codes).toEqual(["geometry-type"]);
  });

  test("is judged as it is, or with coordinates of 15 digits as the national portal reads them", async () => {
    // The third vertex is two billionths of a metre above the edge: 15 digits cannot tell it from a point on the edge.
    const near = ring([0, 0], [10, 0], [10, 10], [5, 2e-9], [0, 10], [0, 0]);
    expect((await run({ type: "polygon" }, [near])).codes).toEqual([]);
    expect((await run({ type: "polygon" }, [near], { profile: "national" })).codes).toEqual(["ATTRIBUTE_GEOMETRY_INVALID"]);
    expect((await run({ type: "polygon" }, [at(0, 0)], { profile: "national" })).codes).toEqual([]);
  });

  test("is reported when it is required and missing", async () => {
    const { findings } = await run({ type: "polygon", required: true }, [at(0, 0), null]);
    expect(findings).toMatchObject([{ code: "ATTRIBUTE_UNEXPECTED_NULL", field: "WKT", row: 2, bbox: null }]);
    expect((await run({ type: "polygon" }, [at(0, 0), null])).codes).toEqual([]);
    expect((await run({ type: "polygon", required: true }, [null])).codes).toEqual(["ATTRIBUTE_UNEXPECTED_NULL", "NO_SPATIAL_DATA"]);
  });

  test.each([
    ["selfIntersection", ring([0, 0], [10, 10], [10, 0], [0, 10], [0, 0])],
    ["ringNotClosed", ring([0, 0], [0, 10], [10, 10], [10, 0])],
    ["tooFewPoints", ring([0, 0], [0, 10], [0, 0])],
    ["ringSelfIntersection", ring([0, 0], [4, 4], [8, 0], [8, 8], [4, 4], [0, 8], [0, 0])],
    ["holeOutsideShell", { type: "Polygon", coordinates: [...ringsOf(at(0, 0)), ...ringsOf(at(50, 50))] } satisfies Geometry],
    ["nestedShells", { type: "MultiPolygon", coordinates: [ringsOf(at(0, 0, 100)), ringsOf(at(10, 10))] } satisfies Geometry],
    ["invalidCoordinate", ring([0, 0], [0, Number.NaN], [10, 10], [0, 0])],
  ])("is valid: %s is reported, with its place and a repair that helps", async (fault, geometry) => {
    const repair = fault === "ringNotClosed" ? "close-rings" : unrepairable.has(fault) ? null : "make-valid";
    const { findings } = await run({ type: "multipolygon" }, [geometry]);
    expect(findings).toMatchObject([{ code: "ATTRIBUTE_GEOMETRY_INVALID", params: { fault }, repair }]);
    expect(findings[0]?.place).toMatch(/^POINT \(1\.\d+ 47\.\d+\)$/);
    expect((await run({ type: "multipolygon", valid: false }, [geometry])).codes).toEqual([]);
  });

  test("is inside the domain of its CRS", async () => {
    const swapped: Geometry = { type: "Point", coordinates: [Y, X] };
    expect((await run({ type: "geometry" }, [swapped])).codes).toEqual(["ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT"]);
  });

  test("is neither too complex nor too small; only the most severe fault is reported", async () => {
    const dots: Geometry = { type: "LineString", coordinates: Array.from({ length: 40 }, (_, index) => [X + index / 10, Y]) };
    const limits = { vertices: { warning: 30, error: 100 }, density: { warning: 2, error: 5 } };
    expect((await run({ type: "linestring", complexity: limits }, [dots])).findings).toMatchObject([
      { code: "CNIG_GEOMETRY_COMPLEXITY_ERROR", params: { measure: "density", limit: 5 }, repair: "simplify" },
    ]);
    expect((await run({ type: "linestring", complexity: { vertices: { warning: 30 } } }, [dots])).codes).toEqual([
      "CNIG_GEOMETRY_COMPLEXITY_WARNING",
    ]);
    expect((await run({ type: "linestring", complexity: { vertices: { warning: 40 } } }, [dots])).codes).toEqual([]);
    expect((await run({ type: "polygon" }, [at(0, 0)], { complexity: { rings: { warning: 1 }, vertices: { error: 4 } } })).codes).toEqual([
      "CNIG_GEOMETRY_COMPLEXITY_ERROR",
    ]);
    expect((await run({ type: "polygon", smallest: { area: 25 } }, [at(0, 0, 4), at(9, 9, 6)])).findings).toMatchObject([
      { code: "geometry-too-small", row: 1, params: { measure: "area", value: 16 } },
    ]);
  });

  test("occurs only once", async () => {
    const { findings } = await run({ type: "polygon", unique: true }, [at(0, 0), at(20, 0), at(0, 0)]);
    expect(findings).toMatchObject([{ code: "ATTRIBUTE_NOT_UNIQUE", row: 3, params: { count: 2 } }]);
  });

  test("is inside the territory, with a tolerance of ten metres, and not in a hole of it", async () => {
    const land = {
      type: "Polygon",
      coordinates: [...ringsOf(square(1.9, 47.8, 0.1)), ...ringsOf(square(1.94, 47.84, 0.02))],
    } satisfies Geometry;
    const inside = { type: "Point", coordinates: [1.91, 47.81] } satisfies Geometry;
    const inHole = { type: "Point", coordinates: [1.95, 47.85] } satisfies Geometry;
    const onEdge = {
      type: "LineString",
      coordinates: [
        [1.905, 47.81],
        [1.89998, 47.81],
      ],
    } satisfies Geometry;
    const across = {
      type: "LineString",
      coordinates: [
        [1.905, 47.81],
        [1.89, 47.81],
      ],
    } satisfies Geometry;
    const delivery = makeDelivery({ tables: [{ ...table("T", [inside, inHole, onEdge, across]), srid: 4326 }] });
    const { findings } = await runCheck(delivery, model({ type: "geometry" }), { emprise: land });
    expect(findings.map(({ code, row }) => [code, row])).toEqual([
      ["CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR", 2],
      ["CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR", 4],
    ]);
    expect((await runCheck(delivery, model({ type: "geometry", inEmprise: false }), { emprise: land })).codes).toEqual([]);
  });
});

describe("the coordinate system", () => {
  test("is known and accepted by the model", async () => {
    const unknown = makeDelivery({ tables: [{ ...table("T", [at(0, 0)]), srid: null }] });
    expect((await runCheck(unknown, model({ type: "polygon" }))).codes).toEqual(["crs-unknown"]);
    expect((await runCheck(unknown, model({ type: "polygon" }), { srid: 2154 })).findings).toEqual([]);
    const known = makeDelivery({ tables: [table("T", [at(0, 0)])] });
    expect((await runCheck(known, { ...model({ type: "polygon" }), crs: [2154] })).codes).toEqual([]);
    expect((await runCheck(known, { ...model({ type: "polygon" }), crs: [5490] })).codes).toEqual(["crs-not-accepted"]);
  });
});

describe("geometries compared with others", () => {
  test("do not overlap; a common border or a sliver thinner than the tolerance is allowed", async () => {
    const rules: GeometryRules = { type: "polygon", noOverlap: [{}] };
    const { findings } = await run(rules, [at(0, 0), at(10, 0), at(15, 5), at(25.005, 5)]);
    expect(findings).toMatchObject([{ code: "geometry-overlap", row: 3, params: { row: 2, area: 25 } }]);
    expect(findings[0]?.place).toMatch(/^POLYGON/);
    expect((await run({ type: "polygon", noOverlap: [{ tolerance: 6 }] }, [at(10, 0), at(15, 5)])).codes).toEqual([]);
  });

  test("may overlap depending on the fields `same` and `differ`", async () => {
    const overlapping = makeDelivery({ tables: [table("T", [at(0, 0), at(5, 0), at(5, 5)], ["a", "b", "a"])] });
    const rows = async (rule: NonNullable<GeometryRules["noOverlap"]>[number]) =>
      (await runCheck(overlapping, model({ type: "polygon", noOverlap: [rule] }))).findings.map(({ row, params }) => [params.row, row]);
    expect(await rows({ same: ["K"] })).toEqual([[1, 3]]);
    expect(await rows({ differ: ["K"] })).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  test("do not overlap those of another table", async () => {
    const delivery = makeDelivery({ tables: [table("T", [at(0, 0)]), table("U", [at(5, 5), at(90, 90)])] });
    const { findings } = await runCheck(delivery, model({ type: "polygon", noOverlap: [{ with: ["U"] }] }, { U: shapeTable() }));
    expect(findings).toMatchObject([{ code: "geometry-overlap", fileModel: "U", row: 1 }]);
  });

  test("are inside the union of another table's geometries, matched by a field if the model names one", async () => {
    const delivery = makeDelivery({
      tables: [table("T", [at(5, 0), at(15, 0)], ["a", "a"]), table("U", [at(0, 0), at(10, 0)], ["a", "b"])],
    });
    const inside = async (rule: NonNullable<GeometryRules["inside"]>[number]) =>
      (await runCheck(delivery, model({ type: "polygon", inside: [rule] }, { U: shapeTable() }))).findings.map(({ code, row, params }) => [
        code,
        row,
        params.area,
      ]);
    expect(await inside({ table: "U" })).toEqual([["geometry-not-inside", 2, 50]]);
    expect(await inside({ table: "U", match: { field: "K", equals: "K" }, code: "CNIG_TXT_REGEXP_INVALID" })).toEqual([
      ["CNIG_TXT_REGEXP_INVALID", 1, 50],
      ["CNIG_TXT_REGEXP_INVALID", 2, 100],
    ]);
  });

  test("points and lines on the border are inside; the rule is skipped when the other table is not delivered", async () => {
    const border: Geometry = {
      type: "LineString",
      coordinates: [
        [X, Y],
        [X + 10, Y],
      ],
    };
    const out: Geometry = { type: "Point", coordinates: [X + 11, Y] };
    const lines = (tables: MadeTable[]) =>
      runCheck(makeDelivery({ tables }), model({ type: "geometry", inside: [{ table: "U" }] }, { U: shapeTable() }));
    expect((await lines([table("T", [border, out]), table("U", [at(0, 0)])])).findings).toMatchObject([
      { code: "geometry-not-inside", row: 2 },
    ]);
    expect((await lines([table("T", [border, out])])).codes).toEqual([]);
  });

  test("cover another table's geometries exactly: no gap, nothing outside, no overlap", async () => {
    const whole = table("U", [at(0, 0, 20)], ["w"]);
    const rule = { table: "U", match: { field: "K", equals: "K" } };
    const cut = async (geometries: Geometry[], more = {}) => {
      const delivery = makeDelivery({
        tables: [
          table(
            "T",
            geometries,
            geometries.map(() => "w"),
          ),
          whole,
        ],
      });
      return (await runCheck(delivery, model({ type: "polygon", partitionOf: [{ ...rule, ...more }] }, { U: shapeTable() }))).findings;
    };
    const halves = (split: number, end: number): Geometry[] => [
      ring([0, 0], [0, 20], [10, 20], [10, 0], [0, 0]),
      ring([split, 0], [split, 20], [end, 20], [end, 0], [split, 0]),
    ];
    expect(await cut(halves(10, 20))).toEqual([]);
    expect(await cut(halves(12, 20))).toMatchObject([
      { code: "geometry-partition", fileModel: "U", params: { id: "w", gap: 40, excess: 0, overlap: 0 } },
    ]);
    expect(await cut(halves(10, 21))).toMatchObject([{ params: { gap: 0, excess: 20, overlap: 0 } }]);
    expect(await cut(halves(8, 20))).toMatchObject([{ code: "geometry-partition", params: { gap: 0, excess: 0, overlap: 40 } }]);
    expect((await cut(halves(8, 20), { overlapCode: "geometry-overlap" })).map(({ code }) => code)).toEqual(["geometry-overlap"]);
  });

  test("that are invalid are not compared, which is reported", async () => {
    const bow = ring([0, 0], [10, 10], [10, 0], [0, 10], [0, 0]);
    const { codes } = await run({ type: "polygon", noOverlap: [{}] }, [bow, at(0, 0)]);
    expect(codes).toEqual(["ATTRIBUTE_GEOMETRY_INVALID", "geometry-not-compared"]);
  });

  test("in different coordinate systems are compared in one plane", async () => {
    const degrees: MadeTable = { ...table("U", [square(1.9295, 47.8445, 0.002)]), srid: 4326 };
    const delivery = makeDelivery({ tables: [table("T", [at(0, 0)]), degrees] });
    const { findings } = await runCheck(delivery, model({ type: "polygon", inside: [{ table: "U" }] }, { U: shapeTable() }));
    expect(findings).toEqual([]);
  });
});

function ringsOf(geometry: Geometry): [number, number][][] {
  return geometry.type === "Polygon" ? geometry.coordinates.map((line) => line.map(([x, y]) => [x, y])) : [];
}
