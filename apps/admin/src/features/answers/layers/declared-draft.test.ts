import type { AnswerTheme, LayerAnswers } from "@archipel/contracts/answers.ts";
import { describe, expect, it } from "vitest";
import { declaredDraft, declaredOf, NEW_DOCUMENT } from "./declared-draft.ts";
import { readinessOf } from "./readiness.ts";

const declared: LayerAnswers = {
  standard: { model: "cnig-plu-2017", table: "ZONE_URBA" },
  tags: [],
  coverage: { kind: "communes", codes: ["30014", "2A004"] },
  accuracyM: 2.5,
  scaleDenominator: 5_000,
  captured: "2026-01-01",
  staleAfterDays: 365,
  documents: [{ id: null, title: "PLU", state: "03", approved: "2017-10-13", authority: { name: "la mairie", mail: "mairie@exemple.fr" } }],
};

describe("a declaration", () => {
  it("is the same after the form", () => {
    expect(declaredOf(declaredDraft(declared))).toEqual({ declared, faults: [] });
    expect(declaredOf(declaredDraft(null)).declared).toMatchObject({ standard: null, coverage: { kind: "undeclared" } });
  });

  it("reads figures as people write them", () => {
    const draft = { ...declaredDraft(declared), scale: "1/25 000", accuracy: "1,5", communes: "30014, 2a004;30015" };
    expect(declaredOf(draft).declared).toMatchObject({
      scaleDenominator: 25_000,
      accuracyM: 1.5,
      coverage: { codes: ["30014", "2A004", "30015"] },
    });
  });

  it("names the inputs that are wrong", () => {
    const draft = { ...declaredDraft(declared), table: "", communes: "Nîmes", scale: "x", documents: [NEW_DOCUMENT] };
    expect(declaredOf(draft).faults.sort()).toEqual(["communes", "documents.0", "scale", "table"]);
    expect(declaredOf({ ...draft, coverage: "area" }).faults).toContain("area");
  });
});

it("a theme without one of its needed layers, or without its coverage, can answer and never clear a place", () => {
  const theme = (...sources: [role: "needed" | "alternative" | "extra", layers: string[]][]) =>
    readinessOf(themeOf(sources), new Set(["a", "b"]));
  const themeOf = (sources: [role: "needed" | "alternative" | "extra", layers: string[]][]): AnswerTheme => ({
    pack: "fr-plu",
    theme: "x",
    title: {},
    question: "build",
    sources: sources.map(([role, layers], index) => ({ key: String(index), role, layers, wants: { tag: `t${index}` } })),
  });
  expect(theme(["needed", ["a"]], ["needed", []])).toEqual({ state: "partly", speaking: ["a"], missing: [{ tag: "t1" }] });
  expect(theme(["alternative", []], ["alternative", ["b"]], ["extra", []])).toEqual({ state: "ready", speaking: ["b"], missing: [] });
  expect(theme(["needed", ["without coverage"]])).toMatchObject({ state: "partly", missing: [] });
  expect(theme(["needed", []], ["extra", []])).toMatchObject({ state: "missing", missing: [{ tag: "t0" }] });
});
