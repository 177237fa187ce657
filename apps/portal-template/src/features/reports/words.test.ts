import { plainStateOf, reportStatuses } from "@archipel/contracts/report-statuses.ts";
import { reportField } from "@archipel/contracts/reports.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { describe, expect, it } from "vitest";
import { kindOf, numberOf, stageOf, statusChoices, statusWords, valueFaults } from "./words.ts";

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

it("offers one choice for states that read the same, and a community's own word beside them", () => {
  const words = { received: "Reçu", underWay: "En cours", corrected: "Corrigé", refused: "Non retenu" };
  const plain = (state: keyof typeof words) => words[state];
  const statuses = reportStatuses.map((status) => {
    const label = { fr: status === "pending2" ? "Travaux commandés" : plain(plainStateOf(status)) };
    return { status, label, isOpen: false, isActive: true, isListed: true };
  });
  expect(statusChoices("fr", { statuses }, undefined, plain)).toEqual([
    { value: "received", label: "Reçu" },
    { value: "underWay", label: "En cours" },
    { value: "pending2", label: "Travaux commandés" },
    { value: "corrected", label: "Corrigé" },
    { value: "refused", label: "Non retenu" },
  ]);
  expect(statusWords("fr", null, "reject0", plain)).toBe("Non retenu");
});

it("gives each state its stage, and falls back on the other language", () => {
  expect(reportStatuses.map(stageOf)).toEqual([0, 1, 1, 1, 1, 2, 2, 2, 2]);
  expect([wordsIn("en", { fr: "Voirie" }), wordsIn("fr", { en: "Roads" }), wordsIn("fr", null)]).toEqual(["Voirie", "Roads", ""]);
});
