import type { Model } from "../src/model/model.ts";
import { streetPlanModel } from "./pcrs.ts";
import { floodDirectiveModel } from "./risks/flood-directive.ts";
import { riskPlanModel } from "./risks/ppr.ts";

/**
 * The models that are defined in code, because their tables are similar. Models written by hand are in models/, and the facts of the national
 * planning portal, from which its models are built when they are loaded, are in models/national/.
 */
export function shippedByCode(): Model[] {
  return [riskPlanModel(), floodDirectiveModel(), streetPlanModel()];
}
