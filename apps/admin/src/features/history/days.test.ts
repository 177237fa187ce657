import { expect, it } from "vitest";
import { daysAgo, momentsOf } from "./days.ts";

it("takes whole days, both included, and refuses dates that are invalid or out of order", () => {
  const moments = momentsOf("2024-03-01", "2024-03-01");
  expect(moments && moments.to.getTime() - moments.from.getTime()).toBe(86_400_000 - 1);
  expect(momentsOf("2024-03-02", "2024-03-01")).toBeNull();
  expect(momentsOf("", "2024-03-01")).toBeNull();
});

it("writes a day as date fields do", () => {
  expect(daysAgo(0)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(momentsOf(daysAgo(30), daysAgo(0))).not.toBeNull();
});
