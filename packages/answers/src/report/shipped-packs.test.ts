import { describe, expect, it, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { frPpr } from "../packs/fr-ppr/pack.ts";
import { frSup } from "../packs/fr-sup/pack.ts";
import { area, feature, reading } from "../testing/make-readings.ts";
import { plainSpaces, plan, reportOf, themeIn, zone, zoneOf, zones } from "../testing/make-report.ts";
import type { DocumentFacts } from "./reading.ts";

describe("documents", () => {
  it.each([
    ["01", "underWay", "pendingWithEffect"],
    ["02", "underWay", "pendingWithEffect"],
    ["03", "onPlace", "inForce"],
    ["07", "underWay", "pendingWithoutEffect"],
    ["08", "onPlace", "partlyAnnulled"],
  ])("in state %s are %s", (state, list, status) => {
    expect(zoneOf([zone("1", "U", "UA", area(1_000), { ...plan, state })])).toMatchObject({ list, documents: [{ status }] });
  });

  it("that are annulled, replaced or repealed never answer; a lapsed one says that the national rules apply", () => {
    for (const state of ["04", "05", "06"])
      expect(zoneOf([zone("1", "U", "UA", area(1_000), { ...plan, state })])).toMatchObject({ findings: [] });
    const lapsed = zoneOf([feature("1", { TYPEZONE: "U", DESTOUI: "21" }, area(1_000), { document: { ...plan, state: "09" } })]);
    expect(lapsed.findings.map(({ rule }) => rule)).toEqual(["fr-plu/zone-expired"]);
  });

  it("under way come after those in force", () => {
    const theme = zoneOf([zone("1", "AUs", "2AU", area(1_000), { ...plan, id: "next", state: "02" }), zone("2", "U", "UA")]);
    expect(theme).toMatchObject({ list: "onPlace", level: 1 });
    expect(theme.findings.map(({ status }) => status)).toEqual(["inForce", "pendingWithEffect"]);
  });
});

it("is never lost because a code has no label", () => {
  const unnamed = feature("1", { niveaualea: "04", typealea: "" });
  const made = reportOf({ "fr-ppr/ppr.hazard": [reading("hazards", [unnamed])] }, {}, [frPpr]);
  expect(themeIn(made, "ppr.hazard")).toMatchObject({ state: "concerned", level: 3, findings: [{ label: null }] });
  const depth = feature("1", { SCENARIO: "new", HT_MIN: 2, HT_MAX: 3 });
  const flood = reportOf({ "fr-risks/risk.flood": [reading("extents", []), reading("depths", [depth])] });
  expect(themeIn(flood, "risk.flood")).toMatchObject({ state: "concerned", level: 2 });
});

describe("texts", () => {
  it("show markup of data literally, and never link to a script", () => {
    const label = "<img src=x onerror=alert(1)>{share}";
    const nasty = feature("1", { TYPEZONE: "U", LIBELLE: label, URLFIC: "javascript:alert(1)", NOMFIC: "a.pdf" }, area(1_000), {
      document: { ...plan, url: "https://exemple.fr/reglement.pdf#page=12" },
    });
    const [finding] = zoneOf([nasty]).findings;
    expect(finding?.sentence.text).toContain(`Zone urbaine ${label}`);
    expect(finding?.provisions.at(-1)).toEqual({
      type: "document",
      title: "a.pdf",
      url: "https://exemple.fr/reglement.pdf#page=12",
      page: 12,
    });
  });

  it("that end with a name from the data end with a full stop", () => {
    const height = feature("1", { TYPEPSC: "39", STYPEPSC: "02", LIBELLE: "9 m" }, area(500), { document: plan });
    const made = reportOf({ "fr-plu/plu.prescriptions": [reading("areas", [height])] });
    expect(plainSpaces(themeIn(made, "plu.prescriptions").findings[0]?.sentence.text)).toBe(
      "Hauteur maximale : 9 m. Cela concerne 50 % du terrain (500 m²).",
    );
  });

  it("name the page of the règlement that the zone's file names", () => {
    const page = feature("1", { TYPEZONE: "A", LIBELLE: "A", NOMFIC: "30014_reglement_20171013.pdf#page=51" }, area(1_000), {
      document: plan,
    });
    expect(zoneOf([page]).findings[0]?.provisions.at(-1)).toEqual({ type: "document", title: "30014_reglement_20171013.pdf", page: 51 });
  });

  it("that a column has cut say so, and control characters are spaces", () => {
    const [finding] = zoneOf([zone("1", "U", "x".repeat(254))]).findings;
    expect(finding?.label).toEqual({ lang: "fr", text: `${"x".repeat(254)}…`, isCut: true });
    expect(zoneOf([zone("1", "U", "U\u0000A\n1")]).findings[0]?.label?.text).toBe("U A 1");
  });

  it("name the language of names, documents, laws and producers that are not in the report's, and only of those", () => {
    const named = zone("1", "U", "Vieux bourg", area(500));
    const made = reportOf(zones([named]), { locale: "en" });
    const { findings, documents, sources } = themeIn(made, "plu.zone");
    const [finding] = findings;
    expect(finding?.sentence.spans?.map(({ from, to, lang }) => [finding.sentence.text.slice(from, to), lang])).toEqual([
      ["Vieux bourg", "fr"],
    ]);
    expect([finding?.label?.lang, finding?.provisions[0]?.lang, documents[0]?.lang, sources[0]?.lang]).toEqual(["fr", "fr", "fr", "fr"]);
    expect(JSON.stringify(reportOf(zones([named])))).not.toMatch(/"spans"|"lang":"en"/);
  });

  it("that are missing in a language come in the other, with its name", () => {
    const pack = structuredClone(frPlu);
    for (const theme of pack.themes) Reflect.deleteProperty(theme.title, "en");
    const made = reportOf(zones([zone("1", "U", "UA", area(500))]), { locale: "en" }, [pack]);
    expect(themeIn(made, "plu.zone").title.lang).toBe("fr");
    expect(themeIn(made, "plu.zone").findings[0]?.sentence).toEqual({
      lang: "en",
      spans: [{ from: 11, to: 13, lang: "fr" }],
      text: "Urban zone UA: building is allowed on the conditions of the rules. This concerns 50% of the land (500\u00a0m²).",
    });
  });
});

describe("easements", () => {
  const act: DocumentFacts = {
    id: "act1",
    title: "Arrêté du 3 mai 1990",
    state: "Création",
    approved: "1990-05-03",
    authority: { name: "la DRAC" },
  };
  const easement = (id: string, attributes: Record<string, string>, figures = area(400)) =>
    feature(id, { CATEGORIE: "AC1", NOMSUPLITT: "Église Saint-Jean", ...attributes }, figures, { document: act });

  it("are one finding for each act, not for each polygon, and the kind of footprint decides", () => {
    const abords = { TYPEASS: "Périmètre des abords" };
    const made = reportOf(
      {
        "fr-sup/sup.ac1": [
          reading("footprints", [
            easement("1", abords, area(200)),
            easement("2", abords, area(300)),
            easement("3", { TYPEASS: "Monument historique" }),
          ]),
        ],
      },
      {},
      [frSup],
    );
    const theme = themeIn(made, "sup.ac1");
    expect(theme.findings.map(({ rule, relation }) => [rule, relation.areaM2])).toEqual([
      ["fr-sup/sup-AC1-surroundings", 500],
      ["fr-sup/sup-AC1-monument", 400],
    ]);
    expect(theme.findings[0]).toMatchObject({
      authority: { name: "la DRAC" },
      advice: [{ text: { text: "Lisez l’acte, et demandez la DRAC." } }],
    });
  });

  it("without a true position claim no distance and no share", () => {
    const made = reportOf({ "fr-sup/sup.ac1": [reading("footprints", [easement("1", { MODEGEOASS: "Géométrie fictive" })])] }, {}, [frSup]);
    expect(themeIn(made, "sup.ac1")).toMatchObject({ list: "around", findings: [{ relation: { kind: "commune", toleranceM: 2.5 } }] });
  });

  it("of a category that nobody knows still speak, with the name of the act", () => {
    const unknown = easement("1", { CATEGORIE: "ZZ9" });
    const made = reportOf({ "fr-sup/sup.other": [reading("footprints", [unknown, easement("2", {})])] }, {}, [frSup]);
    const [finding, ...rest] = themeIn(made, "sup.other").findings;
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ rule: null, level: null });
    expect(plainSpaces(finding?.sentence.text)).toMatch(/^Servitude ZZ9 : Église Saint-Jean\. Lisez l’acte\./);
  });

  it("of one category say nothing of the others", () => {
    const made = reportOf({ "fr-sup/sup.ac1": [reading("footprints", [])] }, {}, [frSup]);
    expect(made.lists.notConcerned).toEqual(["sup.ac1"]);
    expect(made.lists.noData).toHaveLength(frSup.themes.length - 1);
  });
});

