import { describe, expect, it, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { frRisks } from "../packs/fr-risks/pack.ts";
import { has, ruleOf, sourceOf, themeOf } from "../packs/rule-writer.ts";
import type { Test } from "../packs/test.ts";
import type { Theme } from "../packs/theme.ts";
import { chooseRules } from "./choose.ts";
import { codeOf, labelOfCode, labelsOfCodes } from "./codes.ts";
import { type Attributes, dayOf, fieldsOf } from "./fields.ts";
import { readyTest } from "./holds.ts";
import { levelFor } from "./level.ts";
import { applyOverrides, type Overrides, readOverrides } from "./overrides.ts";
import { comparePacks } from "./pack-update.ts";
import { readySources } from "./ready-theme.ts";
import { valuesWithoutRule } from "./values-without-rule.ts";

const DAY = "2026-11-28";
const says = { fr: "Oui.", en: "Yes." };
const rule = (key: string, when: Test[], facts: Partial<Parameters<typeof ruleOf>[0]> = {}) =>
  ruleOf({ key, when, level: 1, legalEffect: "binding", says, ...facts });
const themeWith = (...rules: Theme["rules"]): Theme =>
  themeOf({
    id: "t",
    question: "build",
    family: "f",
    order: 1,
    title: says,
    sentences: { none: says, noData: says, failed: says },
    heldBy: "mairie",
    sources: [sourceOf({ key: "s", layers: { tag: "s" }, role: "needed", code: { lists: ["l"], fields: ["A", "B"] } })],
    rules,
  });
function chosen(theme: Theme, attributes: Attributes, day = DAY): string[] {
  const source = readySources(theme).get("s");
  return source ? chooseRules(source.index, fieldsOf(attributes), day).map(({ key }) => key) : [];
}

describe("the rule that speaks", () => {
  it("has the most exact tests, whatever the order of the pack", () => {
    const rules = [
      rule("all", []),
      rule("family", has({ A: "1" })),
      rule("subtype", has({ A: "1", B: "2" })),
      rule("list", has({ A: ["1", "2"] })),
    ];
    for (const theme of [themeWith(...rules), themeWith(...rules.toReversed())]) {
      expect(chosen(theme, { A: "1", B: "2" })).toEqual(["subtype"]);
      expect(chosen(theme, { A: 1, B: "9" })).toEqual(["family"]);
      expect(chosen(theme, { A: "2" })).toEqual(["list"]);
      expect(chosen(theme, {})).toEqual(["all"]);
    }
  });

  it("may have a priority, and is one for each facet", () => {
    const theme = themeWith(
      rule("low", has({ A: "1" })),
      rule("high", [], { priority: 5 }),
      rule("uses", has({ A: "1" }), { facet: "uses" }),
    );
    expect(chosen(theme, { A: "1" })).toEqual(["high", "uses"]);
  });

  it("is valid on its first and last day", () => {
    const theme = themeWith(rule("old", [], { validUntil: "2026-06-30" }), rule("new", [], { validFrom: "2026-07-01" }));
    expect(chosen(theme, {}, "2026-06-30")).toEqual(["old"]);
    expect(chosen(theme, {}, "2026-07-01")).toEqual(["new"]);
  });
});

test("each kind of test compares as it says", () => {
  const holds = (one: Test, attributes: Attributes) => readyTest(one)(fieldsOf(attributes));
  expect(holds({ field: "a", is: "eq", value: "1" }, { A: 1 })).toBe(true);
  expect(holds({ field: "a", is: "startsWith", value: "Mon" }, { A: "Monument" })).toBe(true);
  expect(holds({ field: "a", is: "matches", pattern: "(?i).*abords.*" }, { A: "Périmètre des Abords" })).toBe(true);
  expect(holds({ field: "a", is: "matches", pattern: "a+" }, { A: "a".repeat(2_000) })).toBe(false);
  expect(holds({ field: "a", is: "gt", value: 1 }, { A: "1,5" })).toBe(true);
  expect(holds({ field: "a", is: "gt", value: 1 }, { A: "high" })).toBe(false);
  expect(holds({ field: "a", is: "lt", value: "2026-07-01" }, { A: "20260630" })).toBe(true);
  expect(holds({ field: "a", is: "between", from: 1, to: 2 }, { A: 2 })).toBe(true);
  expect(holds({ field: "a", is: "between", from: 1, to: 2 }, { A: null })).toBe(false);
  expect(holds({ field: "a", is: "isNull" }, { A: "  " })).toBe(true);
  expect(holds({ field: "a", is: "exists" }, { A: false })).toBe(true);
});

test("days are read as producers write them", () => {
  expect(["20170320", "2017-03-20T10:00:00Z", "2017_03_20", "2017/03/20", "20/03/2017"].map(dayOf)).toEqual(Array(5).fill("2017-03-20"));
  expect(["2017", "20171399", "20170230", "hier", "201703201"].map(dayOf)).toEqual(Array(5).fill(null));
});

test("a level is fixed, from a field, or by the distance", () => {
  const fields = fieldsOf({ SCENARIO: "02Moy" });
  const fromField = { fromField: "scenario", map: { "02Moy": 2 as const }, otherwise: null };
  expect(levelFor(fromField, fields, 0, 1)).toBe(2);
  expect(levelFor(fromField, fieldsOf({ SCENARIO: "constructor" }), 0, 1)).toBeNull();
  const byDistance = { byDistance: { withinTolerance: 3 as const, steps: [{ upToM: 100, level: 2 as const }], beyond: 1 as const } };
  expect([0, 5, 6, 100, 101].map((metres) => levelFor(byDistance, fields, metres, 5))).toEqual([3, 3, 2, 2, 1]);
  expect(levelFor(byDistance, fields, null, 5)).toBe(1);
});

test("a code has a label in its list, else that of its family; its missing subtype is 00", () => {
  const source = { code: { lists: ["newer", "older"], fields: ["TYPEPSC", "STYPEPSC"] } };
  const lists = [
    {
      older: {
        columns: ["TYPEPSC", "STYPEPSC", "LIBELLE"],
        rows: [
          ["05", "00", "Emplacement réservé"],
          ["05", "01", "aux voies"],
          ["00", "00", ""],
        ],
      },
    },
  ];
  const code = (attributes: Attributes) => codeOf(source, fieldsOf(attributes));
  const label = (attributes: Attributes) => {
    const found = code(attributes);
    return found && labelOfCode(lists, found, "en");
  };
  expect(code({ typepsc: "05" })?.value).toBe("05-00");
  expect(label({ TYPEPSC: "05", STYPEPSC: "01" })).toEqual({ lang: "fr", text: "aux voies" });
  expect(label({ TYPEPSC: "05", STYPEPSC: "77" })).toEqual({ lang: "fr", text: "Emplacement réservé" });
  expect(label({ TYPEPSC: "00" })).toBeNull();
  expect(code({ STYPEPSC: "01" })).toBeNull();
  expect(labelsOfCodes([frPlu.codeLists], "destinations", "21-31-00", "en")?.text).toBe("dwellings, crafts and retail");
});

test("values without a rule are listed with their label and number, the most frequent first", () => {
  const theme = themeWith(rule("one", has({ A: "1" })));
  const lists = [{ l: { columns: ["A", "B", "fr"], rows: [["2", "00", "deux"]] } }];
  const value = (a: string | null, count: number, b: string | null = null) => ({ attributes: { A: a, B: b }, count });
  const found = valuesWithoutRule(theme, "s", [value("1", 9), value("2", 5), value("2", 7, "00"), value("x", 3)], {
    lists,
    locale: "fr",
    day: DAY,
  });
  expect(found).toEqual([
    { code: "2-00", label: { lang: "fr", text: "deux" }, count: 12, when: [{ field: "A", is: "eq", value: "2" }] },
    { code: "x-00", label: null, count: 3, when: [{ field: "A", is: "eq", value: "x" }] },
  ]);
});

describe("changes of a portal", () => {
  const overrides: Overrides = {
    format: "archipel-answer-overrides/1",
    pack: "fr-plu",
    packVersion: frPlu.version,
    version: "3",
    hiddenThemes: ["plu.informations"],
    rules: {
      "zone-A": { level: null, sentence: { statement: { fr: "Zone agricole : voyez la mairie." } } },
      "zone-N": { isHidden: true },
      gone: { level: 4 },
    },
    added: [{ theme: "plu.zone", rule: rule("zone-UX", has({ TYPEZONE: "U", LIBELLE: "UX" })) }],
  };

  it("apply by the key of the rule, over a pack that stays as it is", () => {
    const before = JSON.stringify(frPlu);
    const { pack, orphans, mistakes } = applyOverrides(frPlu, overrides);
    expect(JSON.stringify(frPlu)).toBe(before);
    expect(mistakes).toEqual([]);
    expect(orphans).toEqual(["gone"]);
    expect(pack.version).toBe(`${frPlu.version}+3`);
    expect(pack.themes.map(({ id }) => id)).toEqual(["plu.zone", "plu.prescriptions"]);
    const rules = new Map(pack.themes.flatMap((theme) => theme.rules.map((one) => [one.key, one])));
    expect(rules.get("zone-A")).toMatchObject({
      level: null,
      legalEffect: "binding",
      sentence: { statement: { fr: "Zone agricole : voyez la mairie." } },
    });
    // A translation of the pack must not contradict the portal's sentence.
    expect(rules.get("zone-A")?.sentence.statement.en).toBeUndefined();
    expect(rules.has("zone-N")).toBe(false);
    expect(rules.has("zone-UX")).toBe(true);
  });

  it("survive an update of the pack, which shows old and new beside them", () => {
    const next = structuredClone(frPlu);
    const zones = next.themes[0]?.rules ?? [];
    for (const one of zones) if (one.key === "zone-A") one.sentence.statement = { fr: "Zone agricole {label}.", en: "Farm zone {label}." };
    next.themes[0]?.rules.splice(
      zones.findIndex(({ key }) => key === "rnu"),
      1,
    );
    const changes = comparePacks(frPlu, next, overrides);
    expect(changes.map(({ key, change }) => `${key} ${change}`)).toEqual(["zone-A changed", "rnu removed"]);
    expect(changes[0]).toMatchObject({
      theme: "plu.zone",
      parts: [{ part: "sentence.statement", after: { fr: "Zone agricole {label}." } }],
      own: overrides.rules["zone-A"],
    });
    const { pack } = applyOverrides(next, overrides);
    expect(pack.themes[0]?.rules.find(({ key }) => key === "zone-A")?.sentence.statement.fr).toBe("Zone agricole : voyez la mairie.");
  });

  it("are read with every mistake", () => {
    expect(readOverrides(overrides).mistakes).toEqual([]);
    const { mistakes } = readOverrides({ ...overrides, rules: { a: { level: 9 } }, added: [{}], format: "x" });
    expect(mistakes.map(({ where }) => where).sort()).toEqual(["added.1.rule", "added.1.theme", "format", "rules.a.level"]);
  });
});

test("the clay map of before July 2026 does not speak after it", () => {
  const clay = frRisks.themes.find(({ id }) => id === "risk.clay");
  expect(clay?.sources.map(({ key, validFrom, validUntil }) => [key, validFrom, validUntil])).toEqual([
    ["map-2020", undefined, "2026-06-30"],
    ["map-2026", "2026-07-01", undefined],
  ]);
});
