import fc from "fast-check";
import { expect, test } from "vitest";
import { pasted, rowsOf, TABLE_ROWS_MAX, textOf } from "./table-rows.ts";

test("lines of cells become rows of the same width, and come back", () => {
  expect(rowsOf("Jour | Heure\n| --- | --- |\nLundi | 9 h\n| Mardi |")).toEqual([
    ["Jour", "Heure"],
    ["Lundi", "9 h"],
    ["Mardi", ""],
  ]);
  expect(textOf([["a|b", "c"]])).toBe("a\\|b | c");
  expect(rowsOf("a\\|b | c")).toEqual([["a|b", "c"]]);
  expect(textOf([["", " "]])).toBe("");
});

test("any table comes back as it was written", () => {
  const cell = fc.oneof(fc.constant(""), fc.stringMatching(/^[a-zé|0-9][a-zé 0-9]{0,6}[a-zé0-9]$/));
  const row = (width: number) => fc.array(cell, { minLength: width, maxLength: width }).filter((cells) => cells.some((one) => one !== ""));
  const table = fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(row(width), { minLength: 1, maxLength: 5 }));
  fc.assert(
    fc.property(table, (rows) => {
      expect(rowsOf(textOf(rows))).toEqual(rows.map((cells) => cells.map((one) => one.replace(/\s+/g, " "))));
    }),
  );
});

test("cells of a spreadsheet are written from the chosen cell on, and no further than a table may be", () => {
  expect(pasted([["a", "b"]], { row: 0, column: 1 }, "1\t2\r\n3\t4\r\n")).toEqual([
    ["a", "1", "2"],
    ["", "3", "4"],
  ]);
  expect(pasted([["a"]], { row: 0, column: 0 }, "x\n".repeat(5_000))).toHaveLength(TABLE_ROWS_MAX);
});
