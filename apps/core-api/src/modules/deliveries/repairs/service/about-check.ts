import type { Tx } from "@archipel/database/database.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import type { RuleOptions } from "@archipel/validation/environment.ts";
import type { Model } from "@archipel/validation/model/model.ts";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { modelOfCheck } from "../../../models/service.ts";
import { storedOptions } from "../../checks/policy.ts";
import { type CheckedUpload, openChecked } from "../../checks/run/open-checked.ts";
import { assertCheck } from "../../checks/service/read.ts";
import { choicesOf } from "../../uploads/inspect/chosen.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { optionsOf, partsOf, type RecipePart, type RepairRow, repairsAt } from "../apply/recipe.ts";

/** A check, its upload, and the current repairs of that upload. */
export interface CheckedDelivery {
  check: Awaited<ReturnType<typeof assertCheck>>;
  upload: Awaited<ReturnType<typeof assertUpload>> & { objectKey: string };
  repairs: RepairRow[];
}

/** @throws DomainError when there is no check of this id, or it has not run */
export async function assertCheckedDelivery(tx: Tx, actor: MemberActor, checkId: string): Promise<CheckedDelivery> {
  const check = await assertCheck(tx, actor.communityId, checkId);
  if (check.verdict === null) throw new DomainError("conflict", "check-not-ready");
  const { objectKey, ...upload } = await assertUpload(tx, actor, check.uploadId);
  if (!objectKey) throw new DomainError("conflict", "upload-is-busy", { status: upload.status });
  return { check, upload: { ...upload, objectKey }, repairs: await repairsAt(tx, actor.communityId, upload.id, upload.recipeRevision) };
}

/** What is needed to apply the repairs to the file, and to validate a person's edits. */
export interface RepairContext extends CheckedUpload {
  checkOptions: unknown;
  model: Model;
  options: RuleOptions;
  parts: RecipePart[];
}

export async function repairContextOf(tx: Tx, actor: MemberActor, { check, upload, repairs }: CheckedDelivery): Promise<RepairContext> {
  const model = await modelOfCheck(tx, actor.communityId, check.modelKey, check.modelVersion);
  const parts = await partsOf(tx, actor.communityId, repairs);
  if (!model || !parts) throw new DomainError("not-found", "model-not-found");
  const { fileName, objectKey } = upload;
  const choices = await choicesOf(tx, actor.communityId, upload);
  return { fileName, objectKey, choices, checkOptions: check.options, model, options: optionsOf(check.options), parts };
}

export function openOriginal<T>(core: Core, context: RepairContext, work: (original: Delivery) => Promise<T>): Promise<T> {
  return openChecked(core, context, storedOptions.parse(context.checkOptions), work);
}
