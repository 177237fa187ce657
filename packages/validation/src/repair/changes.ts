import type { RepairedDelivery } from "./repaired.ts";

/** What is other between two states of a delivery. */
export interface ChangedParts {
  /** By `tableKey`. */
  tables: ReadonlySet<string>;
  /** More than rows and columns of tables: names of files, records, coordinate systems. */
  isWide: boolean;
}

/** What may be other between two recipes over one delivery: that which the steps that they do not share bear on. */
export function changedBetween(before: Pick<RepairedDelivery, "effects">, after: Pick<RepairedDelivery, "effects">): ChangedParts {
  const text = (effect: RepairedDelivery["effects"][number] | undefined) => effect && JSON.stringify(effect.operations);
  let shared = 0;
  while (shared < before.effects.length && text(before.effects[shared]) === text(after.effects[shared])) shared++;
  const other = [...before.effects.slice(shared), ...after.effects.slice(shared)];
  return { tables: new Set(other.flatMap(({ tables }) => [...tables])), isWide: other.some(({ isWide }) => isWide) };
}
