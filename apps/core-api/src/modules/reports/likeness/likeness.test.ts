import { expect, it } from "vitest";
import { likeness, mayBeSame, similarityScore } from "./likeness.ts";

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
  const alike = { distance: 50, likeness: 0.9, isSameFeature: false, isSameTheme: true };
  const near = { distance: 5, likeness: 0.1, isSameFeature: false, isSameTheme: true };
  const scores = [far, { ...alike, likeness: 0.5 }, near].map(similarityScore);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  expect(similarityScore(alike)).toBeGreaterThan(similarityScore(near));
  expect(similarityScore({ ...near, isSameTheme: false })).toBeLessThan(similarityScore(near));
});

it("offers a duplicate only at the same place, near with similar words, or on the same feature", () => {
  const at = (distance: number, words = 0, isSameTheme = false) =>
    mayBeSame({ distance, likeness: words, isSameTheme, isSameFeature: false });
  expect([at(30), at(31), at(199, 1, true)]).toEqual([true, false, false]);
  const words = likeness("Nid-de-poule devant l’école", "Un nid de poule devant l’école primaire");
  expect([at(100, words), at(101, words)]).toEqual([true, false]);
  const other = likeness("Nid-de-poule devant l’école", "Lampadaire éteint rue du Lin");
  expect([at(60, other), at(60, other, true)]).toEqual([false, false]);
  expect(mayBeSame({ distance: 190, likeness: 0, isSameFeature: true, isSameTheme: false })).toBe(true);
});
