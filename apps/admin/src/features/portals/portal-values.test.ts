import { slug } from "@archipel/contracts/text.ts";
import { describe, expect, it } from "vitest";
import { slugFrom } from "./portal-values.ts";

describe("slugFrom", () => {
  it.each([
    ["Géo-Urbanisme du Ponant", "geo-urbanisme-du-ponant"],
    ["  L’Île & ses côtes !  ", "l-ile-ses-cotes"],
    ["ŒUVRES 2026", "uvres-2026"],
    ["???", ""],
  ])("%s → %s", (name, expected) => {
    expect(slugFrom(name)).toBe(expected);
  });

  it("gives what the contract accepts, however long the name", () => {
    expect(slug.safeParse(slugFrom("Très long nom de portail ".repeat(8))).success).toBe(true);
  });
});
