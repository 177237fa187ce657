import { expect, test } from "vitest";
import { columnOf, nameColumn, RESERVED_COLUMNS } from "./column-name.ts";

const free = () => false;

test("a reserved name gets a prefix, in any spelling", () => {
  const reserved = [
    "xmin",
    "XMAX",
    "cmin",
    "cmax",
    "ctid",
    "tableoid",
    "constructor",
    "Prototype",
    "operation",
    "changed_at",
    "geom",
    "Order",
  ];
  for (const name of reserved) expect(nameColumn(name, free), name).toEqual({ column: `source_${name.toLowerCase()}`, isReserved: true });
  for (const name of ["ymin", "number", "row", "gone", "unfit", "nom"])
    expect(nameColumn(name, free), name).toEqual({ column: name, isReserved: false });
});

test("no column begins with an underscore, is reserved or is longer than PostgreSQL allows, however many share a name", () => {
  const taken = new Set<string>();
  for (const name of [
    "__proto__",
    "_row",
    "_",
    "2",
    "é".repeat(200),
    "a b",
    "select",
    ...Array.from({ length: 800 }, () => "x".repeat(90)),
  ]) {
    const { column } = nameColumn(name, (one) => taken.has(one));
    expect(column).toMatch(/^[a-z][a-z0-9_]{0,62}$/);
    expect(RESERVED_COLUMNS.has(column) || taken.has(column), column).toBe(false);
    taken.add(column);
  }
});

test("a column keeps its name in another layer", () => {
  for (const name of ["Libellé de la zone", "2 rives", "x".repeat(90)]) expect(columnOf(columnOf(name))).toBe(columnOf(name));
});
