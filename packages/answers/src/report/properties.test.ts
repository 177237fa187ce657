import fc from "fast-check";
import { expect, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { area, atBorder, feature, PLACE_M2, place, reading, readings } from "../testing/make-readings.ts";
import { assembleReport } from "./assemble.ts";
import type { SourceReading } from "./reading.ts";
import { themeLists } from "./report.ts";

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
