import { frRisks } from "@archipel/answers/packs/fr-risks/pack.ts";
import { frSup } from "@archipel/answers/packs/fr-sup/pack.ts";
import type { AnswerDocument } from "@archipel/contracts/answers.ts";
import { describe, expect, it } from "vitest";
import type { Candidate } from "./candidate.ts";
import { documentOf } from "./documents.ts";
import { metricCrsAt } from "./metric-crs.ts";
import { needsOf } from "./needs.ts";

it.each([
  ["Nîmes", 4.36, 43.84, 2154],
  ["Basse-Terre", -61.73, 16, 5490],
  ["Cayenne", -52.33, 4.94, 2972],
  ["Saint-Denis", 55.45, -20.88, 2975],
  ["Mamoudzou", 45.23, -12.78, 4471],
  ["Saint-Pierre", -56.18, 46.78, 4467],
  ["Nouméa", 166.45, -22.27, 32_758],
  ["the end of the world", 180, 10, 32_660],
])("measures in the metric CRS of the territory: %s", (_name, lon, lat, crs) => {
  expect(metricCrsAt(lon, lat)).toBe(crs);
});

describe("the document of a feature", () => {
  const plan: AnswerDocument = { id: "30014_PLU_20171013", title: "PLU", state: "03" };

  it("is the declared one that it names, in either case of the column", () => {
    expect(documentOf({ idurba: plan.id }, "plan-document", [plan])).toEqual(plan);
  });

  it("is a plan of unknown state when the named plan is not declared: it is never assumed to be in force", () => {
    const document = documentOf({ IDURBA: "30014_PLU_20200201" }, "plan-document", [plan]);
    expect(document).toEqual({ id: "30014_PLU_20200201", title: "30014_PLU_20200201", state: null, approved: "2020-02-01" });
    expect(documentOf({ IDURBA: "x_PLU_20209999" }, "plan-document", [])).not.toHaveProperty("approved");
  });

  it("is the layer's one document, or none for an easement without declared act", () => {
    expect(documentOf({}, "easement-act", [{ ...plan, id: null }])).toMatchObject({ title: "PLU" });
    expect(documentOf({ IDGEN: "7" }, "easement-act", [])).toBeUndefined();
  });
});

const layer = (id: string, facts: Candidate["facts"]): Candidate => ({
  id,
  lens: null,
  datasetId: id,
  title: id,
  language: "fr",
  titleLang: "fr",
  tableName: id,
  srid: 2154,
  fields: [],
  bbox: null,
  facts,
  version: "1",
  isRestricted: false,
  imported: "2026-01-01",
  captured: undefined,
  accuracyM: undefined,
  scaleDenominator: undefined,
  staleAfterDays: undefined,
  producer: undefined,
  coverage: "undeclared",
  communes: [],
  documents: [],
});

it("reads each layer once for all its themes, with the widest ring", () => {
  const needs = needsOf(
    [frSup, frRisks],
    [
      layer("all", { model: "cnig-sup-2016", table: "ASSIETTE_SUP_S", tags: [] }),
      layer("cavities", { model: null, table: null, tags: ["cavity", "soil-history"] }),
      layer("nothing", { model: "cnig-plu-2017", table: "ZONE_URBA", tags: [] }),
    ],
  );
  expect(needs.map(({ candidate, ringM, uses }) => [candidate.id, ringM, uses.length])).toEqual([
    ["all", 0, frSup.themes.length],
    ["cavities", 500, 2],
  ]);
});
