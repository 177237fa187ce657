import { describe, expect, it, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { frPpr } from "../packs/fr-ppr/pack.ts";
import { frRisks } from "../packs/fr-risks/pack.ts";
import { frSup } from "../packs/fr-sup/pack.ts";
import type { Pack } from "../packs/pack.ts";
import { area, atBorder, feature, place, pointAt, reading, readings } from "../testing/make-readings.ts";
import { assembleReport, type ReportFacts } from "./assemble.ts";
import { doAreasDiffer } from "./place.ts";
import type { DocumentFacts, Readings, SourceReading } from "./reading.ts";
import { type Report, reportJsonSchema, reportSchema, type ThemeAnswer } from "./report.ts";

const facts: ReportFacts = { id: "r1", createdAt: "2026-11-28T08:00:00Z", locale: "fr", verify: "https://exemple.fr/v/1" };
const plan: DocumentFacts = {
  id: "30014_PLU_20171013",
  title: "PLU de Saint-Aubrin",
  state: "03",
  approved: "2017-10-13",
  authority: { name: "la mairie de Saint-Aubrin" },
};
const zone = (id: string, type: string, label: string, figures = area(1_000), document: DocumentFacts | undefined = plan) =>
  feature(id, { TYPEZONE: type, LIBELLE: label }, figures, { document });

function report(
  themes: Record<string, SourceReading[]>,
  more: Partial<ReportFacts> = {},
  packs: readonly Pack[] = [frPlu, frRisks],
  other: Partial<Readings> = {},
): Report {
  const made = assembleReport(packs, readings(themes, other), { ...facts, ...more });
  expect(reportSchema.safeParse(made).error?.issues ?? []).toEqual([]);
  return made;
}
function themeOf({ themes }: Report, id: string): ThemeAnswer {
  const found = themes.find(({ theme }) => theme === id);
  if (!found) throw new Error(`no theme ${id}`);
  return found;
}
const zones = (features: SourceReading["features"], more: Partial<SourceReading> = {}) => ({
  "fr-plu/plu.zone": [reading("zones", [...features], more)],
});
const zoneOf = (features: SourceReading["features"], more: Partial<SourceReading> = {}) =>
  themeOf(report(zones(features, more)), "plu.zone");
const plainSpaces = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, " ");

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
    expect(themeOf(report({}), "plu.zone")).toMatchObject({ state: "noData", reason: "noLayer" });
    expect(zoneOf([zone("1", "U", "UA", area(0.4))])).toMatchObject({ state: "notConcerned" });
  });

  it("is not checked when a layer that may cover the place does not answer", () => {
    for (const outcome of ["down", "slow"] as const) {
      expect(zoneOf([], { outcome })).toMatchObject({ state: "notChecked", reason: "sourceDown", isComplete: false });
      expect(zoneOf([], { outcome, coverage: "none" })).toMatchObject({ state: "noData" });
    }
    const prescriptions = (lines: Partial<SourceReading>) =>
      themeOf(report({ "fr-plu/plu.prescriptions": [reading("areas", []), reading("lines", [], lines)] }), "plu.prescriptions");
    expect(prescriptions({ outcome: "down" })).toMatchObject({ state: "notChecked" });
    expect(prescriptions({})).toMatchObject({ state: "notConcerned" });
  });

  it("is concerned but incomplete when one of its layers speaks and another is down", () => {
    const psc = feature("1", { TYPEPSC: "01", STYPEPSC: "00" }, area(200), { document: plan });
    const made = report({ "fr-plu/plu.prescriptions": [reading("areas", [psc]), reading("lines", [], { outcome: "down" })] });
    expect(themeOf(made, "plu.prescriptions")).toMatchObject({ state: "concerned", isComplete: false, level: 4 });
  });

  it("never follows from layers that the theme only reads if they exist", () => {
    const made = report({ "fr-plu/plu.prescriptions": [reading("points", [])] });
    expect(themeOf(made, "plu.prescriptions")).toMatchObject({ state: "noData" });
  });

  it("needs a parcel where a street or a commune is all that is known; facts of communes still answer", () => {
    const seismic = reading("map", [feature("1", { code_insee: "30014", zone_sismicite: "3" })]);
    const vague = { place: { ...place, precision: "street" as const } };
    const made = report({ ...zones([zone("1", "U", "UA")]), "fr-risks/risk.seismic": [seismic] }, {}, [frPlu, frRisks], vague);
    expect(themeOf(made, "plu.zone")).toMatchObject({ state: "notChecked", reason: "placeTooVague", findings: [], documents: [] });
    expect(themeOf(made, "risk.seismic")).toMatchObject({ state: "concerned", list: "around", level: 2 });
    expect(themeOf(made, "risk.seismic").findings[0]?.sentence.text).toMatch(/^La commune est .* pas pour ce terrain en particulier\.$/);
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

  it("give the date of old data, and say that a part is missing", () => {
    const old = { layer: { ...reading("zones", []).layer, staleAfterDays: 365, captured: "2020-01-01" } };
    expect(notesOf([zone("1", "U", "UA")], old)).toEqual(["Données du 1 janvier 2020 : elles peuvent avoir changé."]);
    const psc = feature("1", { TYPEPSC: "01" }, area(200), { document: plan });
    const made = report({ "fr-plu/plu.prescriptions": [reading("areas", [psc]), reading("lines", [], { outcome: "slow" })] });
    expect(themeOf(made, "plu.prescriptions").notes[0]?.text).toMatch(/^Une partie des données/);
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
      themeOf(report({ "fr-risks/risk.clay": [reading("map-2026", [...features])] }), "risk.clay");
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
      report({ ...zones([zone("9", "U", "UA")]), "fr-plu/plu.prescriptions": [reading("lines", []), reading("areas", list)] });
    const codes = themeOf(made(features), "plu.prescriptions").findings.map(({ code }) => code?.value);
    expect(codes).toEqual(["01-00", "05-00", "07-01", "39-02", "77-00", "99-00"]);
    // Two rows that are merged, and neighbours that differ in nothing but their row.
    const again = [...features, feature("0", { ...features[0]?.attributes }, area(5), { document: plan })];
    expect(JSON.stringify(made(again.toReversed()))).toBe(JSON.stringify(made(again)));
    const sites = ["a", "b", "c"].map((id) => feature(id, { nom_ets: "Usine" }, pointAt(50)));
    const around = (list: typeof sites) => JSON.stringify(report({ "fr-risks/risk.industrial-sites": [reading("map", list)] }));
    expect(around(sites.toReversed())).toBe(around(sites));
  });

  it("around the place are the nearest, and the others are counted", () => {
    const sites = Array.from({ length: 30 }, (_, index) =>
      feature(`s${index}`, { nom_ets: `Usine ${index}`, lib_seveso: "Non Seveso" }, pointAt(10 * (30 - index))),
    );
    const theme = themeOf(report({ "fr-risks/risk.industrial-sites": [reading("map", sites, { more: 4 })] }), "risk.industrial-sites");
    expect(theme).toMatchObject({ state: "concerned", list: "around", more: 14 });
    expect(theme.findings.map(({ relation }) => relation.distanceM)).toEqual(Array.from({ length: 20 }, (_, index) => 10 * (index + 1)));
  });

  it("of a value without a rule say the label of its code, are not judged, and ask to read the document", () => {
    const codeLists = { prescriptions: { columns: ["TYPEPSC", "STYPEPSC", "LIBELLE"], rows: [["88", "00", "Zone de silence"]] } };
    const unknown = feature("1", { TYPEPSC: "88", STYPEPSC: "03", LIBELLE: "" }, area(1_000), { document: plan });
    const theme = themeOf(report({ "fr-plu/plu.prescriptions": [reading("areas", [unknown], { codeLists })] }), "plu.prescriptions");
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
    const theme = themeOf(report(zones([uses]), { locale: "en" }), "plu.zone");
    expect(theme.findings.map(({ sentence }) => sentence.text)).toEqual([
      "Forbidden uses: industry.",
      "Urban zone UA: building is allowed on the conditions of the rules.",
      "Allowed uses: dwellings, crafts and retail.",
    ]);
  });
});

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
  const made = report({ "fr-ppr/ppr.hazard": [reading("hazards", [unnamed])] }, {}, [frPpr]);
  expect(themeOf(made, "ppr.hazard")).toMatchObject({ state: "concerned", level: 3, findings: [{ label: null }] });
  const depth = feature("1", { SCENARIO: "new", HT_MIN: 2, HT_MAX: 3 });
  const flood = report({ "fr-risks/risk.flood": [reading("extents", []), reading("depths", [depth])] });
  expect(themeOf(flood, "risk.flood")).toMatchObject({ state: "concerned", level: 2 });
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

  it("that a column has cut say so, and control characters are spaces", () => {
    const [finding] = zoneOf([zone("1", "U", "x".repeat(254))]).findings;
    expect(finding?.label).toEqual({ lang: "fr", text: `${"x".repeat(254)}…`, isCut: true });
    expect(zoneOf([zone("1", "U", "U\u0000A\n1")]).findings[0]?.label?.text).toBe("U A 1");
  });

  it("that are missing in a language come in the other, with its name", () => {
    const pack = structuredClone(frPlu);
    for (const theme of pack.themes) Reflect.deleteProperty(theme.title, "en");
    const made = report(zones([zone("1", "U", "UA", area(500))]), { locale: "en" }, [pack]);
    expect(themeOf(made, "plu.zone").title.lang).toBe("fr");
    expect(themeOf(made, "plu.zone").findings[0]?.sentence).toEqual({
      lang: "en",
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
    const made = report(
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
    const theme = themeOf(made, "sup.ac1");
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
    const made = report({ "fr-sup/sup.ac1": [reading("footprints", [easement("1", { MODEGEOASS: "Géométrie fictive" })])] }, {}, [frSup]);
    expect(themeOf(made, "sup.ac1")).toMatchObject({ list: "around", findings: [{ relation: { kind: "commune", toleranceM: 2.5 } }] });
  });

  it("of one category say nothing of the others", () => {
    const made = report({ "fr-sup/sup.ac1": [reading("footprints", [])] }, {}, [frSup]);
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
  const made = report(
    {
      "fr-ppr/ppr.planning": [reading("areas", [red])],
      "fr-ppr/ppr.hazard": [reading("hazards", [hazard("1", "01", "314"), hazard("2", "04", "314"), hazard("3", "02", "33")])],
    },
    {},
    [frPpr],
  );
  expect(themeOf(made, "ppr.planning").findings.map(({ rule, level }) => [rule, level])).toEqual([
    ["fr-ppr/ppr-planning-04", 4],
    ["fr-ppr/ppr-works-obligationtravaux", 3],
  ]);
  const hazards = themeOf(made, "ppr.hazard");
  expect(hazards.findings.map(({ sentence }) => plainSpaces(sentence.text)?.split(".")[0])).toEqual([
    "Danger, mine, tassement : niveau fort",
    "Danger, gaz de mine : niveau moyen",
  ]);
  expect(hazards.scenarios).toHaveLength(1);
});

test("the clay map changes on 1 July 2026", () => {
  const both = [reading("map-2020", [feature("1", { niveau: 1 })]), reading("map-2026", [feature("1", { niveau: 3 })])];
  const levelOn = (day: string) => themeOf(report({ "fr-risks/risk.clay": both }, { day }), "risk.clay");
  expect(levelOn("2026-06-30")).toMatchObject({ level: 1, findings: [{ source: "map-2020" }] });
  expect(levelOn("2026-07-01")).toMatchObject({ level: 3, findings: [{ source: "map-2026" }] });
  const oldOnly = themeOf(report({ "fr-risks/risk.clay": [reading("map-2020", [])] }, { day: "2026-07-01" }), "risk.clay");
  expect(oldOnly.state).toBe("noData");
});

test("a report names its versions, marks layers for members, and lists each theme once", () => {
  const members = { layer: { ...reading("zones", []).layer, isRestricted: true } };
  const made = report({ ...zones([zone("1", "U", "UA")]), "fr-plu/plu.informations": [reading("areas", [], members)] });
  expect(made.restricted).toBe(true);
  expect(report(zones([])).restricted).toBe(false);
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
