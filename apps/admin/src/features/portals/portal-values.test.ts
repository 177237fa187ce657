import { slug } from "@archipel/contracts/text.ts";
import { describe, expect, it } from "vitest";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { changedPart } from "./portal-values.ts";

describe("slugFrom", () => {
  it.each([
    ["Géo-Urbanisme du Ponant", "geo-urbanisme-du-ponant"],
    ["  L’Île & ses côtes !  ", "l-ile-ses-cotes"],
    ["ŒUVRES 2026", "oeuvres-2026"],
    ["???", ""],
  ])("%s → %s", (name, expected) => {
    expect(slugFrom(name)).toBe(expected);
  });

  it("fits the contract, however long the name", () => {
    expect(slug.safeParse(slugFrom("Très long nom de portail ".repeat(8))).success).toBe(true);
  });
});

describe("changedPart", () => {
  const portal = {
    name: "Bâtir",
    slug: "batir",
    tagline: {},
    baseTheme: "neutral",
    theme: {},
    locales: ["fr" as const],
    view: { lon: 2, lat: 46, zoom: 6 },
    content: {},
    showPoweredBy: true,
    reporting: "signed-in" as const,
    embedding: { by: "everyone" as const, origins: [] },
    reportReview: "before" as const,
    datasets: [],
  };

  it("sends the changed values only, never the slug", () => {
    expect(changedPart(portal, ["name", "slug"])).toEqual({ name: "Bâtir" });
    expect(changedPart(portal, [])).toEqual({});
  });
});
