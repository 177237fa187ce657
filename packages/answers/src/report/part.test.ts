import { describe, expect, it } from "vitest";
import { area, atBorder, feature, pointAt, reading } from "../testing/make-readings.ts";
import { reportOf, themeIn, zone, zoneOf } from "../testing/make-report.ts";
import type { ReadingPart } from "./reading.ts";

// What may be said of layers of which the reader sees a part.

const ask = { owner: "Ville", url: null };
const part = (reach: ReadingPart["reach"], known: string[] | null = null): { part: ReadingPart } => ({
  part: { reach, known: known && new Set(known), ask },
});

describe("a place", () => {
  it("is cleared only by a part that holds all around it", () => {
    expect(zoneOf([], part("around"))).toMatchObject({ state: "notConcerned", isComplete: true });
    for (const reach of ["place", "less", "outside"] as const) {
      expect(zoneOf([], { ...part(reach), coverage: "partly" })).toMatchObject({ state: "notChecked", reason: "partialAccess" });
    }
  });

  it("is cleared by another layer where the part has nothing of it, and not where the part holds some of it", () => {
    const both = (reach: ReadingPart["reach"]) =>
      themeIn(
        reportOf({ "fr-risks/risk.cavity": [reading("map", []), reading("map", [], { ...part(reach), coverage: "none" })] }),
        "risk.cavity",
      ).state;
    expect([both("outside"), both("less"), both("place")]).toEqual(["notConcerned", "notChecked", "notChecked"]);
  });

  it("across the border has what is seen without a share, and no gap beside it", () => {
    const whole = zoneOf([zone("1", "U", "UA", area(400))], part("around"));
    expect(whole.findings[0]?.relation).toMatchObject({ areaM2: 400, share: 0.4 });
    expect(whole.notes.map(({ text }) => text)).toHaveLength(1);
    const { findings, notes, isComplete } = zoneOf([zone("1", "U", "UA", area(400))], part("less"));
    expect(findings[0]?.relation).toEqual({ kind: "partly", toleranceM: 2.5 });
    expect([isComplete, notes.map(({ text }) => text)]).toEqual([
      false,
      ["Vous n’avez accès qu’à une partie de ces données\u00a0: il peut y avoir autre chose."],
    ]);
  });

  it("near a shape that may be cut gets no distance; near a point it does", () => {
    const state = (figures: Parameters<typeof feature>[2], reach: ReadingPart["reach"]) =>
      themeIn(reportOf({ "fr-risks/risk.cavity": [reading("map", [feature("1", { nom: "A" }, figures)], part(reach))] }), "risk.cavity")
        .state;
    const shape = area(0, { distanceM: 60, coversPlace: false });
    expect([state(shape, "around"), state(shape, "place"), state(shape, "less")]).toEqual(["concerned", "notChecked", "notChecked"]);
    expect([state(pointAt(60), "place"), state(pointAt(60), "less")]).toEqual(["concerned", "concerned"]);
    expect(zoneOf([zone("1", "U", "UA", atBorder())], part("less"))).toMatchObject({ list: "unsure" });
  });
});

describe("a value that is hidden", () => {
  const site = (attributes: Record<string, string | null>, known: string[] | null) =>
    themeIn(
      reportOf({ "fr-risks/risk.industrial-sites": [reading("map", [feature("1", attributes)], part("around", known))] }),
      "risk.industrial-sites",
    );
  const rulesOf = (theme: ReturnType<typeof site>) => theme.findings.map(({ rule }) => rule);

  it("keeps silent a rule that it would decide, and each rule that another could precede", () => {
    expect(rulesOf(site({ nom: "Usine" }, null))).toEqual(["fr-risks/site-other"]);
    expect(site({ nom: "Usine" }, ["nom"])).toMatchObject({ state: "notChecked", reason: "partialAccess", findings: [] });
  });

  it("no longer counts where it is seen, or where its absence is", () => {
    expect(rulesOf(site({ nom: "Usine", lib_seveso: "Seveso seuil haut" }, ["nom"]))).toEqual(["fr-risks/site-seveso-high"]);
    expect(rulesOf(site({ nom: "Usine" }, ["nom", "lib_seveso"]))).toEqual(["fr-risks/site-other"]);
  });

  it("of a document makes what applies unknown", () => {
    const { document: _plan, ...bare } = zone("1", "U", "UA");
    expect(zoneOf([{ ...bare, isDocumentHidden: true }], part("around"))).toMatchObject({ state: "notChecked", findings: [] });
  });
});
