import fc from "fast-check";
import { expect, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { shippedPacks } from "../packs/shipped.ts";
import { area, atBorder, feature, NEAR, PLACE_M2, place, reading, readings } from "../testing/make-readings.ts";
import { assembleReport } from "./assemble.ts";
import { groupOf } from "./group.ts";
import type { DocumentFacts, SourceReading } from "./reading.ts";
import { type Finding, type Report, themeLists } from "./report.ts";
import { rankOfLimit } from "./strength.ts";

const facts = { id: "r", createdAt: "2026-11-28T08:00:00Z", locale: "fr" as const };
const themeOf = (sources: SourceReading[], theme: string) => {
  const made = assembleReport([frPlu], readings({ [`fr-plu/${theme}`]: sources }), facts);
  const found = made.themes.find((one) => one.theme === theme);
  if (!found) throw new Error(theme);
  return { made, found };
};

test("the shares of zones that divide a place add up to the whole", () => {
  const parts = fc.array(
    fc.record({
      weight: fc.integer({ min: 1, max: 500 }),
      type: fc.constantFrom("U", "AUc", "AUs", "A", "N"),
      label: fc.constantFrom("1", "2", "3"),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(parts, (weights) => {
      const total = weights.reduce((sum, { weight }) => sum + weight, 0);
      const zones = weights.map(({ weight, type, label }, index) =>
        feature(
          String(index),
          { TYPEZONE: type, LIBELLE: type + label },
          area((PLACE_M2 * weight) / total, { coversPlace: weights.length === 1 }),
        ),
      );
      const kept = weights.filter(({ weight }) => (PLACE_M2 * weight) / total >= 1);
      const expected = kept.reduce((sum, { weight }) => sum + weight, 0) / total;
      const { found } = themeOf([reading("zones", zones)], "plu.zone");
      const sum = found.findings.reduce((shares, { relation }) => shares + (relation.share ?? 0), 0);
      expect(Math.abs(sum - expected)).toBeLessThan(0.001);
    }),
    { numRuns: 60 },
  );
});

test("no state says more than was read", () => {
  const hit = fc.constantFrom<SourceReading["features"]>(
    [],
    [feature("1", { TYPEPSC: "39", STYPEPSC: "02", LIBELLE: "9 m" }, area(300))],
    [feature("2", { TYPEPSC: "01", STYPEPSC: "00" }, atBorder())],
  );
  const source = (key: string) =>
    fc
      .record({
        coverage: fc.constantFrom("whole" as const, "partly" as const, "none" as const, "undeclared" as const),
        outcome: fc.constantFrom("read" as const, "down" as const, "slow" as const),
        features: hit,
        isThere: fc.boolean(),
      })
      .map(({ isThere, features, ...rest }) => (isThere ? [reading(key, [...features], rest)] : []));
  fc.assert(
    fc.property(source("areas"), source("lines"), source("points"), (areas, lines, points) => {
      const sources = [...areas, ...lines, ...points];
      const { made, found } = themeOf(sources, "plu.prescriptions");
      const readOnes = sources.filter(({ outcome }) => outcome === "read");
      expect(found.state === "concerned").toBe(readOnes.some(({ features }) => features.length > 0));
      expect(found.findings.length > 0).toBe(found.state === "concerned");
      if (found.state === "notConcerned") {
        expect(areas[0]).toMatchObject({ outcome: "read", coverage: "whole" });
        expect(sources.every(({ outcome, coverage }) => outcome === "read" || coverage === "none")).toBe(true);
      }
      if (found.list === "unsure") expect(found.findings.every(({ relation }) => relation.kind === "border")).toBe(true);
      expect(themeLists.filter((list) => made.lists[list].includes("plu.prescriptions"))).toEqual([found.list]);
      expect(JSON.stringify(themeOf(sources.toReversed(), "plu.prescriptions").made)).toBe(JSON.stringify(made));
    }),
    { numRuns: 120 },
  );
  expect(place.precision).toBe("parcel");
});

/** Each source of each shipped pack, with the features of the examples of its rules: what a place can meet. */
const SOURCES = shippedPacks.flatMap(({ id, themes }) =>
  themes.flatMap((theme) =>
    theme.sources.map((source) => ({
      pack: id,
      theme: theme.id,
      source: source.key,
      found: theme.rules
        .filter(({ sources }) => sources === undefined || sources.includes(source.key))
        .flatMap(({ examples }) => examples.map(({ attributes }) => attributes)),
    })),
  ),
);
const DOCUMENTS: DocumentFacts[] = [
  { id: "a", title: "A", state: "03" },
  { id: "b", title: "B", state: "APPROUVE" },
  { id: "c", title: "C", state: "PRESCRIT" },
];

/** A place of up to seven layers, half of them of plans, zones and floods: they are about the same things. */
const layerOf = (source: (typeof SOURCES)[number]) => {
  const features = fc.array(
    fc.record({
      attributes: fc.constantFrom(...source.found, {}),
      figures: fc.constantFrom(area(PLACE_M2), area(PLACE_M2), area(300), atBorder(), NEAR),
      document: fc.constantFrom(...DOCUMENTS, undefined),
    }),
    { maxLength: 3 },
  );
  const coverage = fc.constantFrom("whole" as const, "whole" as const, "undeclared" as const);
  return fc.record({ source: fc.constant(source), features, coverage });
};
const contested = [
  ...SOURCES.filter(({ theme }) => /^(plu\.zone|risk\.(flood|clay)|sup\.(pm|ac))/.test(theme)),
  ...[1, 2, 3].flatMap(() => SOURCES.filter(({ theme }) => theme.startsWith("ppr."))),
];
const generatedPlace = fc.array(fc.oneof(fc.constantFrom(...contested), fc.constantFrom(...SOURCES)).chain(layerOf), { maxLength: 7 });

type Layers = typeof generatedPlace extends fc.Arbitrary<infer T> ? T : never;

function generatedReport(layers: Layers): Report {
  const themes: Record<string, SourceReading[]> = {};
  for (const [index, { source, features, coverage }] of layers.entries()) {
    const found = features.map(({ attributes, figures, document }, each) => feature(`${index}-${each}`, attributes, figures, { document }));
    const key = `${source.pack}/${source.theme}`;
    themes[key] = [...(themes[key] ?? []), reading(source.source, found, { coverage })];
  }
  return assembleReport(shippedPacks, readings(themes), facts);
}

const isSure = (finding: Finding) => groupOf(finding) === "sure" && finding.status !== "replaced";
const isDisputed = (texts: readonly { text: string }[]) => texts.some(({ text }) => text.startsWith("Les sources ne disent pas"));

test("no report of the shipped packs says a thing and its contrary, except as a dispute that quotes both", () => {
  let plans = 0;
  fc.assert(
    fc.property(generatedPlace, (layers) => {
      const { themes } = generatedReport(layers);
      const findings = themes.flatMap((theme) => [...theme.findings, ...theme.scenarios].filter(isSure));
      const statesOf = (id: string) => themes.filter(({ theme }) => theme === id).map(({ state }) => state);
      // By what rules say, whatever the packs declare of them.
      const planned = findings.filter(({ rule }) => /\/ppr-(planning|land|perimeter)|\/sup-PM[13]$/.test(rule ?? ""));
      if (planned.length > 0) {
        plans++;
        expect(["notConcerned", "noData"]).not.toContain(statesOf("ppr.perimeter")[0]);
        if (planned.some(({ rule }) => /ppr-(planning-0[23467]|land)/.test(rule ?? ""))) {
          expect(statesOf("ppr.hazard")).not.toContain("notConcerned");
        }
      }
      for (const theme of themes) {
        const here = [...theme.findings, ...theme.scenarios].filter((one) => isSure(one) && one.relation.kind === "contains");
        const byPlan = Map.groupBy(here, ({ document, source }) => `${document} ${source}`);
        const hasBoth = [...byPlan.values()].some((same) =>
          ["forbidden", "allowed"].every((how) => same.some(({ limit }) => limit === how)),
        );
        if (hasBoth) expect(isDisputed(theme.notes) || theme.notes.some(({ text }) => text.includes("plusieurs zones"))).toBe(true);
      }
    }),
    { numRuns: 120 },
  );
  expect(plans).toBeGreaterThan(20);
});

test("what limits most does not depend on the packs that a portal has chosen, nor on the order of its layers", () => {
  fc.assert(
    fc.property(generatedPlace, (layers) => {
      const made = generatedReport(layers);
      const all = made.themes.flatMap(({ findings, scenarios }) => [...findings, ...scenarios]);
      const sure = all.filter((finding) => isSure(finding) || groupOf(finding) === "border");
      const strongest = Math.min(rankOfLimit(null), ...sure.map(({ limit }) => rankOfLimit(limit)));
      expect(rankOfLimit(made.limit?.how)).toBe(strongest);
      const shown = new Set(layers.map(({ source }) => `${source.pack}/${source.theme}`));
      const other = shippedPacks.map((pack) => ({ ...pack, themes: pack.themes.filter(({ id }) => shown.has(`${pack.id}/${id}`)) }));
      const themes = Object.entries(Object.groupBy(layers.toReversed(), ({ source }) => `${source.pack}/${source.theme}`));
      const read = Object.fromEntries(
        themes.map(([key, same = []]) => [
          key,
          same.map(({ source, features, coverage }) => {
            const index = layers.findIndex((one) => one.features === features);
            const found = features.map(({ attributes, figures, document }, each) =>
              feature(`${index}-${each}`, attributes, figures, { document }),
            );
            return reading(source.source, found.toReversed(), { coverage });
          }),
        ]),
      );
      expect(assembleReport(other, readings(read), facts).limit).toEqual(made.limit);
    }),
    { numRuns: 40 },
  );
});
