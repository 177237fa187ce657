import { shippedPacks } from "@archipel/answers/packs/shipped.ts";
import { parcelName } from "@archipel/answers/report/place-label.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import { atBorder, feature, NEAR, pointAt, reading } from "@archipel/answers/testing/make-readings.ts";
import { plan, reportOf, zone, zones } from "@archipel/answers/testing/make-report.ts";
import { describe, expect, it } from "vitest";
import { type CardTheme, cardOf, groupsOfSilent, partialSourcesOf } from "./card.ts";

const revised = { id: "30014_PLU_20250101", title: "Révision du PLU", state: "01" };
const cavity = (id: string, distanceM: number) => feature(id, { nom: id }, pointAt(distanceM));
const full = () =>
  reportOf({
    ...zones([zone("1", "U", "UA"), zone("2", "N", "N", atBorder()), zone("3", "AUc", "1AU", undefined, revised)]),
    "fr-risks/risk.cavity": [reading("map", [cavity("Grotte", 50), cavity("Puits", 400)])],
    "fr-risks/risk.clay": [reading("map-2026", [])],
    "fr-risks/risk.radon": [reading("map", [], { outcome: "down" })],
  });
const themesIn = (list: readonly CardTheme[]) => list.map(({ theme, findings }) => [theme.theme, findings.length]);

describe("the card", () => {
  it("shows each finding once, and each theme without findings once", () => {
    for (const report of [full(), reportOf({}), reportOf(zones([zone("1", "U", "UA", atBorder())]))]) {
      const card = cardOf(report);
      const shown = [...card.onPlace, ...card.around, ...card.unsure, ...card.underWay].flatMap(({ findings, scenarios }) => [
        ...findings,
        ...scenarios,
      ]);
      const all = report.themes.flatMap(({ findings, scenarios }) => [...findings, ...scenarios]);
      expect(new Set(shown.map(({ finding }) => finding))).toEqual(new Set(all));
      expect(shown).toHaveLength(all.length);
      expect(new Set(shown.map(({ id }) => id)).size).toBe(all.length);
      const silent = [...card.notConcerned, ...card.noData, ...card.notChecked];
      expect(silent).toHaveLength(report.themes.filter(({ state }) => state !== "concerned").length);
    }
  });

  it("keeps a limit beside what is sure, what is near apart, and what is only planned apart", () => {
    const card = cardOf(full());
    expect(themesIn(card.onPlace)).toEqual([["plu.zone", 2]]);
    expect(themesIn(card.around)).toEqual([["risk.cavity", 2]]);
    expect(themesIn(card.underWay)).toEqual([["plu.zone", 1]]);
    expect(card.unsure).toEqual([]);
    expect(card.notChecked.map(({ theme }) => theme)).toEqual(["risk.radon"]);
    expect(card.onPlace[0]).toMatchObject({ isHome: true, documents: [{ title: plan.title }] });
    expect(card.underWay[0]).toMatchObject({ isHome: false, documents: [{ title: revised.title }] });
  });

  it("says of a theme with nothing but a limit that it is to be clarified, and counts it", () => {
    const card = cardOf(reportOf(zones([zone("1", "U", "UA", atBorder()), zone("2", "N", "N", atBorder(500))])));
    expect(themesIn(card.unsure)).toEqual([["plu.zone", 2]]);
    expect(card.onPlace).toEqual([]);
    expect(card.counts).toEqual([
      { question: "build", level: 3, count: 1 },
      { question: "build", level: 1, count: 1 },
    ]);
  });
});

it("names each layer that is known in part once, with who can give more", () => {
  const part = { reach: "less", known: null, ask: { owner: "Ville", url: "https://ville.example/fr/catalogue/zones" } } as const;
  const report = reportOf({
    ...zones([zone("1", "U", "UA")], { part }),
    "fr-risks/risk.radon": [reading("map", [])],
  });
  expect(partialSourcesOf(report)).toEqual([{ layer: "layer-zones", title: "Layer zones", lang: undefined, ...part.ask }]);
});

