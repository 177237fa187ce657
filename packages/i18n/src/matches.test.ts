import { expect, it } from "vitest";
import { matches } from "./matches.ts";

it("finds every typed word in any order, without accents and case", () => {
  expect(matches("Journal d’activité de la communauté", "ACTIVITE journal")).toBe(true);
  expect(matches("Journal d’activité", "journal portail")).toBe(false);
});

it("finds everything while nothing is typed", () => {
  expect(matches("Journal", "  ")).toBe(true);
});
