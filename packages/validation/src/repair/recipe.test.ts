import { describe, expect, test } from "vitest";
import { readWkt, WktError } from "../geometry/read-wkt.ts";
import { toExactWkt } from "../geometry/wkt.ts";
import { makeDelivery, square } from "../testing/make-delivery.ts";
import { modelOf } from "../testing/run-check.ts";
import { parseRecipe, RecipeError } from "./recipe.ts";
import { repairedDelivery } from "./repaired.ts";

describe("a recipe", () => {
  test("survives a round trip through JSON", () => {
    const operations = [
      { repair: "make-valid", on: { code: "ATTRIBUTE_GEOMETRY_INVALID", table: "T" } },
      { set: { table: "T", row: 1, field: "A", value: null } },
      { setShape: { table: "T", row: 2, wkt: "POINT Z (1 2 3)", crs: "table" } },
      { removeRow: { table: "T", file: "a/T.shp", row: 3 } },
    ];
    expect(parseRecipe(JSON.parse(JSON.stringify({ operations })))).toEqual({ operations });
  });

  test.each([
    [{}, null, "operations"],
    [{ operations: [{ set: { table: "T", row: 0, field: "A", value: "x" } }] }, 1, "set.row"],
    [{ operations: [{ removeRow: { table: "T", row: 1 } }, { repair: "tidy", on: { code: "FILE_EMPTY" } }] }, 2, "repair"],
    [{ operations: [{ repair: "trim", on: { code: "NO_SUCH" } }] }, 1, "on.code"],
    [{ operations: [{ setShape: { table: "T", row: 1, wkt: "POLYGON ((0 0" } }] }, 1, "setShape.wkt"],
    [{ operations: [{ drop: "table" }] }, 1, ""],
    [{ operations: [{ set: { table: "T", row: 1, field: "A", value: "x".repeat(20_000) } }] }, 1, "set.value"],
    [{ operations: Array.from({ length: 30_000 }, () => ({ removeRow: { table: "T", row: 1 } })) }, null, "operations"],
  ])("with a fault is refused with the operation and the place: %#", (json, operation, path) => {
    let error: unknown;
    try {
      parseRecipe(json);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(RecipeError);
    expect((error as RecipeError).issues[0]).toMatchObject({ operation, path, message: expect.stringMatching(/\w/) });
  });
});

test("manual edits: later ones win, rows keep their numbers, the original stays unchanged", async () => {
  const model = modelOf({ T: { fields: [{ name: "A", type: "string" }], geometry: { type: "geometry" } } });
  const rows = [1, 2, 3].map((number) => ({ values: [number], geometry: square(0, 0, number) }));
  const original = makeDelivery({ tables: [{ file: "T.gpkg", fields: { A: "integer" }, rows, srid: 4326 }] });
  const repaired = repairedDelivery(original, model, {
    operations: [
      { set: { table: "T", row: 1, field: "A", value: 7 } },
      { removeRow: { table: "T", row: 2 } },
      { set: { table: "T", row: 1, field: "a", value: "sept" } },
      { setShape: { table: "T", row: 3, wkt: "POINT (2 48)", crs: "degrees" } },
    ],
  });
  const read = async (delivery: typeof original) => {
    const seen = [];
    for (const table of delivery.tables)
      for await (const batch of table.rows()) seen.push(...batch.map(({ row, values }) => [row, ...values]));
    return seen;
  };
  expect(await read(repaired)).toEqual([
    [1, "sept"],
    [3, "3"],
  ]);
  expect(repaired.tables[0]?.fields).toEqual([{ name: "A", type: "text" }]);
  expect(repaired.effects[0]?.counts).toMatchObject({ cells: 1, rows: 1, shapes: 1 });
  expect(await read(original)).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

describe("WKT", () => {
  test.each([
    "POINT (1 2)",
    "POINT EMPTY",
    "MULTIPOINT ((1 2), (3 4))",
    "LINESTRING (0.1 -2e-7, 3 4)",
    "POLYGON ((0 0, 1 0, 1 1, 0 0), (0.2 0.1, 0.3 0.1, 0.3 0.2, 0.2 0.1))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
    "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))",
  ])("%s is the same after reading and writing", (text) => expect(toExactWkt(readWkt(text.toLowerCase()), false)).toBe(text));

  test("keeps heights and ignores an SRID", () => {
    expect(toExactWkt(readWkt("SRID=2154;PointZ(1 2 3)"), true)).toBe("POINT Z (1 2 3)");
  });

  test.each(["", "CIRCLE (1 2)", "POINT (1)", "POINT (1 2 3 4)", "POINT (a b)", "POINT (1 2) x", "LINESTRING (1 2, "])(
    "“%s” is refused",
    (text) => expect(() => readWkt(text)).toThrow(WktError),
  );
});
