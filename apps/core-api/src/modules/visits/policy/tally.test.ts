import { expect, test } from "vitest";
import { openTally } from "./tally.ts";

const keys = { page: "/", from: "", device: "phone", language: "fr" };

test("visits are counted by portal, day, visitor and key", () => {
  const tally = openTally();
  for (const mark of ["a", "a", "b"]) tally.add({ portalId: "p", day: "2026-11-28", mark, keys });
  tally.add({ portalId: "p", day: "2026-11-29", mark: "a", keys: { ...keys, page: "/map" } });
  const [first, second] = tally.take();
  expect(first).toMatchObject({ portalId: "p", day: "2026-11-28", views: 3, marks: ["a", "b"] });
  expect(first?.counts).toContainEqual({ kind: "page", key: "/", views: 3 });
  expect(second?.counts).toContainEqual({ kind: "page", key: "/map", views: 1 });
  expect(tally.take()).toEqual([]);
});

test("keys without end count together", () => {
  const tally = openTally();
  for (let index = 0; index < 1_000; index++) tally.add({ portalId: "p", day: "d", mark: "a", keys: { ...keys, page: `/help/${index}` } });
  const pages = tally.take()[0]?.counts.filter(({ kind }) => kind === "page") ?? [];
  expect(pages).toHaveLength(201);
  expect(pages.find(({ key }) => key === "")?.views).toBe(800);
  expect(pages.reduce((sum, { views }) => sum + views, 0)).toBe(1_000);
});
