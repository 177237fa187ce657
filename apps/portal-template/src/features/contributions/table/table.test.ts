import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it, test } from "vitest";
import { readCell, writeCell } from "./cell-values.ts";
import { filledDown, moved, pasted, placesOf, rectOf, tabbed } from "./selection.ts";
import { parseTsv, toTsv } from "./tsv.ts";

const field = (type: LayerField["type"]): LayerField => ({ name: "f", column: "f", type });

describe("a clipboard", () => {
  it("holds rows and columns, with quotes as spreadsheets write them", () => {
    expect(parseTsv("a\tb\r\nc\t\r\n")).toEqual([
      ["a", "b"],
      ["c", ""],
    ]);
    expect(parseTsv('"deux\nlignes"\t"dit ""oui"""\n')).toEqual([["deux\nlignes", 'dit "oui"']]);
    expect(parseTsv('"tab\tdedans"\tx')).toEqual([["tab\tdedans", "x"]]);
    expect(parseTsv("")).toEqual([]);
    expect(parseTsv("\n")).toEqual([[""]]);
  });

  it("keeps a quote that is part of a text", () => {
    expect(parseTsv('"Le Clos" nord\tb')).toEqual([['"Le Clos" nord', "b"]]);
    expect(parseTsv('5" de haut\t"')).toEqual([['5" de haut', '"']]);
  });

  it("reads back what it wrote", () => {
    const block = [
      ["a\tb", 'dit "oui"', ""],
      ["deux\nlignes", '"', "é"],
    ];
    expect(parseTsv(toTsv(block))).toEqual(block);
  });

  it("passes no formula to a spreadsheet, and reads each text back", () => {
    const block = [["=1+1", "@a", "\n=1", "-2+3", "'=1", "-1,5", "+1e3", "a=b"]];
    expect(toTsv(block)).toBe(`'=1+1\t'@a\t"'\n=1"\t'-2+3\t''=1\t-1,5\t+1e3\ta=b`);
    expect(parseTsv(toTsv(block))).toEqual(block);
  });
});

describe("a cell", () => {
  test.each([
    ["integer", "1 200", 1200],
    ["integer", "1 200", 1200],
    ["integer", "12,00", 12],
    ["integer", "+5", 5],
    ["integer", "900719925474099312", "900719925474099312"],
    ["double", "12,5", 12.5],
    ["double", "1 234,5", 1234.5],
    ["double", "1.234,5", 1234.5],
    ["double", "1,234.5", 1234.5],
    ["double", "-0.5", -0.5],
    ["double", "1,5e3", 1500],
    ["boolean", "OUI", true],
    ["boolean", "faux", false],
    ["boolean", "0", false],
    ["date", "05/03/2024", "2024-03-05"],
    ["date", "5.3.2024", "2024-03-05"],
    ["date", "2024-03-05", "2024-03-05"],
    ["date", "05/03/2024 00:00:00", "2024-03-05"],
    ["text", " deux ", " deux "],
    ["text", "   ", null],
    ["date", "", null],
  ] as const)("of %s takes %j", (type, text, value) => {
    expect(readCell(field(type), text)).toEqual({ value });
  });

  test.each([
    ["integer", "12,5", "integer"],
    ["integer", "1e3", "integer"],
    ["double", "douze", "double"],
    ["double", "0x10", "double"],
    ["double", "1,2,3.4.5", "double"],
    ["boolean", "peut-être", "boolean"],
    ["date", "31/02/2024", "noSuchDay"],
    ["date", "2023-02-29", "noSuchDay"],
    ["date", "05/03/24", "date"],
    ["date", "hier", "date"],
    ["datetime", "05/03/2024 25:00", "datetime"],
    ["datetime", "31/02/2024 10:00", "noSuchDay"],
    ["text", "x".repeat(50_001), "tooLong"],
  ] as const)("of %s says what is wrong with %j", (type, text, fault) => {
    expect(readCell(field(type), text)).toEqual({ fault });
  });

  it("checks the field's rule, and accepts a value of a list by its label", () => {
    const zone = { ...field("text"), rule: { values: [{ value: "U", label: "Urbaine" }, { value: "N" }], isRequired: true } };
    expect([readCell(zone, "urbaine"), readCell(zone, "N")]).toEqual([{ value: "U" }, { value: "N" }]);
    expect(readCell(zone, "Z")).toMatchObject({ breach: { code: "value-not-listed" } });
    expect(readCell(zone, " ")).toMatchObject({ breach: { code: "value-missing" } });
    expect(readCell({ ...field("double"), rule: { max: 10 } }, "10,5")).toMatchObject({ breach: { code: "value-above" } });
  });

  it("reads dates with times in local time, or in the given time zone", () => {
    const local = new Date(2024, 2, 5, 9, 30).toISOString();
    expect(readCell(field("datetime"), "05/03/2024 9:30")).toEqual({ value: local });
    expect(readCell(field("datetime"), "2024-03-05T09:30:00")).toEqual({ value: local });
    expect(readCell(field("datetime"), "2024-03-05T09:30:00+02:00")).toEqual({ value: "2024-03-05T07:30:00.000Z" });
    expect(readCell(field("datetime"), "05/03/2024")).toEqual({ value: new Date(2024, 2, 5).toISOString() });
  });

  test.each([
    ["double", 12.5, "12,5", "12.5"],
    ["integer", 1200, "1200", "1200"],
    ["boolean", true, "oui", "yes"],
    ["date", "2024-03-05", "05/03/2024", "2024-03-05"],
    ["text", "é", "é", "é"],
  ] as const)("of %s shows %j and reads it back", (type, value, french, english) => {
    expect([writeCell(field(type), value, "fr"), writeCell(field(type), value, "en")]).toEqual([french, english]);
    for (const text of [french, english]) expect(readCell(field(type), text)).toEqual({ value });
    const moment = "2024-03-01T10:00:00.000Z";
    for (const locale of ["fr", "en"] as const)
      expect(readCell(field("datetime"), writeCell(field("datetime"), moment, locale))).toEqual({ value: moment });
  });
});

