import { expect, test } from "vitest";
import { lineageWith } from "./lineage.ts";

const repaired = {
  repairedKey: "sha256/a",
  repairedLineage: [
    { kind: "make-valid", count: 1, area: 0 },
    { kind: "edited-values", count: 2, area: 0 },
    { kind: "of-an-older-platform", count: 2, area: 0 },
  ],
};

test("repairs are added after the existing text, in the language of the publisher", () => {
  expect(lineageWith("", repaired, "fr")).toBe(
    "Réparé avant publication\u00a0: 1 géométrie rendue valide\u00a0; 2 valeurs corrigées à la main.",
  );
  expect(lineageWith("Drawn by hand.", repaired, "en")).toBe(
    "Drawn by hand.\nRepaired before publication: 1 geometry made valid; 2 values corrected by hand.",
  );
});

test("publishing again adds nothing, in any language", () => {
  const said = lineageWith("Dessiné à la main.", repaired, "fr");
  expect(lineageWith(said, repaired, "fr")).toBe(said);
  expect(lineageWith(said, repaired, "en")).toBe(said);
});

test("nothing is added without repairs, or when the text is full", () => {
  expect(lineageWith("x", { ...repaired, repairedKey: null }, "en")).toBe("x");
  expect(lineageWith("x", { ...repaired, repairedLineage: [] }, "en")).toBe("x");
  const long = "x".repeat(4_990);
  expect(lineageWith(long, repaired, "en")).toBe(long);
});
