import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import { reportField } from "@archipel/contracts/reports.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { describe, expect, it } from "vitest";
import { kindOf, numberOf, stageOf, valueFaults } from "./words.ts";

const field = (name: string, type: "text" | "number" | "date" | "list" | "checkbox", isMandatory = false) =>
  reportField.parse({ name, type, isMandatory, label: {} });

describe("a theme's form", () => {
  it("names the fields that are missing or invalid", () => {
    const fields = [field("a", "text", true), field("b", "number"), field("c", "date"), field("d", "checkbox", true), field("e", "list")];
    expect(valueFaults(fields, { b: "deux", c: "hier" })).toEqual({ a: "missing", b: "number", c: "date", d: "missing" });
    expect(valueFaults(fields, { a: "x", b: 0, c: "2026-11-24", d: true })).toEqual({});
    expect(valueFaults(fields, { a: "", d: false })).toEqual({ a: "missing", d: "missing" });
  });

  it("reads numbers as people write them", () => {
    expect(["1 200,5", "-3", "deux", " ", "0b1"].map(numberOf)).toEqual([1200.5, -3, "deux", " ", "0b1"]);
  });
});

it("accepts photos and plain documents, by name when the browser reports no type", () => {
  expect(kindOf({ name: "IMG_1.HEIC", type: "" })).toBe("image/heic");
  expect(kindOf({ name: "mesures.csv", type: "application/vnd.ms-excel" })).toBe("text/csv");
  expect(kindOf({ name: "photo.jpg", type: "image/jpeg" })).toBe("image/jpeg");
  expect(kindOf({ name: "setup.exe", type: "application/x-msdownload" })).toBeNull();
  expect(kindOf({ name: "anime.gif", type: "image/gif" })).toBeNull();
  expect(kindOf({ name: "dessin.svg", type: "image/svg+xml" })).toBeNull();
});

it("gives each state its stage, and falls back on the other language", () => {
  expect(reportStatuses.map(stageOf)).toEqual([0, 1, 1, 1, 1, 2, 2, 2, 2]);
  expect([wordsIn("en", { fr: "Voirie" }), wordsIn("fr", { en: "Roads" }), wordsIn("fr", null)]).toEqual(["Voirie", "Roads", ""]);
});
