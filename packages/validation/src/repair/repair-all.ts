import type { Verdict } from "../check.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { RuleOptions } from "../environment.ts";
import type { Finding } from "../finding.ts";
import type { Model } from "../model/model.ts";
import { OfferedRepairs } from "./offered.ts";
import type { OneClick, Recipe } from "./recipe.ts";
import { type RepairedDelivery, repairedDelivery } from "./repaired.ts";

/** A repair can make others possible: the values of a renamed column are checked for the first time. */
const ROUNDS = 4;

/**
 * Does every automatic repair that a check offers, checks again, and repeats until nothing more is offered.
 *
 * @param checked runs a check and passes its findings to `onFinding`
 * @param options.only codes to repair; by default all
 */
export async function repairUntilDone(
  delivery: Delivery,
  model: Model,
  checked: (delivery: Delivery, onFinding: (finding: Finding) => void) => Promise<Verdict>,
  { only, ...options }: RuleOptions & { only?: ReadonlySet<string> | null },
): Promise<{ recipe: Recipe; repaired: RepairedDelivery }> {
  const operations: OneClick[] = [];
  const known = new Set<string>();
  let repaired = repairedDelivery(delivery, model, { operations }, options);
  for (let round = 0; round < ROUNDS; round++) {
    const offered = new OfferedRepairs();
    const { ran } = await checked(repaired, (finding) => {
      if (!only || only.has(finding.code)) offered.add(finding);
    });
    const fresh = offered.list().filter((operation) => !known.has(JSON.stringify(operation)));
    if (!ran || fresh.length === 0) break;
    for (const operation of fresh) known.add(JSON.stringify(operation));
    operations.push(...fresh);
    repaired = repairedDelivery(delivery, model, { operations }, options);
  }
  return { recipe: { operations }, repaired };
}
