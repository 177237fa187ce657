import type { RepairedDelivery } from "./repaired.ts";

/** The differences between two states of a delivery. */
export interface ChangedParts {
  /** Changed tables, by `tableKey`. */
  tables: ReadonlySet<string>;
  /** True when more than rows and columns changed: file names, metadata records, coordinate systems. */
  isWide: boolean;
}

/** What may differ between two recipes for the same delivery: the effects of the steps after their common beginning. */
export function changedBetween(before: Pick<RepairedDelivery, "effects">, after: Pick<RepairedDelivery, "effects">): ChangedParts {
  const text = (effect: RepairedDelivery["effects"][number] | undefined) => effect && JSON.stringify(effect.operations);
  let shared = 0;
  while (shared < before.effects.length && text(before.effects[shared]) === text(after.effects[shared])) shared++;
  const other = [...before.effects.slice(shared), ...after.effects.slice(shared)];
  return { tables: new Set(other.flatMap(({ tables }) => [...tables])), isWide: other.some(({ isWide }) => isWide) };
}
