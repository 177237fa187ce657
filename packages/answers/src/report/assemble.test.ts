import { describe, expect, it, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { frRisks } from "../packs/fr-risks/pack.ts";
import { area, atBorder, feature, place, pointAt, reading } from "../testing/make-readings.ts";
import { plainSpaces, plan, reportOf, themeIn, zone, zoneOf, zones } from "../testing/make-report.ts";
import { doAreasDiffer } from "./areas.ts";
import type { SourceReading } from "./reading.ts";
import { reportJsonSchema, type ThemeAnswer } from "./report.ts";

describe("the state of a theme", () => {
  it("is concerned with a sentence, the share, the document and who can answer", () => {
    const theme = zoneOf([zone("1", "U", "UA", area(812.4)), zone("2", "N", "Nl", area(187.6))]);
    expect(theme).toMatchObject({ state: "concerned", list: "onPlace", level: 3, isComplete: true, sentence: null });
    expect(theme.documents).toEqual([
      {
        id: plan.id,
        title: plan.title,
        status: "inForce",
        approved: "2017-10-13",
        line: { lang: "fr", text: "PLU de Saint-Aubrin, approuvé le 13 octobre 2017, en vigueur." },
      },
    ]);
    const [worst, other] = theme.findings;
    expect(worst).toMatchObject({ rule: "fr-plu/zone-N", level: 3, authority: { name: "la mairie de Saint-Aubrin" }, status: "inForce" });
    expect(plainSpaces(other?.sentence.text)).toBe(
      "Zone urbaine UA : on peut construire aux conditions du règlement. Cela concerne 81,2 % du terrain (812 m²).",
    );
  });

  it("is not concerned only where a layer that was read covers the whole place", () => {
    expect(zoneOf([])).toMatchObject({ state: "notConcerned", sentence: { text: "Le document d’urbanisme ne dessine pas de zone ici." } });
    for (const coverage of ["partly", "none", "undeclared"] as const)
      expect(zoneOf([], { coverage })).toMatchObject({ state: "noData", reason: "outsideCoverage", heldBy: { name: "la mairie" } });
    expect(themeIn(reportOf({}), "plu.zone")).toMatchObject({ state: "noData", reason: "noLayer" });
    expect(zoneOf([zone("1", "U", "UA", area(0.4))])).toMatchObject({ state: "notConcerned" });
  });

  it("is not checked when a layer that may cover the place does not answer", () => {
    for (const outcome of ["down", "slow"] as const) {
      expect(zoneOf([], { outcome })).toMatchObject({ state: "notChecked", reason: "sourceDown", isComplete: false });
      expect(zoneOf([], { outcome, coverage: "none" })).toMatchObject({ state: "noData" });
    }
    const prescriptions = (lines: Partial<SourceReading>) =>
      themeIn(reportOf({ "fr-plu/plu.prescriptions": [reading("areas", []), reading("lines", [], lines)] }), "plu.prescriptions");
    expect(prescriptions({ outcome: "down" })).toMatchObject({ state: "notChecked" });
    expect(prescriptions({})).toMatchObject({ state: "notConcerned" });
  });

  it("is concerned but incomplete when one of its layers speaks and another is down", () => {
    const psc = feature("1", { TYPEPSC: "01", STYPEPSC: "00" }, area(200), { document: plan });
    const made = reportOf({ "fr-plu/plu.prescriptions": [reading("areas", [psc]), reading("lines", [], { outcome: "down" })] });
    expect(themeIn(made, "plu.prescriptions")).toMatchObject({ state: "concerned", isComplete: false, level: 4 });
  });

  it("never follows from layers that the theme only reads if they exist", () => {
    const made = reportOf({ "fr-plu/plu.prescriptions": [reading("points", [])] });
    expect(themeIn(made, "plu.prescriptions")).toMatchObject({ state: "noData" });
  });

  it("needs a parcel where a street or a commune is all that is known; facts of communes still answer", () => {
    const seismic = reading("map", [feature("1", { code_insee: "30014", zone_sismicite: "3" })]);
    const vague = { place: { ...place, precision: "street" as const } };
    const made = reportOf({ ...zones([zone("1", "U", "UA")]), "fr-risks/risk.seismic": [seismic] }, {}, [frPlu, frRisks], vague);
    expect(themeIn(made, "plu.zone")).toMatchObject({ state: "notChecked", reason: "placeTooVague", findings: [], documents: [] });
    expect(themeIn(made, "risk.seismic")).toMatchObject({ state: "concerned", list: "around", level: 2 });
    expect(themeIn(made, "risk.seismic").findings[0]?.sentence.text).toMatch(/^La commune est .* pas pour ce terrain en particulier\.$/);
  });

  it("says that data are outdated, and still answers", () => {
    const old = { layer: { ...reading("zones", []).layer, staleAfterDays: 365, captured: "2020-01-01" } };
    expect(zoneOf([zone("1", "U", "UA")], old)).toMatchObject({ state: "concerned", reason: "outdated", sources: [{ isOutdated: true }] });
    expect(zoneOf([], old)).toMatchObject({ state: "notConcerned", reason: "outdated" });
  });
});

describe("notes", () => {
  const notesOf = (...args: Parameters<typeof zoneOf>) => zoneOf(...args).notes.map(({ text }) => plainSpaces(text));

  it("say what zones leave out, and that they overlap; slivers are no gap", () => {
    expect(notesOf([zone("1", "U", "UA", area(700)), zone("2", "N", "N", area(200))])).toEqual([
      "Aucune zone n’est dessinée sur 10 % du terrain.",
    ]);
    expect(notesOf([zone("1", "U", "UA", area(700)), zone("2", "N", "N", area(299.5))])).toEqual([]);
    expect(notesOf([zone("1", "U", "UA", area(700)), zone("2", "N", "N", area(400))])).toEqual([
      "Le document dessine plusieurs zones au même endroit : demandez à la mairie laquelle vaut.",
    ]);
    // Two documents in force are both named; that is no overlap of one.
    expect(notesOf([zone("1", "U", "UA"), zone("2", "N", "N", area(1_000), { ...plan, id: "other" })])).toEqual([]);
  });

  it("give the date of outdated data, and say that a part is missing", () => {
    const old = { layer: { ...reading("zones", []).layer, staleAfterDays: 365, captured: "2020-01-01" } };
    expect(notesOf([zone("1", "U", "UA")], old)).toEqual(["Données du 1 janvier 2020 : elles peuvent avoir changé."]);
    const psc = feature("1", { TYPEPSC: "01" }, area(200), { document: plan });
    const made = reportOf({ "fr-plu/plu.prescriptions": [reading("areas", [psc]), reading("lines", [], { outcome: "slow" })] });
    expect(themeIn(made, "plu.prescriptions").notes[0]?.text).toMatch(/^Une partie des données/);
  });
});

describe("borders", () => {
  it("stand apart, say so, keep their level, and are never dropped", () => {
    const alone = zoneOf([zone("1", "A", "A1", atBorder())]);
    expect(alone).toMatchObject({ state: "concerned", list: "unsure", level: 3 });
    expect(plainSpaces(alone.findings[0]?.sentence.text)).toContain("La limite passe à moins de 2,5 m : seule la mairie peut trancher.");
    const both = zoneOf([zone("1", "A", "A1", atBorder()), zone("2", "U", "UA", area(1_000))]);
    expect(both).toMatchObject({ list: "onPlace", level: 1 });
    expect(both.findings.map(({ relation }) => relation.kind)).toEqual(["contains", "border"]);
  });

  it("of a worst case are shown beside a lesser sure case", () => {
    const clay = (id: string, niveau: number, figures = area(1_000)) => feature(id, { niveau }, figures);
    const theme = (...features: SourceReading["features"]) =>
      themeIn(reportOf({ "fr-risks/risk.clay": [reading("map-2026", [...features])] }), "risk.clay");
    const shown = (answer: ThemeAnswer) => [answer.findings, answer.scenarios].map((list) => list.map(({ level }) => level));
    expect(shown(theme(clay("1", 1, area(400)), clay("2", 2, area(600)), clay("3", 3, atBorder())))).toEqual([[2, 3], [1]]);
    expect(shown(theme(clay("1", 3, area(400)), clay("2", 2, atBorder())))).toEqual([[3], [2]]);
  });
});

describe("findings", () => {
  it("of one code, name and document are one, with the sum of their areas; other names stay apart", () => {
    const theme = zoneOf([zone("1", "U", "UA", area(300)), zone("2", "U", "UA", area(200)), zone("3", "U", "UB", area(500))]);
    expect(theme.findings.map(({ label, relation, featureCount }) => [label?.text, relation.areaM2, featureCount])).toEqual([
      ["UA", 500, 2],
      ["UB", 500, 1],
    ]);
    const overlap = zoneOf([zone("1", "U", "UA", area(800)), zone("2", "U", "UA", area(700))]);
    expect(overlap.findings[0]?.relation).toMatchObject({ areaM2: 1_000, share: 1 - Number.EPSILON });
    const twoPlans = zoneOf([
      zone("1", "U", "UA", area(500)),
      zone("2", "U", "UA", area(500), { ...plan, id: "other", title: "PLU de Nîmes" }),
    ]);
    expect(twoPlans.findings).toHaveLength(2);
    expect(twoPlans.documents.map(({ title }) => title)).toEqual(["PLU de Nîmes", "PLU de Saint-Aubrin"]);
  });

  it("are ordered by level, then effect, share and name; in the same bytes whatever the order of rows and layers", () => {
    const psc = (id: string, code: string, m2: number) =>
      feature(id, { TYPEPSC: code.slice(0, 2), STYPEPSC: code.slice(3), LIBELLE: `L${id}` }, area(m2), { document: plan });
    const features = [
      psc("1", "39-02", 900),
      psc("2", "05-00", 10),
      psc("3", "01-00", 300),
      psc("4", "07-01", 1_000),
      psc("5", "99-00", 5),
      psc("6", "77-00", 5),
    ];
    const made = (list: typeof features) =>
      reportOf({ ...zones([zone("9", "U", "UA")]), "fr-plu/plu.prescriptions": [reading("lines", []), reading("areas", list)] });
    const codes = themeIn(made(features), "plu.prescriptions").findings.map(({ code }) => code?.value);
    expect(codes).toEqual(["01-00", "05-00", "07-01", "39-02", "77-00", "99-00"]);
    // Two rows that are merged, and neighbours that differ in nothing but their row.
    const again = [...features, feature("0", { ...features[0]?.attributes }, area(5), { document: plan })];
    expect(JSON.stringify(made(again.toReversed()))).toBe(JSON.stringify(made(again)));
    const sites = ["a", "b", "c"].map((id) => feature(id, { nom_ets: "Usine" }, pointAt(50)));
    const around = (list: typeof sites) => JSON.stringify(reportOf({ "fr-risks/risk.industrial-sites": [reading("map", list)] }));
    expect(around(sites.toReversed())).toBe(around(sites));
  });

  it("around the place are the nearest, and the others are counted", () => {
    const sites = Array.from({ length: 30 }, (_, index) =>
      feature(`s${index}`, { nom_ets: `Usine ${index}`, lib_seveso: "Non Seveso" }, pointAt(10 * (30 - index))),
    );
    const theme = themeIn(reportOf({ "fr-risks/risk.industrial-sites": [reading("map", sites, { more: 4 })] }), "risk.industrial-sites");
    expect(theme).toMatchObject({ state: "concerned", list: "around", more: 14 });
    expect(theme.findings.map(({ relation }) => relation.distanceM)).toEqual(Array.from({ length: 20 }, (_, index) => 10 * (index + 1)));
  });

  it("of a value without a rule say the label of its code, are not judged, and ask to read the document", () => {
    const codeLists = { prescriptions: { columns: ["TYPEPSC", "STYPEPSC", "LIBELLE"], rows: [["88", "00", "Zone de silence"]] } };
    const unknown = feature("1", { TYPEPSC: "88", STYPEPSC: "03", LIBELLE: "" }, area(1_000), { document: plan });
    const theme = themeIn(reportOf({ "fr-plu/plu.prescriptions": [reading("areas", [unknown], { codeLists })] }), "plu.prescriptions");
    expect(theme.findings[0]).toMatchObject({
      rule: null,
      level: null,
      code: { value: "88-03", label: { lang: "fr", text: "Zone de silence" } },
    });
    expect(plainSpaces(theme.findings[0]?.sentence.text)).toBe("Le plan indique ici : Zone de silence. Lisez le document.");
  });

  it("name permitted uses in the reader's language, and nothing where the document has none", () => {
    const uses = feature("1", { TYPEZONE: "U", LIBELLE: "UA", DESTOUI: "21-31", DESTNON: "51", FORMDOMI: "0000" }, area(1_000), {
      document: plan,
    });
    const theme = themeIn(reportOf(zones([uses]), { locale: "en" }), "plu.zone");
    expect(theme.findings.map(({ sentence }) => sentence.text)).toEqual([
      "Forbidden uses: industry.",
      "Urban zone UA: building is allowed on the conditions of the rules.",
      "Allowed uses: dwellings, crafts and retail.",
    ]);
  });
});

test("a report names its versions, marks layers for members, and lists each theme once", () => {
  const members = { layer: { ...reading("zones", []).layer, isRestricted: true } };
  const made = reportOf({ ...zones([zone("1", "U", "UA")]), "fr-plu/plu.informations": [reading("areas", [], members)] });
  expect(made.restricted).toBe(true);
  expect(reportOf(zones([])).restricted).toBe(false);
  expect(made.versions.packs).toEqual({ "fr-plu": frPlu.version, "fr-risks": frRisks.version });
  expect(Object.values(made.lists).flat().sort()).toEqual(made.themes.map(({ theme }) => theme).sort());
  expect(made.glossary.map(({ key }) => key)).toEqual(["plu", "rnu", "carte-communale"]);
});

test("areas that the land register and the map give differently are both shown", () => {
  expect(doAreasDiffer({ declaredM2: 1_000, drawnM2: 1_049 })).toBe(false);
  expect(doAreasDiffer({ declaredM2: 1_000, drawnM2: 940 })).toBe(true);
  for (const declaredM2 of [null, 0]) expect(doAreasDiffer({ declaredM2, drawnM2: 940 })).toBe(false);
});

test("the report's format has a JSON Schema that other programs can read", () => {
  expect(reportJsonSchema()).toMatchObject({ type: "object", properties: { format: { const: "archipel-report/1" } } });
});
