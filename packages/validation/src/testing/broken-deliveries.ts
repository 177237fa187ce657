import type { Geometry } from "@archipel/geo/geojson.ts";
import type { Code } from "../codes.ts";
import type { CellValue, Delivery } from "../delivery/delivery.ts";
import type { RepairId } from "../finding.ts";
import type { Field } from "../model/field.ts";
import type { GeometryRules } from "../model/geometry.ts";
import type { Model } from "../model/model.ts";
import type { TableModel } from "../model/table.ts";
import { type BrokenDelivery, brokenDocuments } from "./broken-documents.ts";
import { type MadeTable, makeDelivery, square } from "./make-delivery.ts";
import { modelOf } from "./run-check.ts";

/** Near Orléans, in Lambert-93. */
const [X, Y] = [620_000, 6_750_000];
const at = (x: number, y: number, side = 10) => square(X + x, Y + y, side);
const ring = (...positions: [number, number][]): Geometry => ({
  type: "Polygon",
  coordinates: [positions.map(([x, y]) => [X + x, Y + y])],
});

const lists: NonNullable<Model["codeLists"]> = {
  uses: {
    columns: ["CODE", "SUB", "LABEL"],
    rows: [
      ["01", "00", "Habitat"],
      ["02", "00", "Activité économique"],
      ["02", "01", "Équipement"],
    ],
  },
};

function cell(
  what: string,
  code: Code,
  repair: RepairId,
  field: Omit<Field, "name">,
  value: CellValue,
  column: MadeTable["fields"][string] = "text",
): BrokenDelivery {
  return {
    what,
    code,
    repair,
    delivery: makeDelivery({
      name: "30014_PLU_20171013",
      files: ["rules_20171013.pdf"],
      tables: [{ file: "T.csv", fields: { F: column, KEPT: "text" }, rows: [{ values: [value, "a"] }, { values: [null, "b"] }] }],
    }),
    model: modelOf(
      {
        T: {
          fields: [
            { name: "F", ...field },
            { name: "KEPT", type: "string" },
          ],
        },
      },
      { codeLists: lists, otherFiles: "allow" },
    ),
  };
}

function shape(
  what: string,
  code: Code,
  repair: RepairId,
  rules: GeometryRules,
  geometries: Geometry[],
  more: Partial<BrokenDelivery> = {},
): BrokenDelivery {
  return {
    what,
    code,
    repair,
    delivery: makeDelivery({
      tables: [
        {
          file: "T.gpkg",
          fields: { K: "text" },
          rows: geometries.map((geometry, index) => ({ values: [String(index + 1)], geometry })),
          srid: 2154,
        },
      ],
    }),
    model: modelOf({ T: { fields: [{ name: "K", type: "string" }], geometry: rules } }),
    ...more,
  };
}

const cells: BrokenDelivery[] = [
  cell("spaces around a text that is too long", "ATTRIBUTE_SIZE_EXCEEDED", "trim", { type: "string", maxLength: 5 }, "  abcde "),
  cell("a space after a code", "ATTRIBUTE_INVALID_REGEXP", "trim", { type: "string", pattern: "[A-Z]{2}" }, "AB "),
  cell("a control character", "ATTRIBUTE_CHARACTERS_ILLEGAL", "clean-characters", { type: "string" }, "a\u0007b"),
  cell("accents encoded twice", "ATTRIBUTE_CHARACTERS_REPLACED", "clean-characters", { type: "string" }, "For\u00c3\u00aat"),
  cell("a decimal comma and a space", "ATTRIBUTE_INVALID_FORMAT", "cast", { type: "double" }, "1 234,5"),
  cell("a date with the day first", "ATTRIBUTE_INVALID_FORMAT", "cast", { type: "date" }, "3/6/2014"),
  cell("a word for yes", "ATTRIBUTE_INVALID_FORMAT", "cast", { type: "boolean" }, "Oui"),
  cell("an address without https", "ATTRIBUTE_INVALID_FORMAT", "cast", { type: "url" }, "www.exemple.fr/plu"),
  cell("a date instead of eight digits", "ATTRIBUTE_INVALID_REGEXP", "cast", { type: "string", pattern: "[0-9]{8}" }, "13/10/2017"),
  cell("a code in lower case", "ATTRIBUTE_INVALID_REGEXP", "cast", { type: "string", pattern: "[A-Z]{2}[0-9]" }, "ab1"),
  cell("a leading zero that a spreadsheet removed", "ATTRIBUTE_SIZE_TOO_SHORT", "cast", { type: "string", minLength: 5 }, 1001, "integer"),
  cell(
    "a label instead of its code",
    "ATTRIBUTE_UNEXPECTED_VALUE",
    "fill-from-code-list",
    { type: "string", codeList: { list: "uses" } },
    "habitat",
  ),
  cell(
    "a code without its leading zero",
    "ATTRIBUTE_UNEXPECTED_VALUE",
    "fill-from-code-list",
    { type: "string", codeList: { list: "uses" } },
    "1",
  ),
  cell(
    "a value of the list without its accents",
    "ATTRIBUTE_UNEXPECTED_VALUE",
    "fill-from-code-list",
    { type: "string", values: ["Réglé", "Libre"] },
    "REGLE",
  ),
  cell(
    "a document's name without its extension",
    "ATTRIBUTE_FILE_NOT_FOUND",
    "fill-from-code-list",
    { type: "filename" },
    "Rules_20171013",
  ),
  cell("the only allowed value", "ATTRIBUTE_UNEXPECTED_NULL", "fill-value", { type: "string", required: true, values: ["30014"] }, null),
];

