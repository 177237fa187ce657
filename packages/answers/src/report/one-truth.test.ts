import { describe, expect, it, test } from "vitest";
import { frPpr } from "../packs/fr-ppr/pack.ts";
import { shippedPacks } from "../packs/shipped.ts";
import { area, atBorder, feature, NEAR, pointAt, reading } from "../testing/make-readings.ts";
import { plainSpaces, reportOf, themeIn, zone, zones } from "../testing/make-report.ts";
import type { DocumentFacts, FeatureReading } from "./reading.ts";
import type { Report } from "./report.ts";

const procedure: DocumentFacts = { id: "99DDTM1", title: "PPR des Brélandes", state: "APPROUVE", approved: "2024-03-18" };
const pprZone = (typereglement: string, label: string, figures = area(1_000)) =>
  feature(label, { typereglement, libellezonereglement: label }, figures, { document: procedure });
const surroundings = feature("abords", { CATEGORIE: "AC1", NOMSUPLITT: "Église", TYPEASS: "Périmètre des abords" });
const ppr = (...found: FeatureReading[]) => ({ "fr-ppr/ppr.planning": [reading("areas", found)] });
const ac1 = { "fr-sup/sup.ac1": [reading("footprints", [surroundings])] };
const urban = zones([zone("1", "U", "UC")]);
const all = (themes: Parameters<typeof reportOf>[0], locale: "fr" | "en" = "fr") => reportOf(themes, { locale }, shippedPacks);
const limitOf = ({ limit }: Report) => limit && [limit.how, plainSpaces(limit.sentence.text)];

describe("what limits building most", () => {
  it("is what the plan of another pack forbids, before the zone that allows", () => {
    const made = all({ ...urban, ...ac1, ...ppr(pprZone("04", "Zone rouge stricte : tout nouvel ouvrage interdit")) });
    expect(limitOf(made)).toEqual(["forbidden", "Construction interdite : zone rouge stricte du plan de prévention."]);
    expect(made.limit).toMatchObject({ theme: "ppr.planning", rule: "fr-ppr/ppr-planning-04", authority: { name: "la préfecture" } });
  });

  it("is the agreement that is needed, before conditions and the zone that allows", () => {
    expect(limitOf(all({ ...urban, ...ac1, ...ppr(pprZone("02", "Zone bleue : sous conditions")) }))).toEqual([
      "agreement",
      "On peut construire, avec l’accord de l’architecte des Bâtiments de France.",
    ]);
    expect(limitOf(all({ ...urban, ...ac1 }, "en"))?.[1]).toBe("You can build, with the approval of the State’s heritage architect.");
  });

  it("is the condition of a plan, before the zone that allows, and that zone alone", () => {
    expect(limitOf(all({ ...urban, ...ppr(pprZone("02", "Zone bleue B2")) }))).toEqual([
      "conditions",
      "On peut construire, sous conditions : zone bleue B2 du plan de prévention.",
    ]);
    expect(limitOf(all(urban))).toEqual(["allowed", "Zone urbaine UC : on peut construire aux conditions du règlement."]);
    expect(all({}).limit).toBeUndefined();
  });

  it("never says that one can build where no rule says so", () => {
    const farm = zones([zone("1", "A", "A")]);
    expect(limitOf(all({ ...farm, ...ac1 }))?.[1]).toMatch(/^Zone agricole A : on ne construit presque que pour l’agriculture/);
    expect(limitOf(all(ac1))?.[1]).toMatch(/^Abords d’un monument historique/);
    expect(limitOf(all(ppr(pprZone("02", "Zone bleue"))))?.[1]).toMatch(
      /^Plan de prévention, Zone bleue : on construit sous conditions\.$/,
    );
  });

  it("says how much of the land it concerns, and that its border is uncertain", () => {
    expect(limitOf(all({ ...urban, ...ppr(pprZone("03", "Zone rouge", area(120))) }))?.[1]).toBe(
      "Construction interdite : zone rouge du plan de prévention, sauf exceptions. Cela concerne 12 % du terrain (120 m²).",
    );
    const unsure = all({ ...urban, ...ppr(pprZone("04", "Zone rouge", atBorder())) });
    expect(unsure.limit).toMatchObject({ isUncertain: true });
    expect(limitOf(unsure)?.[1]).toMatch(/^À faire préciser\. Construction interdite : zone rouge du plan de prévention\. La limite passe/);
  });

  it("is no plan that is being studied, no hazard by itself, and nothing that lies beside the place", () => {
    const studied = feature("1", { typereglement: "04", libellezonereglement: "Zone rouge" }, area(1_000), {
      document: { ...procedure, state: "PRESCRIT" },
    });
    const hazard = reading("hazards", [feature("1", { niveaualea: "06", typealea: "117" })]);
    for (const themes of [ppr(studied), { "fr-ppr/ppr.hazard": [hazard] }, ppr(pprZone("04", "Zone rouge", NEAR))]) {
      expect(limitOf(all({ ...urban, ...themes }))?.[0]).toBe("allowed");
    }
  });
});