test("the zones of a prevention plan and its hazards are apart, the worst hazard of each kind first", () => {
  const procedure: DocumentFacts = { id: "38DDT20180002", title: "PPR minier de Saint-Didier", state: "APPROUVE", approved: "2022-02-16" };
  const red = feature(
    "1",
    { typereglement: "04", libellezonereglement: "Zone d'interdiction stricte - RTn", obligationtravaux: true },
    area(600),
    { document: procedure },
  );
  const hazard = (id: string, niveaualea: string, typealea: string) =>
    feature(id, { niveaualea, typealea }, area(500), { document: procedure });
  const made = reportOf(
    {
      "fr-ppr/ppr.planning": [reading("areas", [red])],
      "fr-ppr/ppr.hazard": [reading("hazards", [hazard("1", "01", "314"), hazard("2", "04", "314"), hazard("3", "02", "33")])],
    },
    {},
    [frPpr],
  );
  expect(themeIn(made, "ppr.planning").findings.map(({ rule, level }) => [rule, level])).toEqual([
    ["fr-ppr/ppr-planning-04", 4],
    ["fr-ppr/ppr-works-obligationtravaux", 3],
  ]);
  const hazards = themeIn(made, "ppr.hazard");
  expect(hazards.findings.map(({ sentence }) => plainSpaces(sentence.text)?.split(".")[0])).toEqual([
    "Danger, mine, tassement : niveau fort",
    "Danger, gaz de mine : niveau moyen",
  ]);
  expect(hazards.scenarios).toHaveLength(1);
});

