import { expect, it } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import type { Pack } from "../packs/pack.ts";
import { ruleOf } from "../packs/rule-writer.ts";
import { applyOverrides, type Overrides, readOverrides } from "../rules/overrides.ts";
import { area } from "../testing/make-readings.ts";
import { reportOf, zone, zones } from "../testing/make-report.ts";
import { compareReports } from "./compare.ts";

const changedBy = (rules: Overrides["rules"], added: Overrides["added"] = []): Pack =>
  applyOverrides(frPlu, {
    format: "archipel-answer-overrides/1",
    pack: "fr-plu",
    packVersion: frPlu.version,
    version: "1",
    hiddenThemes: [],
    rules,
    added,
  }).pack;
const place = zones([zone("1", "U", "UA", area(600)), zone("2", "N", "N1", area(350)), zone("3", "XX", "Rare", area(50))]);
const pairsWith = (pack: Pack) => {
  const [theme] = compareReports(reportOf(place, {}, [frPlu]), reportOf(place, {}, [pack]));
  return {
    ...theme,
    findings: theme?.findings.map(({ before, after, isChanged }) => [before?.rule, before?.level, after?.rule, after?.level, isChanged]),
  };
};

it("finds a finding again by its features when its level, sentence or rule is another", () => {
  const { isChanged, findings } = pairsWith(changedBy({ "zone-U": { level: 4 } }));
  expect(isChanged).toBe(true);
  expect(findings).toContainEqual(["fr-plu/zone-U", 1, "fr-plu/zone-U", 4, true]);
  expect(findings?.filter(([, , , , changed]) => changed)).toHaveLength(1);
});

it("shows what the report says in place of a hidden rule, and for an added one", () => {
  expect(pairsWith(changedBy({ "zone-U": { isHidden: true } })).findings).toContainEqual(["fr-plu/zone-U", 1, null, null, true]);
  const rule = ruleOf({
    key: "own-xx",
    when: [{ field: "TYPEZONE", is: "eq", value: "XX" }],
    level: 2,
    legalEffect: "information",
    says: { fr: "Zone rare.", en: "Rare zone." },
  });
  expect(pairsWith(changedBy({}, [{ theme: "plu.zone", rule }])).findings).toContainEqual([null, null, "fr-plu/own-xx", 2, true]);
});

it("has no change between two equal reports", () => {
  expect(compareReports(reportOf(place, {}, [frPlu]), reportOf(place, {}, [frPlu])).some(({ isChanged }) => isChanged)).toBe(false);
});

it("a portal also changes authority, documents and validity, and removes a message with null", () => {
  const own = {
    authority: "udap",
    provisions: [{ type: "act", title: "Arrêté du 3 mai" }],
    validFrom: "2026-01-01",
    validUntil: null,
    consequence: null,
    sentence: { partly: { fr: "Une partie est en zone {label}." } },
  };
  const { overrides, mistakes } = readOverrides({
    format: "archipel-answer-overrides/1",
    pack: "fr-plu",
    packVersion: "1",
    version: "1",
    rules: { "zone-A": own },
  });
  expect(mistakes).toEqual([]);
  const rule = changedBy(overrides?.rules ?? {}).themes[0]?.rules.find(({ key }) => key === "zone-A");
  expect(rule).toMatchObject({ authority: "udap", provisions: own.provisions, validFrom: "2026-01-01", sentence: own.sentence });
  expect(rule).not.toHaveProperty("consequence");
  expect(changedBy({ "zone-A": { authority: "nobody" } }).themes[0]?.rules.find(({ key }) => key === "zone-A")?.authority).toBe("nobody");
});
