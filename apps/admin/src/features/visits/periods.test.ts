import { expect, test } from "vitest";
import { change, lastDays, topOf, totals } from "./periods.ts";

test("a period ends today in Paris and has its number of days", () => {
  expect(lastDays("7", new Date("2026-11-28T23:30:00Z"))).toEqual({ from: "2026-11-23", to: "2026-11-29" });
  expect(lastDays("365", new Date("2026-11-28T12:00:00Z"))).toEqual({ from: "2025-11-29", to: "2026-11-28" });
});

test("a change is said as a share of what was", () => {
  expect(change(150, 100)).toEqual({ is: "more", share: 0.5 });
  expect(change(50, 100)).toEqual({ is: "less", share: 0.5 });
  expect(change(0, 0)).toEqual({ is: "none", share: 0 });
  expect(change(3, 3)).toEqual({ is: "same", share: 0 });
});

test("the top of the chart is a round number above every day", () => {
  expect([0, 3, 5, 11, 99, 101, 401, 999].map(topOf)).toEqual([4, 4, 5, 20, 100, 200, 500, 1000]);
});

test("totals are sums of the days", () => {
  expect(
    totals({
      days: [
        { day: "a", views: 2, visitors: 1 },
        { day: "b", views: 3, visitors: 2 },
      ],
    }),
  ).toEqual({ views: 5, visitors: 3 });
});
