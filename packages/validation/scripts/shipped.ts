import type { Model } from "../src/model/model.ts";
import { categories } from "./cnig/easement-categories.ts";
import { easementModel } from "./cnig/easements.ts";
import { planningModel } from "./cnig/planning.ts";
import { scotModel } from "./cnig/scot.ts";
import { streetPlanModel } from "./pcrs.ts";
import { floodDirectiveModel } from "./risks/flood-directive.ts";
import { riskPlanModel } from "./risks/ppr.ts";

/** The models that are defined in code, because their tables are similar from year to year. Models written by hand are in models/. */
export function shippedByCode(): Model[] {
  return [
    ...([2013, 2014, 2017, 2022, 2023, 2024, 2025] as const).map((year) => planningModel("PLU", year)),
    ...([2014, 2017, 2022, 2024, 2025] as const).map((year) => planningModel("PLUi", year)),
    ...([2013, 2014, 2017] as const).map((year) => planningModel("CC", year)),
    scotModel(),
    ...categories.map(easementModel),
    riskPlanModel(),
    floodDirectiveModel(),
    streetPlanModel(),
  ];
}