describe("a statement and its contrary", () => {
  const red = pprZone("04", "Zone rouge stricte");

  it("are quoted as a dispute where the sources disagree, and nothing is cleared", () => {
    const made = reportOf(
      { ...ppr(red), "fr-ppr/ppr.hazard": [reading("hazards", [])], "fr-ppr/ppr.perimeter": [reading("perimeters", [])] },
      {},
      [frPpr],
    );
    expect(made.lists).toMatchObject({ notChecked: ["ppr.perimeter", "ppr.hazard"], notConcerned: [] });
    const perimeter = themeIn(made, "ppr.perimeter");
    expect(perimeter).toMatchObject({ state: "notChecked", reason: "sourcesDisagree" });
    for (const text of [perimeter.sentence?.text, ...themeIn(made, "ppr.planning").notes.map((note) => note.text)]) {
      expect(plainSpaces(text)).toMatch(
        /^Les sources ne disent pas la même chose\. L’une : « Plan de prévention, Zone rouge stricte : .* » L’autre : « .*Qui peut trancher : la préfecture\.$/,
      );
    }
    expect(themeIn(made, "ppr.planning").notes).toHaveLength(1);
  });

  it("are not both said for want of data: what another theme has answered is not missing", () => {
    const made = all(ppr(red));
    const silent = made.themes.filter(({ state }) => state === "noData").map(({ theme }) => theme);
    expect(silent).not.toContain("ppr.perimeter");
    expect(silent).not.toContain("sup.pm1");
    expect(all({}).lists.noData).toEqual(expect.arrayContaining(["ppr.perimeter", "sup.pm1"]));
  });

  it("stay apart from what is only near or uncertain: the layer still clears the place", () => {
    const made = reportOf({ ...ppr(pprZone("04", "Zone rouge", NEAR)), "fr-ppr/ppr.perimeter": [reading("perimeters", [])] }, {}, [frPpr]);
    expect(made.lists).toMatchObject({ around: ["ppr.planning"], notConcerned: ["ppr.perimeter"] });
  });

  it("of one map are a dispute: a spot has one level of clay, and a municipality a plan or none", () => {
    const clay = reading("map-2026", [feature("1", { niveau: 1 }), feature("2", { niveau: 3 })]);
    const [note] = themeIn(all({ "fr-risks/risk.clay": [clay] }), "risk.clay").notes;
    expect(plainSpaces(note?.text)).toMatch(/exposition forte.*L’autre.*exposition faible/);
    const rnu = reading("rnu", [feature("2", { is_rnu: true })]);
    const made = all({ "fr-plu/plu.zone": [reading("zones", [zone("1", "U", "UA")]), rnu] });
    expect(themeIn(made, "plu.zone").notes).toHaveLength(2);
    // Parts of a parcel are no dispute.
    const parts = reading("map-2026", [feature("1", { niveau: 1 }, area(400)), feature("2", { niveau: 3 }, area(600))]);
    expect(themeIn(all({ "fr-risks/risk.clay": [parts] }), "risk.clay").notes).toEqual([]);
  });
});

