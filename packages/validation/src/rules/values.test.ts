import { describe, expect, test } from "vitest";
import type { Field } from "../model/field.ts";
import { characterFault, repairCharacters } from "./characters.ts";
import { dayOf, isOfType } from "./types.ts";
import { valueCheckOf } from "./values.ts";

const lists = new Map([
  [
    "species",
    {
      columns: ["label", "code"],
      rows: [
        ["Oak", "QUE"],
        ["Lime", "TIL"],
      ],
    },
  ],
]);
const codesOf = (field: Omit<Field, "name">, text: string) => valueCheckOf({ name: "F", ...field }, lists)(text).map(({ code }) => code);

describe("one value", () => {
  test.each<[string, Omit<Field, "name">, string, string]>([
    ["required", { type: "string", required: true }, " ", "ATTRIBUTE_UNEXPECTED_NULL"],
    ["type", { type: "integer" }, "12a", "ATTRIBUTE_INVALID_FORMAT"],
    ["maxLength", { type: "string", maxLength: 3 }, "abcd", "ATTRIBUTE_SIZE_EXCEEDED"],
    ["minLength", { type: "string", minLength: 3 }, "ab", "ATTRIBUTE_SIZE_TOO_SHORT"],
    ["pattern", { type: "string", pattern: "[0-9]{8}" }, "2011", "ATTRIBUTE_INVALID_REGEXP"],
    ["values", { type: "string", values: ["01", "02"] }, "1", "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["code list", { type: "string", codeList: { list: "species", column: "code" } }, "Oak", "ATTRIBUTE_UNEXPECTED_VALUE"],
    ["minimum", { type: "double", minimum: 0 }, "-0.5", "value-out-of-range"],
    ["maximum", { type: "double", maximum: 100 }, "100.5", "value-out-of-range"],
  ])("%s", (_, field, broken, code) => expect(codesOf(field, broken)).toEqual([code]));

  test.each<[Omit<Field, "name">, string]>([
    [{ type: "string", required: true }, "x"],
    [{ type: "integer" }, "12"],
    [{ type: "string", maxLength: 3 }, "abç"],
    [{ type: "string", pattern: "[0-9]{8}" }, "20110101"],
    [{ type: "string", values: ["01"] }, "01"],
    [{ type: "string", codeList: { list: "species", column: "code" } }, "TIL"],
    [{ type: "string", codeList: { list: "species" } }, "Lime"],
    [{ type: "double", minimum: 0, maximum: 100 }, "100"],
    [{ type: "string", values: ["01"], pattern: "x", minLength: 9 }, ""],
  ])("%o accepts %s", (field, kept) => expect(codesOf(field, kept)).toEqual([]));

  test("a character outside the BMP counts as one, and a pattern must match the whole text", () => {
    expect(codesOf({ type: "string", maxLength: 1 }, "𝄞")).toEqual([]);
    expect(codesOf({ type: "string", pattern: "a|b" }, "ab")).toEqual(["ATTRIBUTE_INVALID_REGEXP"]);
  });
});

describe("types", () => {
  test.each([
    ["20240229", "2024-02-29"],
    ["2024-02-29", "2024-02-29"],
    ["2024/02/29", "2024-02-29"],
    ["29/02/2024", "2024-02-29"],
    ["2014", "2014-01-01"],
    ["20230229", null],
    ["20151717", null],
    ["2024-13-01", null],
    ["24/02/29", null],
    ["", null],
  ])("the day of %s is %s", (text, day) => expect(dayOf(text)).toBe(day));

  test.each([
    ["boolean", "T", true],
    ["boolean", "oui", false],
    ["integer", "12.00", true],
    ["integer", "12.5", false],
    ["double", "1e3", true],
    ["double", "1,5", false],
    ["url", "https://exemple.fr/a.pdf", true],
    ["url", "www.exemple.fr", false],
    ["url", "javascript:alert(1)", false],
    ["datetime", "2024-01-31T10:00:00Z", true],
    ["datetime", "hier", false],
  ] as const)("%s %s: %s", (type, text, isValid) => expect(isOfType(text, type)).toBe(isValid));
});

describe("characters", () => {
  test("UTF-8 that was decoded as Latin-1 is reported and repaired", () => {
    expect(characterFault("For\u00c3\u00aat \u00c3\u00a0 d\u00c3\u00a9fricher, r\u00e9serv\u00e9")).toMatchObject({
      code: "ATTRIBUTE_CHARACTERS_REPLACED",
      params: { fixed: "Forêt à défricher, réservé" },
    });
    expect(repairCharacters("l\u00e2\u20ac\u2122\u00c3\u2030glise")).toBe("l’Église");
  });

  test("control characters are illegal; French letters and quotes are not", () => {
    expect(characterFault("a\u0007b")).toMatchObject({ code: "ATTRIBUTE_CHARACTERS_ILLEGAL", params: { fixed: "ab" } });
    for (const text of ["Forêt d’Orléans — « Ãgé »", "tab\tline\nend", "Ãlvaro"]) expect(characterFault(text)).toBeNull();
  });
});