describe("the short answer", () => {
  const leadOf = (report: Report, question: string) => cardOf(report).leads.find((lead) => lead.question === question);

  it("to what may be built is what the zone says, or why it says nothing", () => {
    const lead = cardOf(full()).leads.find(({ kind }) => kind === "sentences");
    expect(lead).toMatchObject({ kind: "sentences", texts: [{ text: expect.stringContaining("UA") }] });
    expect(leadOf(reportOf({}), "build")).toMatchObject({ texts: [{ text: "Ce portail n’a pas de plan d’urbanisme ici." }] });
  });

  it("to what threatens is the highest level, and an absent map is never an all-clear", () => {
    const clay = feature("1", { alea: "Fort", niveau: "3" });
    expect(leadOf(reportOf({ "fr-risks/risk.clay": [reading("map-2026", [clay])] }), "risk")).toMatchObject({
      kind: "strongest",
      level: 3,
    });
    const nothing = leadOf(full(), "risk");
    expect(nothing).toMatchObject({ kind: "nothing", checked: 2 });
    expect(nothing).toMatchObject({ unknown: full().themes.filter(({ question }) => question === "risk").length - 2 });
  });

  it("begins with what limits most, of whatever pack, and the zone follows", () => {
    const red = feature("1", { typereglement: "04", libellezonereglement: "Zone rouge" });
    const report = reportOf({ ...zones([zone("1", "U", "UA")]), "fr-ppr/ppr.planning": [reading("areas", [red])] }, {}, shippedPacks);
    const { leads, onPlace } = cardOf(report);
    expect(leads.map(({ kind }) => kind)).toEqual(["limit", "sentences", "strongest"]);
    expect(leads[0]).toMatchObject({ limit: { how: "forbidden" } });
    expect(onPlace.map(({ theme }) => theme.theme)).toEqual(["ppr.planning", "plu.zone"]);
    // A zone that is the limit itself is said once.
    expect(cardOf(reportOf(zones([zone("1", "N", "N")]))).leads.map(({ kind }) => kind)).toEqual(["limit", "nothing"]);
  });

  it("asks for the house where only the street is known, and never counts what was not verified", () => {
    const radon = reading("map", [feature("1", { code_insee: "30014", classe_potentiel: "3" })]);
    const vague = { place: { ...full().place, precision: "street" as const }, inCommune: [{ pack: "fr-risks", theme: "risk.flood" }] };
    const { leads } = cardOf(reportOf({ "fr-risks/risk.radon": [radon] }, {}, undefined, vague));
    expect(leads).toEqual([{ kind: "touch", question: "risk", inCommune: [{ lang: "fr", text: "Inondation" }] }]);
  });

  it("names a strong danger that is near, with its distance", () => {
    const sea = feature("1", { TYP_INOND: "03", SCENARIO: "01For", HT_MIN: 1.5 }, NEAR);
    const clay = feature("1", { niveau: "2" });
    const report = reportOf({ "fr-risks/risk.flood": [reading("depths", [sea])], "fr-risks/risk.clay": [reading("map-2026", [clay])] });
    expect(leadOf(report, "risk")).toMatchObject({
      kind: "strongest",
      level: 2,
      near: [{ text: expect.stringMatching(/^À 20\sm\s: inondation par la mer, 1,5\sm d’eau ou plus\.$/) }],
    });
  });
});

it("says once what several themes without data say alike", () => {
  const { noData } = cardOf(reportOf({}));
  const groups = groupsOfSilent(noData);
  expect(groups.flatMap(({ themes }) => themes)).toHaveLength(noData.length);
  expect(groups.length).toBeLessThan(noData.length);
  expect(new Set(groups.map(({ sentence }) => sentence?.text)).size).toBe(groups.length);
});

it("names a parcel by its section and number, and leaves other numbers as they are", () => {
  expect(["30014000AB0012", "99902000AA0235", "2A004000ZA0100", "300140000B0007", "CH-77"].map(parcelName)).toEqual([
    "AB 12",
    "AA 235",
    "ZA 100",
    "B 7",
    "CH-77",
  ]);
});

it("says that a place in no municipality of the portal is outside it", () => {
  const report = reportOf({}, {}, undefined, { place: { ...full().place, commune: { insee: "", name: "" } } });
  expect(cardOf(report)).toMatchObject({ isOutside: true, leads: [] });
  expect(cardOf(reportOf({})).isOutside).toBe(false);
});
