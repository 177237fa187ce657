import { loadModel } from "@archipel/validation/model/load.ts";
import { describe, expect, it } from "vitest";
import { exampleMistakes } from "../report/examples.ts";
import { explained, labelOfCode } from "../rules/codes.ts";
import { fieldsOf } from "../rules/fields.ts";
import { valuesWithoutRule } from "../rules/values-without-rule.ts";
import type { CodeList, Pack } from "./pack.ts";
import { readPack } from "./read-pack.ts";
import { shippedPacks } from "./shipped.ts";

const DAY = "2026-11-28";
const packOf = (id: string): Pack => {
  const pack = shippedPacks.find((one) => one.id === id);
  if (!pack) throw new Error(`no pack ${id}`);
  return pack;
};

/** Words that French sentences have and English ones do not. */
const FRENCH = /(?:^|[\s(])(?:de|du|des|le|la|les|une|un|et|ou|est|sont|dans|pour|avec|sur|par|qui)(?=[\s,.)]|$)|\b[dlnsqc]’(?=\p{L})/iu;

describe.each(shippedPacks.map((pack) => [pack.id, pack] as const))("pack %s", (_, pack) => {
  it("is read without a mistake, and reading changes nothing", () => {
    const read = readPack(pack);
    expect(read.mistakes).toEqual([]);
    expect(read.pack).toEqual(pack);
    expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
  });

  it("says every text in French and English", () => {
    const missing: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      const keys = Object.keys(value);
      // The words of an example are no text for readers.
      if (path.endsWith(".says")) return;
      // A label of a standard is French, and explained in English.
      if (path.endsWith(".glosses")) return;
      if (keys.some((key) => key === "fr" || key === "en") && (!keys.includes("fr") || !keys.includes("en"))) missing.push(path);
      for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
    };
    walk(pack, pack.id);
    expect(missing).toEqual([]);
  });

  it("says nothing French in English", () => {
    const faults: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      const en = "en" in value && typeof value.en === "string" ? value.en : "";
      if (FRENCH.test(en)) faults.push(`${path}: ${en}`);
      for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
    };
    walk(pack, pack.id);
    expect(faults).toEqual([]);
  });

  it("shows no straight apostrophe, no double space and no code to readers", () => {
    const texts: string[] = [];
    for (const theme of pack.themes)
      for (const { sentence, consequence, advice } of theme.rules)
        for (const messages of [...Object.values(sentence), consequence, ...advice.map(({ text }) => text)])
          if (messages) texts.push(...Object.values(messages));
    for (const text of texts) {
      expect(text).not.toMatch(/'| {2}|"/);
      expect(text, text).not.toMatch(/\b(TYPE|STYPE|LIBELLE|PSC|INF|SUP|PPR[NTI]?)\b/);
      expect(text.length, text).toBeLessThan(220);
    }
  });

  it("has an example on each theme, and all pass", () => {
    expect(exampleMistakes(pack, DAY)).toEqual([]);
    const without = pack.themes.filter(({ rules }) => !rules.some(({ examples }) => examples.length > 0)).map(({ id }) => id);
    // Categories of easements of which only the act says what they ask.
    expect(without).toEqual(pack.id === "fr-sup" ? expect.arrayContaining(["sup.t10"]) : []);
    expect(without.length).toBeLessThan(12);
  });
});

/** The lists of the shipped models, by the pack, theme and source whose codes they are. */
const lists: readonly [pack: string, theme: string, source: string, model: string, list: string, silent?: string[]][] = [
  ["fr-plu", "plu.zone", "zones", "cnig-plu-2017", "ListeTypezonePLU"],
  ["fr-plu", "plu.zone", "zones", "cnig-plu-2025", "ListeTypezonePLU"],
  ["fr-plu", "plu.zone", "sectors", "cnig-cc-2024", "ListeTypesectCC"],
  ...["2017", "2022", "2024"].flatMap((year): [string, string, string, string, string][] => [
    ["fr-plu", "plu.prescriptions", "areas", `cnig-plu-${year}`, "prescriptions"],
    ["fr-plu", "plu.informations", "areas", `cnig-plu-${year}`, "informations"],
  ]),
  ["fr-plu", "plu.prescriptions", "areas", "cnig-plu-2025", "prescriptions-s"],
  ["fr-plu", "plu.prescriptions", "lines", "cnig-plu-2025", "prescriptions-l"],
  ["fr-plu", "plu.prescriptions", "points", "cnig-plu-2025", "prescriptions-p"],
  ["fr-plu", "plu.informations", "areas", "cnig-plu-2025", "informations-s"],
  ["fr-plu", "plu.informations", "lines", "cnig-plu-2025", "informations-l"],
  ["fr-plu", "plu.informations", "points", "cnig-plu-2025", "informations-p"],
  ["fr-ppr", "ppr.planning", "areas", "cnig-ppr-1.0", "reglements-urbanisme"],
  ["fr-ppr", "ppr.land", "areas", "cnig-ppr-1.0", "reglements-fonciers"],
  ["fr-ppr", "ppr.hazard", "hazards", "cnig-ppr-1.0", "niveaux"],
];

