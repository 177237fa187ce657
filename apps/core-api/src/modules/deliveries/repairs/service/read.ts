import {
  type listRepairsInput,
  MAX_LISTED_REPAIRS,
  type RepairedRow,
  type repairedRowInput,
  type UploadRepairs,
} from "@archipel/contracts/repairs.ts";
import { type Operation, parseRecipe } from "@archipel/validation/repair/recipe.ts";
import type { CellSubject } from "@archipel/validation/repair/repairs/repair.ts";
import { readRow, subjectsOf } from "@archipel/validation/repair/row.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { namesOf } from "../../../../kernel/names.ts";
import { findingsAt } from "../../checks/service/read.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { applyRecipe, type RepairRow, repairsAt, storedCounts } from "../apply/recipe.ts";
import { aboutOf, lineageOfAll } from "../policy.ts";
import { findingsOnRow } from "../queries.ts";
import { assertCheckedDelivery, openOriginal, repairContextOf } from "./about-check.ts";

/** Values of a code list that are offered. */
const MAX_CHOICES = 500;

/** The repairs of an upload, newest first, and their sums. */
export function listRepairs(core: Core, actor: MemberActor, { uploadId }: z.infer<typeof listRepairsInput>): Promise<UploadRepairs> {
  const { communityId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const { recipeRevision } = await assertUpload(tx, actor, uploadId);
    const rows = await repairsAt(tx, communityId, uploadId, recipeRevision);
    const repairs = rows.map((row) => ({
      row,
      operation: operationOf(row),
      counts: row.counts === null ? null : storedCounts.parse(row.counts),
    }));
    const listed = repairs.slice(-MAX_LISTED_REPAIRS).reverse();
    const names = await namesOf(tx, [...new Set(listed.map(({ row }) => row.authorId))]);
    const items = listed.map(({ row, operation, counts }) => ({
      ...aboutOf(operation),
      position: row.position,
      revision: row.revision,
      counts,
      authorName: names.get(row.authorId) ?? "",
      createdAt: row.createdAt,
    }));
    return { revision: recipeRevision, total: rows.length, items, lineage: lineageOfAll(repairs) };
  });
}

function operationOf({ operation }: RepairRow): Operation {
  const [parsed] = parseRecipe({ operations: [operation] }).operations;
  if (!parsed) throw new Error("a stored recipe has an empty operation");
  return parsed;
}

/** A row of the repaired delivery: values and constraints of its fields, its shape, and its findings. */
export async function getRow(core: Core, actor: MemberActor, input: z.infer<typeof repairedRowInput>): Promise<RepairedRow> {
  const { checkId, row } = input;
  const { context, findings } = await core.database.withTenant(actor, async (tx) => {
    const context = await repairContextOf(tx, actor, await assertCheckedDelivery(tx, actor, checkId));
    const sequences = await findingsOnRow(tx, actor.communityId, checkId, input);
    return { context, findings: await findingsAt(tx, actor.communityId, checkId, sequences) };
  });
  return openOriginal(core, context, async (original) => {
    const delivery = applyRecipe(original, context.parts);
    const found = await readRow(delivery, input, context.options);
    if (!found) throw new DomainError("not-found", "row-not-found", { table: input.table, row });
    const { table, values, shape } = found;
    const subjects = subjectsOf(delivery, context.model, context.options, table);
    return {
      file: table.file,
      table: table.name,
      row,
      isThere: values !== null,
      fields: table.fields.map(({ name }, column) => ({ name, value: values?.[column] ?? null, rule: ruleOf(subjects.get(name)) })),
      hasShape: table.geometryType !== null,
      shape: shape && { ...shape },
      findings,
    };
  });
}

function ruleOf(subject: CellSubject | undefined): RepairedRow["fields"][number]["rule"] {
  if (!subject) return null;
  const { field, choices } = subject;
  const isListed = choices.length > 0 && choices.length <= MAX_CHOICES;
  return {
    type: field.type,
    required: field.required ?? false,
    maxLength: field.maxLength ?? null,
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    pattern: field.pattern ?? null,
    choices: isListed ? choices.map(([value = "", label = ""]) => ({ value, label })) : null,
  };
}