test("a cell of days that are written as text takes any notation, and keeps the column's", () => {
  const written: LayerField = { ...field("text"), rule: { dayFormat: "YYYYMMDD" } };
  for (const text of ["20230928", "28/09/2023", "2023-09-28"]) expect(readCell(written, text)).toEqual({ value: "20230928" });
  expect(readCell(written, "31/09/2023")).toEqual({ fault: "noSuchDay" });
  expect(readCell(written, "bientôt")).toEqual({ fault: "date" });
  expect(readCell(written, writeCell(written, "20230928", "fr"))).toEqual({ value: "20230928" });
});

describe("a selection", () => {
  const size = { rows: 10, columns: 4 };
  const block = [
    ["a", "b"],
    ["c", "d"],
  ];
  const texts = (found: ReturnType<typeof pasted>) => found.cells.map(({ row, column, text }) => `${row}${column}${text}`).join(" ");

  it("receives a block at its first cell, and repeats it when its size is a whole number of blocks", () => {
    expect(texts(pasted(block, rectOf({ row: 1, column: 1 }, { row: 1, column: 1 }), size))).toBe("11a 12b 21c 22d");
    expect(texts(pasted(block, rectOf({ row: 4, column: 2 }, { row: 1, column: 1 }), size))).toBe("11a 12b 21c 22d 31a 32b 41c 42d");
    expect(texts(pasted(block, rectOf({ row: 0, column: 1 }, { row: 2, column: 1 }), size))).toBe("01a 02b 11c 12d");
    expect(texts(pasted([["x"]], rectOf({ row: 0, column: 1 }, { row: 1, column: 2 }), size))).toBe("01x 02x 11x 12x");
  });

  it("reports how much of a block did not fit, and leaves short rows short", () => {
    const found = pasted(block, rectOf({ row: 9, column: 3 }, { row: 9, column: 3 }), size);
    expect([texts(found), found.left]).toEqual(["93a", { rows: 1, columns: 1 }]);
    expect(texts(pasted([["a", "b"], ["c"]], rectOf({ row: 0, column: 1 }, { row: 0, column: 1 }), size))).toBe("01a 02b 11c");
    expect(pasted([], rectOf({ row: 0, column: 0 }, { row: 0, column: 0 }), size).cells).toEqual([]);
  });

  it("fills down from its first row, a single row from the one above", () => {
    expect(filledDown({ top: 1, left: 1, bottom: 3, right: 2 })).toEqual({ source: 1, target: { top: 2, left: 1, bottom: 3, right: 2 } });
    expect(filledDown({ top: 2, left: 1, bottom: 2, right: 1 })).toEqual({ source: 1, target: { top: 2, left: 1, bottom: 2, right: 1 } });
    expect(filledDown({ top: 0, left: 1, bottom: 0, right: 1 })).toBeNull();
    expect(placesOf({ top: 1, left: 1, bottom: 2, right: 1 })).toEqual([
      { row: 1, column: 1 },
      { row: 2, column: 1 },
    ]);
  });

  test.each([
    ["ArrowUp", false, { row: 2, column: 2 }],
    ["ArrowUp", true, { row: 0, column: 2 }],
    ["ArrowDown", true, { row: 9, column: 2 }],
    ["Home", false, { row: 3, column: 0 }],
    ["Home", true, { row: 0, column: 0 }],
    ["End", true, { row: 9, column: 3 }],
    ["PageDown", false, { row: 8, column: 2 }],
    ["PageUp", false, { row: 0, column: 2 }],
    ["a", false, undefined],
  ])("%s (Ctrl: %s) leads to %j", (key, isControl, place) => {
    expect(moved({ row: 3, column: 2 }, { key, isControl }, size, 5)).toEqual(place);
  });

  it("reaches the header from the first row, and stays within the table", () => {
    const up = (row: number) => moved({ row, column: 0 }, { key: "ArrowUp", isControl: false }, size, 5);
    expect([up(0), up(-1)]).toEqual([
      { row: -1, column: 0 },
      { row: -1, column: 0 },
    ]);
    expect(moved({ row: 9, column: 3 }, { key: "ArrowRight", isControl: false }, size, 5)).toEqual({ row: 9, column: 3 });
    expect(tabbed({ row: 0, column: 3 }, 1, size)).toEqual({ row: 1, column: 0 });
    expect(tabbed({ row: 1, column: 0 }, -1, size)).toEqual({ row: 0, column: 3 });
    expect([tabbed({ row: 9, column: 3 }, 1, size), tabbed({ row: 0, column: 0 }, -1, size)]).toEqual([undefined, undefined]);
  });
});