async function listOf(model: string, name: string): Promise<CodeList> {
  const list = (await loadModel(model)).codeLists?.[name];
  if (!list || "file" in list) throw new Error(`${model} has no list ${name}`);
  return { columns: list.columns, rows: list.rows };
}

describe("codes of the shipped models", () => {
  it.each(lists)("%s %s %s: each code of %s %s has a rule", async (packId, themeId, source, model, name) => {
    const theme = packOf(packId).themes.find(({ id }) => id === themeId);
    const required = theme?.sources.find(({ key }) => key === source);
    if (!theme || !required?.code) throw new Error("no theme or no code");
    const { fields } = required.code;
    const list = await listOf(model, name);
    expect(list.rows.length).toBeGreaterThan(1);
    const values = list.rows.map((row) => ({
      attributes: Object.fromEntries(fields.map((field, index) => [field, row[index] ?? null])),
      count: 1,
    }));
    const without = valuesWithoutRule(theme, source, values, { lists: [{ [name]: list }], locale: "fr", day: DAY });
    expect(without).toEqual([]);
  });

  it.each(lists)("%s %s %s: each label of %s %s is explained in English", async (packId, themeId, source, model, name) => {
    const pack = packOf(packId);
    const code = pack.themes.find(({ id }) => id === themeId)?.sources.find(({ key }) => key === source)?.code;
    if (!code) throw new Error("no code");
    const list = await listOf(model, name);
    const without = list.rows.flatMap((row) => {
      const one = { lists: code.lists, parts: row.slice(0, code.fields.length) };
      const label = labelOfCode([pack.codeLists, { [name]: list }], one, "en");
      if (label === null || label.lang === "en") return [];
      const { gloss } = explained(label, pack.glosses, one, "en") ?? {};
      return gloss === undefined || gloss === label.text ? [`${one.parts.join("-")} ${label.text}`] : [];
    });
    expect(without).toEqual([]);
  });

  it("each category of easements has a theme with a rule, or a label", async () => {
    const pack = packOf("fr-sup");
    const labels = new Set(pack.codeLists.easements?.rows.map(([category]) => category));
    const { rows } = await listOf("cnig-sup-ac1", "ListeCategorieSUP");
    expect(rows.length).toBeGreaterThan(60);
    for (const [category = ""] of rows) {
      expect(labels, category).toContain(category);
      expect(
        pack.themes.some(({ id }) => id === `sup.${category.toLowerCase()}`),
        category,
      ).toBe(true);
    }
  });

  it("each dominant form but “none” has a label, and so has each hazard", async () => {
    const forms = await listOf("cnig-plu-2025", "formdomi");
    const labelled = new Set(packOf("fr-plu").codeLists["dominant-forms"]?.rows.map(([code]) => code));
    expect(forms.rows.map(([code]) => code).filter((code) => !labelled.has(code ?? ""))).toEqual(["0000"]);
    const hazards = await listOf("cnig-ppr-1.0", "aleas");
    const known = new Set(packOf("fr-ppr").codeLists.hazards?.rows.map(([code]) => code));
    expect(hazards.rows.map(([code]) => code).filter((code) => !known.has(code ?? ""))).toEqual([]);
  });

  it("each state of documents either has a meaning or never answers", async () => {
    const { statuses } = packOf("fr-plu").documents;
    const states = (await listOf("cnig-plu-2025", "ListeEtatPLU")).rows.map(([state = ""]) => state);
    expect(states.filter((state) => statuses[state] === undefined)).toEqual(["04", "05", "06", "09"]);
    const procedures = (await listOf("cnig-ppr-1.0", "etats")).rows.map(([state = ""]) => state);
    expect(procedures.filter((state) => packOf("fr-ppr").documents.statuses[state] === undefined)).toEqual(["ANNULE", "ABROGE"]);
  });

  it("permitted uses cover the codes that the national portal accepts", async () => {
    const model = await loadModel("cnig-plu-2025");
    const pattern = model.tables?.ZONE_URBA?.fields.find(({ name }) => name === "DESTOUI")?.pattern ?? "";
    const codes = [...pattern.matchAll(/\d\d/g)].map(([code]) => code);
    expect(codes.length).toBeGreaterThan(25);
    const labelled = new Set(packOf("fr-plu").codeLists.destinations?.rows.map(([code]) => code));
    expect(codes.filter((code) => !labelled.has(code))).toEqual([]);
  });
});

it("names of fields are read in either case", () => {
  expect(fieldsOf({ TypeZone: " U ", libelle: "" })).toEqual(
    new Map([
      ["@state", null],
      ["typezone", "U"],
      ["libelle", null],
    ]),
  );
});
