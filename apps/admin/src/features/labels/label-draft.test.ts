import type { LabelRule, QualityLabel } from "@archipel/contracts/quality-labels.ts";
import { expect, it } from "vitest";
import { draftOf, ruleOf } from "./label-draft.ts";

const label = (rule: LabelRule): QualityLabel => ({
  id: "01890000-0000-7000-8000-000000000000",
  nameFr: "Fiable",
  nameEn: "",
  meaningFr: "",
  meaningEn: "",
  colour: "success",
  rule,
});

it.each<LabelRule>([
  { by: "vote", quorum: 12, share: 0.57 },
  {
    by: "figures",
    thresholds: [
      { figure: "validity", atLeast: 0.57 },
      { figure: "confidence", atLeast: 60 },
      { figure: "openReports", atMost: 0 },
      { figure: "freshness", atWorst: "due" },
    ],
  },
])("comes back from its form as it was: %j", (rule) => {
  expect(ruleOf(draftOf(label(rule)))).toEqual(rule);
});

it("makes no rule of empty or impossible values", () => {
  const draft = draftOf(null);
  const limits = draftOf(label({ by: "vote", quorum: 1, share: 0.5 })).limits;
  expect(ruleOf(draft)).not.toBeNull();
  expect(ruleOf({ ...draft, limits })).toBeNull();
  expect(ruleOf({ ...draft, limits: { ...limits, validity: "120" } })).toBeNull();
  expect(ruleOf({ ...draft, limits: { ...limits, openReports: "1.5" } })).toBeNull();
  expect(ruleOf({ ...draft, by: "vote", quorum: "", share: "60" })).toBeNull();
  expect(ruleOf({ ...draft, by: "vote", quorum: "3", share: "40" })).toBeNull();
});