test("places that people know: national rules, a conservation plan over a local one, noise, polluted soil, the open sea", () => {
  const rnu = [feature("1", { insee: "48001", is_rnu: true }), feature("2", { insee: "48002", is_rnu: false })];
  expect(themeIn(reportOf({ "fr-plu/plu.zone": [reading("rnu", rnu)] }), "plu.zone")).toMatchObject({
    list: "onPlace",
    level: 3,
    findings: [{ rule: "fr-plu/rnu" }],
  });
  const conserved = feature("9", { TYPEZONE: "US", LIBELLE: "USS" }, area(1_000), { document: { ...plan, id: "psmv", title: "PSMV" } });
  const old = themeIn(
    reportOf({ "fr-plu/plu.zone": [reading("zones", [zone("1", "U", "UA")]), reading("psmv", [conserved])] }),
    "plu.zone",
  );
  expect(old.findings.map(({ rule, document }) => [rule, document])).toEqual([
    ["fr-plu/zone-psmv", "psmv"],
    ["fr-plu/zone-U", plan.id],
  ]);
  expect(old.notes).toEqual([]);
  const noise = [feature("1", { zone: "D" }, area(1_000)), feature("2", { zone: "C" }, area(100))];
  expect(themeIn(reportOf({ "fr-risks/risk.aerodrome-noise": [reading("map", noise)] }), "risk.aerodrome-noise")).toMatchObject({
    level: 3,
    findings: [{ relation: { share: 0.1 } }],
    scenarios: [{ level: 1 }],
  });
  const soil = reportOf({ "fr-risks/risk.soil-sis": [reading("map", [feature("1", { nom: "Ancienne usine à gaz" })])] });
  expect(themeIn(soil, "risk.soil-sis").findings[0]?.sentence.text).toContain("Ancienne usine à gaz");
  const sea = reportOf({});
  expect(sea.lists.noData).toHaveLength(sea.themes.length);
});

test("the clay map changes on 1 July 2026", () => {
  const both = [reading("map-2020", [feature("1", { niveau: 1 })]), reading("map-2026", [feature("1", { niveau: 3 })])];
  const levelOn = (day: string) => themeIn(reportOf({ "fr-risks/risk.clay": both }, { day }), "risk.clay");
  expect(levelOn("2026-06-30")).toMatchObject({ level: 1, findings: [{ source: "map-2020" }] });
  expect(levelOn("2026-07-01")).toMatchObject({ level: 3, findings: [{ source: "map-2026" }] });
  const oldOnly = themeIn(reportOf({ "fr-risks/risk.clay": [reading("map-2020", [])] }, { day: "2026-07-01" }), "risk.clay");
  expect(oldOnly.state).toBe("noData");
});

test("of two seismic zones of one municipality the higher one counts, and both are named", () => {
  const zones = [feature("1", { code_insee: "30014", zone_sismicite: "2" }), feature("2", { code_insee: "30014", zone_sismicite: "3" })];
  const theme = themeIn(reportOf({ "fr-risks/risk.seismic": [reading("map", zones)] }), "risk.seismic");
  expect(theme).toMatchObject({ state: "concerned", level: 2 });
  const said = [...theme.findings, ...theme.scenarios].map(({ level, sentence }) => [level, sentence.text.split(".")[0]]);
  expect(said).toEqual([
    [2, "La commune est en zone de sismicité modérée"],
    [1, "La commune est en zone de sismicité faible"],
  ]);
});