describe("floods", () => {
  const water = (id: string, kind: string, scenario: string, from: number, to: number | null, figures = area(1_000)) =>
    feature(id, { TYP_INOND: kind, SCENARIO: scenario, HT_MIN: from, ...(to === null ? {} : { HT_MAX: to }) }, figures);
  const floodIn = (locale: "fr" | "en", ...found: FeatureReading[]) =>
    themeIn(all({ "fr-risks/risk.flood": [reading("depths", found)] }, locale), "risk.flood");

  it("are one sentence with the deepest water of each kind, and a table for each kind, the deepest scenario first", () => {
    const { flood, level } = floodIn(
      "fr",
      water("1", "03", "01For", 0, 0.5),
      water("2", "03", "02Moy", 0.5, 1.5),
      water("3", "03", "04Fai", 1.5, null),
      water("4", "03", "04Fai", 0.5, 1.5, area(200)),
      water("5", "01", "04Fai", 0, 0.5),
    );
    expect(plainSpaces(flood?.sentence.text)).toBe(
      "Inondation par la mer : 1,5 m d’eau ou plus. Inondation par un cours d’eau : jusqu’à 0,5 m d’eau.",
    );
    expect(flood?.tables.map(({ kind, rows }) => [kind.text, rows.map(({ depth }) => plainSpaces(depth.text))])).toEqual([
      ["par la mer", ["1,5 m d’eau ou plus", "de 0,5 m à 1,5 m d’eau", "jusqu’à 0,5 m d’eau"]],
      ["par un cours d’eau", ["jusqu’à 0,5 m d’eau"]],
    ]);
    expect(flood?.tables[0]?.rows.map(({ scenario }) => plainSpaces(scenario.text))).toEqual([
      "Inondation extrême, tous les 1 000 ans ou plus",
      "Inondation moyenne, tous les 100 à 300 ans",
      "Inondation fréquente, tous les 10 à 30 ans",
    ]);
    expect(level).toBe(3);
  });

  it("beside the place are said with their distance, and of a kind that is on the place nothing more", () => {
    const near = floodIn("en", water("1", "03", "01For", 1.5, null, { ...pointAt(20), shape: "area" }));
    expect(near).toMatchObject({ list: "around", flood: { tables: [{ rows: [{ distanceM: 20 }] }] } });
    expect(plainSpaces(near.flood?.sentence.text)).toBe("20 m away: flooding by the sea, 1.5 m of water or more.");
    // Another kind on the place: each is said where it is.
    const two = floodIn("fr", water("1", "03", "01For", 1.5, null, NEAR), water("2", "01", "02Moy", 0, 0.5));
    expect(plainSpaces(two.flood?.sentence.text)).toBe("Inondation par un cours d’eau : jusqu’à 0,5 m d’eau.");
    expect(two.flood?.tables.map(({ sentence }) => plainSpaces(sentence.text)).sort()).toEqual([
      "Inondation par un cours d’eau : jusqu’à 0,5 m d’eau.",
      "À 20 m : inondation par la mer, 1,5 m d’eau ou plus.",
    ]);
    const both = floodIn("fr", water("1", "03", "01For", 1.5, null, NEAR), water("2", "03", "02Moy", 0, 0.5));
    expect(both.flood?.tables.map(({ rows }) => rows.length)).toEqual([1]);
    expect(plainSpaces(both.flood?.sentence.text)).toBe("Inondation par la mer : jusqu’à 0,5 m d’eau.");
  });

  it("of which no depth is known are still said", () => {
    const extents = reading("extents", [feature("1", { TYP_INOND: "", SCENARIO: "02Moy" })]);
    const { flood } = themeIn(all({ "fr-risks/risk.flood": [extents] }), "risk.flood");
    expect(plainSpaces(flood?.sentence.text)).toBe("Inondation : profondeur non connue.");
  });
});

test("a layer that the portal shows and nobody has declared is said, instead of no data", () => {
  const unread = [{ layer: "l1", title: "Zones du PPR", themes: [{ pack: "fr-ppr", theme: "ppr.planning" }] }];
  const made = reportOf({}, {}, [frPpr], { unread });
  expect(made.unread).toEqual([{ layer: "l1", title: "Zones du PPR" }]);
  expect(themeIn(made, "ppr.planning")).toMatchObject({
    reason: "notRead",
    sentence: { text: "Ce portail montre une carte sur ce sujet, que sa réponse ne lit pas encore." },
  });
  expect(themeIn(made, "ppr.land")).toMatchObject({ reason: "noLayer" });
});
