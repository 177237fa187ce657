import type { Rule } from "../rule.ts";
import { both } from "../rule-writer.ts";

type Limit = NonNullable<Rule["limit"]>;

const agreement = (fr: string, en: string): Limit => ({ how: "agreement", by: both(fr, en) });

const heritage = agreement("l’accord de l’architecte des Bâtiments de France", "the approval of the State’s heritage architect");
const specialPermission = agreement("une autorisation spéciale de l’État", "a special authorisation of the State");

/** How easements bear on building where their level does not say it, by category, or category and variant. */
const limits: Readonly<Record<string, Limit>> = {
  AC1: heritage,
  "AC1-monument": agreement("une autorisation au titre des monuments historiques", "an authorisation for historic monuments"),
  "AC1-surroundings": heritage,
  AC2: { how: "conditions", by: both("site protégé", "protected site") },
  "AC2-classified": specialPermission,
  "AC2-listed": { how: "conditions", by: both("site inscrit", "listed site") },
  AC3: specialPermission,
  AC4: heritage,
  EL10: agreement("l’autorisation du parc national", "the authorisation of the national park"),
  INT1: agreement("l’accord du maire, près d’un cimetière", "the approval of the mayor, near a cemetery"),
  PM1: { how: "conditions" },
  PM3: { how: "conditions" },
  "AS1-near": { how: "conditions", by: both("captage d’eau potable, zone rapprochée", "drinking water catchment, inner area") },
};

/** The limit of an easement, as a part of its rule. */
export function limitFor(key: string): { limit?: Limit } {
  const limit = Object.hasOwn(limits, key) ? limits[key] : undefined;
  return limit ? { limit } : {};
}

/** Prevention plans are also easements, and a portal may have them as both. */
export const isPreventionPlan = (category: string): boolean => category === "PM1" || category === "PM3";
