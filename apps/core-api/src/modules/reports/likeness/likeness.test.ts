import { expect, it } from "vitest";
import { likeness, similarityScore } from "./likeness.ts";

it("ignores accents, case and word order", () => {
  expect(likeness("Route inondée", "ROUTE INONDEE !")).toBe(1);
  expect(likeness("route inondée", "inondée, la route")).toBeGreaterThan(0.85);
  expect(likeness("Route inondée près du pont", "Inondation de la route du pont")).toBeGreaterThan(0.5);
  expect(likeness("Route inondée", "Bâtiment disparu")).toBeLessThan(0.1);
  expect(likeness("", "Route")).toBe(0);
  expect(likeness("!!", "!!")).toBe(0);
});

it("ranks the same feature first, then similar text nearby, then distance alone", () => {
  const far = { distance: 190, likeness: 0, isSameFeature: true, isSameTheme: false };
  const alike = { distance: 100, likeness: 0.9, isSameFeature: false, isSameTheme: true };
  const near = { distance: 5, likeness: 0.1, isSameFeature: false, isSameTheme: true };
  const scores = [far, { ...alike, likeness: 0.5 }, near].map(similarityScore);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(similarityScore(alike)).toBeGreaterThan(similarityScore(near));
  expect(similarityScore({ ...near, isSameTheme: false })).toBeLessThan(similarityScore(near));
});