const shapes: BrokenDelivery[] = [
  shape("a bow tie", "ATTRIBUTE_GEOMETRY_INVALID", "make-valid", { type: "multipolygon" }, [
    ring([0, 0], [10, 10], [10, 0], [0, 10], [0, 0]),
    at(50, 0),
  ]),
  shape("a ring that touches itself", "ATTRIBUTE_GEOMETRY_INVALID", "make-valid", { type: "multipolygon" }, [
    ring([0, 0], [4, 4], [8, 0], [8, 8], [4, 4], [0, 8], [0, 0]),
  ]),
  shape("an open ring", "ATTRIBUTE_GEOMETRY_INVALID", "close-rings", { type: "polygon" }, [ring([0, 0], [0, 10], [10, 10], [10, 0])]),
  shape("a single type instead of the multi type", "geometry-type", "cast", { type: "multipolygon", isStrict: true }, [at(0, 0)]),
  shape("a closed line instead of an area", "geometry-type", "cast", { type: "polygon" }, [
    {
      type: "LineString",
      coordinates: [
        [X, Y],
        [X + 9, Y],
        [X + 9, Y + 9],
        [X, Y],
      ],
    },
  ]),
  shape(
    "a line with too many vertices",
    "CNIG_GEOMETRY_COMPLEXITY_ERROR",
    "simplify",
    { type: "linestring", complexity: { vertices: { warning: 20, error: 100 } } },
    [{ type: "LineString", coordinates: Array.from({ length: 400 }, (_, index) => [X + index, Y + (index % 2) / 1000]) }],
  ),
  shape(
    "an outline with vertices closer than the tolerance of borders",
    "CNIG_GEOMETRY_COMPLEXITY_ERROR",
    "snap-precision",
    { type: "polygon", noOverlap: [{}], complexity: { vertices: { error: 100 } } },
    [
      ring(
        ...Array.from({ length: 400 }, (_, index): [number, number] => [index / 500, (index % 2) * 0.009 - 0.0045]),
        [0.8, 5],
        [0, 5],
        [0, -0.0045],
      ),
    ],
  ),
  shape(
    "neighbours whose common border was drawn twice",
    "geometry-overlap",
    "snap-precision",
    { type: "polygon", noOverlap: [{ tolerance: 0 }] },
    [ring([0, 0], [10.0002, 0], [10.0003, 10], [0, 10], [0, 0]), ring([10, 0], [20, 0], [20, 10], [10, 10], [10, 0])],
  ),
  shape("a duplicate geometry with the same values", "ATTRIBUTE_NOT_UNIQUE", "drop-duplicates", { type: "polygon", unique: true }, [], {
    delivery: makeDelivery({
      tables: [
        {
          file: "T.gpkg",
          fields: { K: "text" },
          rows: [at(0, 0), at(20, 0), at(0, 0)].map((geometry, index) => ({ values: [index === 1 ? "b" : "a"], geometry })),
          srid: 2154,
        },
      ],
    }),
  }),
  shape("degrees instead of metres", "crs-not-accepted", "reproject", { type: "polygon" }, [], {
    delivery: makeDelivery({
      tables: [{ file: "T.gpkg", fields: { K: "text" }, rows: [{ values: ["1"], geometry: square(1.9, 47.8, 0.01) }], srid: 4326 }],
    }),
    model: modelOf({ T: { fields: [{ name: "K", type: "string" }], geometry: { type: "polygon" } } }, { crs: [2154, 5490] }),
  }),
  shape("an undeclared CRS with only one candidate", "crs-unknown", "reproject", { type: "polygon" }, [], {
    delivery: withCandidates(
      makeDelivery({ tables: [{ file: "T.gpkg", fields: { K: "text" }, rows: [{ values: ["1"], geometry: at(0, 0) }], srid: null }] }),
      [2154],
    ),
  }),
];

