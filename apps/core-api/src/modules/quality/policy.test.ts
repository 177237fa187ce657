import type { LayerFigures } from "@archipel/contracts/quality.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completenessOf, confidenceOf, confidencePoints, freshnessOf, MOST_POINTS, measuresOf } from "./policy.ts";

const now = new Date("2026-06-01T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000);

describe("freshness", () => {
  it("compares the last change with the rhythm that the record promises", () => {
    expect(freshnessOf("monthly", daysAgo(30), now)).toBe("current");
    expect(freshnessOf("monthly", daysAgo(40), now)).toBe("due");
    expect(freshnessOf("monthly", daysAgo(47), now)).toBe("overdue");
    expect(freshnessOf("daily", daysAgo(2), now)).toBe("overdue");
    expect(freshnessOf("annually", daysAgo(300), now)).toBe("current");
  });
  it("is never due where nothing is promised", () => {
    for (const frequency of ["irregular", "notPlanned", "unknown"] as const) {
      expect(freshnessOf(frequency, daysAgo(9000), now)).toBe("unpromised");
    }
  });
});

it("weighs mandatory fields more", () => {
  const field = (filled: number, isMandatory: boolean) => ({ column: "x", filled, isMandatory });
  expect(completenessOf(10, [field(10, false), field(0, false)])).toBe(0.5);
  expect(completenessOf(10, [field(10, true), field(0, false)])).toBe(0.75);
  expect(completenessOf(10, [field(10, false), field(0, true)])).toBe(0.25);
  expect(completenessOf(10, [])).toBeNull();
  expect(completenessOf(0, [field(0, true)])).toBeNull();
});

const facts = fc.record({
  isValid: fc.boolean(),
  filled: fc.float({ min: 0, max: 1, noNaN: true }),
  isReviewed: fc.boolean(),
  ageDays: fc.integer({ min: 0, max: 5000 }),
  openReports: fc.integer({ min: 0, max: 9 }),
});
const rhythm = fc.constantFrom(1, 7, 31, 366);

describe("confidence", () => {
  it("is the sum of its parts, each within its maximum", () => {
    fc.assert(
      fc.property(facts, rhythm, (known, days) => {
        const points = confidencePoints(known, days);
        for (const [part, most] of Object.entries(MOST_POINTS)) {
          expect(points[part as keyof typeof points]).toBeGreaterThanOrEqual(0);
          expect(points[part as keyof typeof points]).toBeLessThanOrEqual(most);
        }
        expect(confidenceOf(known, days)).toBe(Math.round(Object.values(points).reduce((sum, one) => sum + one, 0)));
      }),
    );
    expect(Object.values(MOST_POINTS).reduce((sum, one) => sum + one)).toBe(100);
  });
  it("never rises with age or reports, never falls by a review", () => {
    fc.assert(
      fc.property(facts, rhythm, (known, days) => {
        const before = confidenceOf(known, days);
        expect(confidenceOf({ ...known, ageDays: known.ageDays + 100 }, days)).toBeLessThanOrEqual(before);
        expect(confidenceOf({ ...known, openReports: known.openReports + 1 }, days)).toBeLessThanOrEqual(before);
        expect(confidenceOf({ ...known, isReviewed: true }, days)).toBeGreaterThanOrEqual(before);
        expect(confidenceOf({ ...known, isValid: true }, days)).toBeGreaterThanOrEqual(before);
      }),
    );
  });
  it("is full for a valid, reviewed, recent feature without reports", () => {
    expect(confidenceOf({ isValid: true, filled: 1, isReviewed: true, ageDays: 0, openReports: 0 }, 31)).toBe(100);
    expect(confidenceOf({ isValid: false, filled: 0, isReviewed: false, ageDays: 9999, openReports: 30 }, 31)).toBe(0);
  });
});

it("weights layers by their number of features", () => {
  const layer = (features: number, invalid: number, completeness: number | null): LayerFigures => ({
    layerId: "00000000-0000-4000-8000-000000000000",
    revision: 1,
    features,
    invalid,
    fields: [],
    completeness,
    reviewed: features / 2,
    reported: 0,
    confidence: 50,
  });
  const rest = { freshness: null, reports: { open: 2, overdue: 1 }, ratings: { count: 0, average: null } };
  expect(measuresOf({ layers: [layer(10, 5, 1), layer(90, 0, 0.5), layer(0, 0, null)], ...rest })).toMatchObject({
    validity: 0.95,
    completeness: 0.55,
    reviewed: 0.5,
    confidence: 50,
    freshness: null,
    openReports: 2,
    overdueReports: 1,
    rating: null,
  });
  expect(measuresOf({ layers: [], ...rest })).toMatchObject({ validity: null, completeness: null, reviewed: null, confidence: null });
});
