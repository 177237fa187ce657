import type { CommunityId } from "@archipel/contracts/ids.ts";
import { lineageEntry } from "@archipel/contracts/repairs.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import type { RuleOptions } from "@archipel/validation/environment.ts";
import type { Model } from "@archipel/validation/model/model.ts";
import { lineageOf } from "@archipel/validation/repair/lineage.ts";
import { type Operation, parseRecipe } from "@archipel/validation/repair/recipe.ts";
import { type RepairedDelivery, repairedDelivery } from "@archipel/validation/repair/repaired.ts";
import { z } from "zod";
import { modelOfCheck } from "../../../models/service.ts";
import { storedOptions } from "../../checks/policy.ts";

export type RepairRow = Prisma.UploadRepairGetPayload<object>;
export const storedCounts = z.array(lineageEntry);

/** Successive operations of one model and its options. */
export interface RecipePart {
  model: Model;
  options: RuleOptions;
  operations: Operation[];
}

/** The repairs of an upload at a revision of its recipe, in the order in which they are applied. */
export function repairsAt(tx: Tx, communityId: CommunityId, uploadId: string, revision: number): Promise<RepairRow[]> {
  return tx.uploadRepair.findMany({
    where: { communityId, uploadId, revision: { lte: revision }, OR: [{ undoneRevision: null }, { undoneRevision: { gt: revision } }] },
    orderBy: { position: "asc" },
  });
}

/** The repairs grouped by model, ready to apply; null when one of the models is gone. */
export async function partsOf(tx: Tx, communityId: CommunityId, rows: readonly RepairRow[]): Promise<RecipePart[] | null> {
  const parts: RecipePart[] = [];
  let last = "";
  for (const row of rows) {
    const key = JSON.stringify([row.modelKey, row.modelVersion, row.options]);
    if (key !== last) {
      const model = await modelOfCheck(tx, communityId, row.modelKey, row.modelVersion);
      if (!model) return null;
      parts.push({ model, options: optionsOf(row.options), operations: [] });
      last = key;
    }
    parts.at(-1)?.operations.push(...parseRecipe({ operations: [row.operation] }).operations);
  }
  return parts;
}

/** A check's options in the form that the rules take. */
export function optionsOf(options: unknown): RuleOptions {
  const { flat, srid } = storedOptions.parse(options);
  return { flat, ...(srid === null ? {} : { srid }) };
}

/** Applies the repairs to a delivery, part by part: each to the result of the parts before it. */
export function applyRecipe(delivery: Delivery, parts: readonly RecipePart[]): RepairedDelivery {
  let repaired: RepairedDelivery = { ...delivery, effects: [] };
  for (const { model, operations, options } of parts) {
    const next = repairedDelivery(repaired, model, { operations }, options);
    repaired = { ...next, effects: [...repaired.effects, ...next.effects] };
  }
  return repaired;
}

/**
 * Stores the counts of one-click repairs, after their rows were read. A recheck reads only what changed, so counts already stored stay
 * unless `isWhole`.
 */
export async function keepCounts(
  tx: Tx,
  communityId: CommunityId,
  rows: readonly RepairRow[],
  { effects }: RepairedDelivery,
  isWhole: boolean,
): Promise<void> {
  let at = 0;
  for (const effect of effects) {
    const row = rows[at];
    at += effect.operations.length;
    const [operation] = effect.operations;
    if (!row || !operation || !("repair" in operation) || (row.counts !== null && !isWhole)) continue;
    const counts = lineageOf({ effects: [effect] }).map((entry) => ({ ...entry }));
    const { uploadId, position } = row;
    await tx.uploadRepair.update({ where: { uploadId_position: { uploadId, position }, communityId }, data: { counts } });
  }
}