function withCandidates(delivery: Delivery, candidates: number[]): Delivery {
  return {
    ...delivery,
    tables: delivery.tables.map((table) => ({ ...table, crs: { srid: null, name: null, how: "unknown" as const, candidates } })),
  };
}

const string = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "string", ...more });

function table(
  what: string,
  code: Code,
  repair: RepairId,
  model: TableModel,
  made: Omit<MadeTable, "file">,
  rest: Partial<BrokenDelivery> = {},
): BrokenDelivery {
  return {
    what,
    code,
    repair,
    delivery: makeDelivery({ tables: [{ file: "T.csv", ...made }] }),
    model: modelOf({ T: model }, { codeLists: lists }),
    ...rest,
  };
}

const tables: BrokenDelivery[] = [
  table(
    "a combination of two codes without their leading zeros",
    "TABLE_FOREIGN_KEY_NOT_FOUND",
    "fill-from-code-list",
    {
      fields: [string("A"), string("B")],
      foreignKeys: [{ fields: ["A", "B"], to: { codeList: "uses", columns: ["CODE", "SUB"] } }],
    },
    { fields: { A: "text", B: "text" }, rows: [{ values: ["2", "1"] }, { values: ["01", "00"] }] },
  ),
  table(
    "a field with another spelling",
    "TABLE_MISSING_ATTRIBUTE",
    "rename-field",
    { fields: [string("LIBELLE", { required: true }), string("K")] },
    { fields: { Libellé: "text", K: "text" }, rows: [{ values: ["x", "1"] }] },
  ),
  table(
    "a field name that a dbf truncated",
    "TABLE_MISSING_NULLABLE_ATTRIBUTE",
    "rename-field",
    { fields: [string("DESCRIPTION_LONGUE"), string("K")] },
    { fields: { DESCRIPTIO: "text", K: "text" }, rows: [{ values: ["x", "1"] }] },
  ),
  table(
    "a missing optional field",
    "TABLE_MISSING_NULLABLE_ATTRIBUTE",
    "add-field",
    { fields: [string("K"), { name: "N", type: "integer" }] },
    { fields: { K: "text" }, rows: [{ values: ["1"] }] },
  ),
  table(
    "an unexpected field",
    "TABLE_UNEXPECTED_ATTRIBUTE",
    "drop-field",
    { fields: [string("K")] },
    { fields: { SHAPE_LENG: "double", K: "text" }, rows: [{ values: [12.5, "1"] }] },
  ),
  table(
    "texts in another encoding",
    "TABLE_UNEXPECTED_ENCODING",
    "re-encode",
    { fields: [string("K")] },
    { fields: { K: "text" }, rows: [{ values: ["é"] }], encoding: "CP1252" },
  ),
  table(
    "a duplicate row",
    "ATTRIBUTE_NOT_UNIQUE",
    "drop-duplicates",
    { fields: [string("K", { unique: true }), string("L")] },
    { fields: { K: "text", L: "text" }, rows: [{ values: ["a", "x"] }, { values: ["b", "x"] }, { values: ["a", "x"] }] },
  ),
];

/** One delivery for every code that has a repair. */
export const brokenDeliveries: readonly BrokenDelivery[] = [...cells, ...shapes, ...tables, ...brokenDocuments];
