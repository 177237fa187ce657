import { slug } from "@archipel/contracts/text.ts";
import { describe, expect, it } from "vitest";
import { slugFrom } from "../../kit/forms/slug-from.ts";
import { changedPart, portalFor } from "./portal-values.ts";

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

describe("a portal for a dataset", () => {
  const dataset = { id: "d", title: "Zones inondables ".repeat(6), topic: "hazards", bbox: [2, 46, 2.1, 46.05] } as never;

  it("is called like it and shows it, in the theme of its topic; the map frames it by itself", () => {
    const made = portalFor(dataset);
    expect(made.name.length).toBeLessThanOrEqual(80);
    expect(slug.safeParse(made.slug).success).toBe(true);
    expect(made).toMatchObject({ baseTheme: "risques", datasets: [{ datasetId: "d", isVisible: true }] });
    expect(made.view).toBeNull();
  });
});
