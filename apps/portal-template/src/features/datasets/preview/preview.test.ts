import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it } from "vitest";
import { previewParameters, readPreviewQuery } from "./query.ts";
import { valueWords } from "./value-words.ts";

const words = { yes: "Oui", no: "Non" };
const field = (type: LayerField["type"], rule: LayerField["rule"] = {}, name = "x"): LayerField => ({ name, column: name, type, rule });
const say = (...[one, value]: [LayerField, string | number | boolean | null]) =>
  valueWords("fr", one, value, words).replaceAll(/[\u00a0\u202f]/g, " ");

describe("values in words", () => {
  it("say codes by their labels, and never double a word", () => {
    const coded = field("text", {
      values: [{ value: "disponible", label: "Disponible" }, { value: "U", label: "Urbaine" }, { value: "X" }],
    });
    expect(["disponible", "U", "X", "Z"].map((value) => say(coded, value))).toEqual(["Disponible", "Urbaine (U)", "X", "Z"]);
  });

  it("give numbers their unit, and leave identifiers as they are", () => {
    expect(say(field("double", { unit: "m²" }), 12345.5)).toBe("12 345,5 m²");
    expect(say(field("integer", {}, "code_insee"), 29019)).toBe("29019");
    expect([null, true, false].map((value) => say(field("boolean"), value))).toEqual(["", "Oui", "Non"]);
  });

  it("write dates as people do, and keep what is no date", () => {
    expect(say(field("date"), "2026-03-01")).toBe("1 mars 2026");
    expect(say(field("text", { dayFormat: "YYYYMMDD" }), "20260301")).toBe("1 mars 2026");
    expect(say(field("date"), "bientôt")).toBe("bientôt");
  });
});

it("the address of a preview is read and written, within its limits", () => {
  const table = "01a22279-d741-756e-b487-960ccff340ee";
  const query = readPreviewQuery({ table, sort: "nom", order: "desc", page: "3" });
  expect(previewParameters(query)).toEqual({ table, sort: "nom", order: "desc", page: "3" });
  expect(previewParameters(readPreviewQuery({ table: "x", sort: "", order: "up", page: "999" }))).toEqual({});
});
