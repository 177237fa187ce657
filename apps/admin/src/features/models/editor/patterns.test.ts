import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { compilePattern } from "@archipel/validation/model/pattern.ts";
import { expect, test } from "vitest";
import { type FileNaming, fileNamingOf, filePattern, type ValueNaming, valueNamingOf, valuePattern } from "./patterns.ts";

const files: [FileNaming, string[], string[]][] = [
  [{ how: "any", text: "", folder: null }, ["a", "Data/b"], []],
  [{ how: "any", text: "", folder: "" }, ["a"], ["Data/a"]],
  [{ how: "any", text: "", folder: "Pièces (1)" }, ["Pièces (1)/a"], ["a", "Pièces 1/a", "Pièces (1)/x/a"]],
  [{ how: "exact", text: "ZONE.U", folder: null }, ["zone.u", "Data/ZONE.U"], ["ZONExU", "MAZONE.U", "ZONE.U2"]],
  [{ how: "exact", text: "ZONE", folder: "Data" }, ["data/zone"], ["ZONE"]],
  [{ how: "begins", text: "ZONE_", folder: null }, ["ZONE_2026", "a/b/ZONE_"], ["MA_ZONE_1", "ZONE_/x"]],
  [{ how: "contains", text: "zone", folder: "" }, ["35238_ZONE_URBA"], ["zone/a", "a/zone"]],
];

test.each(files)("a file that %o", (naming, fits, fails) => {
  const pattern = compilePattern(filePattern(naming), false);
  for (const path of fits) expect(pattern.test(path), path).toBe(true);
  for (const path of fails) expect(pattern.test(path), path).toBe(false);
  expect(fileNamingOf(filePattern(naming))).toEqual(naming);
});

const values: [ValueNaming, string[], string[]][] = [
  [{ how: "digits", text: "5" }, ["35238"], ["2A004", "352380"]],
  [{ how: "digits", text: "" }, ["1", "35238"], ["", "a"]],
  [{ how: "begins", text: "U+" }, ["U+", "U+a"], ["UU"]],
  [{ how: "ends", text: ".pdf" }, ["a.pdf"], ["a.pdfx", "apdf"]],
  [{ how: "contains", text: "PLU" }, ["PLU", "a_PLU_b"], ["plu"]],
];

test.each(values)("a value that %o", (naming, fits, fails) => {
  const pattern = compilePattern(valuePattern(naming) ?? "");
  for (const value of fits) expect(pattern.test(value), value).toBe(true);
  for (const value of fails) expect(pattern.test(value), value).toBe(false);
  expect(valueNamingOf(valuePattern(naming))).toEqual(naming);
});

test("an absent pattern stays absent; a pattern without a wording is kept as it is", () => {
  expect(valueNamingOf(undefined)).toEqual({ how: "none", text: "" });
  expect(valuePattern({ how: "none", text: "" })).toBeUndefined();
  for (const pattern of ["[AB0-9]{5}_ZONE_[0-9]{8}", "(a|b)", ".*", "^U", "\\d+"])
    expect(valueNamingOf(pattern)).toEqual({ how: "own", text: pattern });
});

test("patterns of the shipped models are read and written back unchanged", async () => {
  let read = 0;
  for (const id of await shippedModelIds()) {
    const { files: named, tables = {} } = await loadModel(id);
    for (const { path } of named) expect(filePattern(fileNamingOf(path))).toBe(path);
    for (const { fields } of Object.values(tables))
      for (const { pattern } of fields) expect(valuePattern(valueNamingOf(pattern))).toBe(pattern);
    read += named.length;
  }
  expect(read).toBeGreaterThan(400);
  expect(fileNamingOf("Pieces_ecrites/4_Annexes/[^/]*")).toEqual({ how: "any", text: "", folder: "Pieces_ecrites/4_Annexes" });
});
