import { catalogueChoices } from "@archipel/contracts/dataset-catalogue.ts";
import { describe, expect, it } from "vitest";
import { type CatalogueFacts, countCatalogue, periodsOf, qualityLevelOf } from "./policy.ts";

const empty = { topic: [], producer: [], kind: [], format: [], updated: [], quality: [], licence: [], keyword: [] };
const dataset = (id: string, values: Partial<CatalogueFacts["values"]>, more: Partial<CatalogueFacts> = {}): CatalogueFacts => ({
  id,
  producerName: "Agence",
  keywordTexts: {},
  hasWords: true,
  isThere: true,
  ...more,
  values: { ...empty, ...values },
});
const count = (all: readonly CatalogueFacts[], choices: object) => countCatalogue(all, catalogueChoices.parse(choices));
const counted = (facets: readonly { value: string; count: number }[]) => Object.fromEntries(facets.map((one) => [one.value, one.count]));

const all = [
  dataset("a", { topic: ["hazards"], kind: ["point", "document"] }),
  dataset("b", { topic: ["hazards"], kind: ["line"] }),
  dataset("c", { topic: ["planning"], kind: ["line"] }),
  dataset("d", { topic: ["planning"], kind: ["line"] }, { hasWords: false }),
];

describe("the counts of a catalogue", () => {
  it("are those under all other conditions, never under the choice in their own facet", () => {
    const { ids, facets } = count(all, { topic: ["hazards"], kind: ["line"] });
    expect(ids).toEqual(["b"]);
    expect(counted(facets.topic)).toEqual({ hazards: 1, planning: 1 });
    expect(counted(facets.kind)).toEqual({ line: 1, point: 1, document: 1 });
  });

  it("take the values of a facet as alternatives", () => {
    expect(count(all, { topic: ["hazards", "planning"] }).ids).toEqual(["a", "b", "c"]);
  });

  it("say what would come without each condition, and keep a chosen value that nothing has", () => {
    const { ids, facets, without } = count(all, { topic: ["planning"], kind: ["point"] });
    expect(ids).toEqual([]);
    expect(without).toEqual([
      { condition: "topic", count: 1 },
      { condition: "kind", count: 1 },
    ]);
    expect(count(all, { licence: ["cc0-1.0"] }).facets.licence).toEqual([{ value: "cc0-1.0", label: null, count: 0, isOn: true }]);
    expect(counted(facets.topic)).toEqual({ hazards: 1, planning: 0 });
  });
});

it("levels of quality and periods of change", () => {
  expect([null, 80, 79.9, 50, 10].map(qualityLevelOf)).toEqual(["unmeasured", "high", "fair", "fair", "low"]);
  const now = new Date("2026-06-01T00:00:00Z");
  expect(periodsOf(new Date("2026-05-31T00:00:00Z"), now)).toEqual(["week", "month", "half-year", "year"]);
  expect(periodsOf(new Date("2026-02-01T00:00:00Z"), now)).toEqual(["half-year", "year"]);
  expect(periodsOf(new Date("2020-01-01T00:00:00Z"), now)).toEqual([]);
});
