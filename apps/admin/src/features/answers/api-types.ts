/** Only the types of core-api cross into the site. */
export type { ExampleOutcome, ExpectedFinding, ListedExample } from "@archipel/core-api/modules/answers/service/examples.ts";
export type {
  PackRules,
  RuleDetails,
  RuleSummary,
} from "@archipel/core-api/modules/answers/service/rules.ts";
export type { Trial } from "@archipel/core-api/modules/answers/service/trial.ts";
export type { LayerValues } from "@archipel/core-api/modules/answers/service/values.ts";
