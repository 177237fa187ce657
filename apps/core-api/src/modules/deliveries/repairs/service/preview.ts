import type { offeredRepairsInput, RepairPreview } from "@archipel/contracts/repairs.ts";
import type { Delivery } from "@archipel/validation/delivery/delivery.ts";
import type { RuleOptions } from "@archipel/validation/environment.ts";
import { precisionOf } from "@archipel/validation/repair/layers/borders.ts";
import { type RowPlace, readRow } from "@archipel/validation/repair/row.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { applyRecipe } from "../apply/recipe.ts";
import { operationsOf } from "../policy.ts";
import { type OfferedRow, offeredIn } from "../queries.ts";
import { assertCheckedDelivery, openOriginal, repairContextOf } from "./about-check.ts";

/** What a click would do: kinds of repairs, number of findings, and one example before and after. */
export async function previewRepairs(core: Core, actor: MemberActor, input: z.infer<typeof offeredRepairsInput>): Promise<RepairPreview> {
  const { checkId, on } = input;
  const { context, offered } = await core.database.withTenant(actor, async (tx) => ({
    context: await repairContextOf(tx, actor, await assertCheckedDelivery(tx, actor, checkId)),
    offered: await offeredIn(tx, actor.communityId, checkId, on),
  }));
  const repairs = countsOf(offered);
  if (repairs.length === 0) return { repairs, precision: null, example: null };
  const operations = operationsOf(offered, input);
  const { model, options, parts } = context;
  const snapping = operations.find(({ repair }) => repair === "snap-precision");
  return openOriginal(core, context, async (original) => {
    const [before, after] = [applyRecipe(original, parts), applyRecipe(original, [...parts, { model, options, operations }])];
    const precision = snapping ? precisionOf(before, model, snapping, options) : null;
    return { repairs, precision, example: await exampleOf(before, after, offered, options) };
  });
}

function countsOf(offered: readonly OfferedRow[]): RepairPreview["repairs"] {
  const counts = new Map<string, number>();
  for (const { repair, count } of offered) counts.set(repair, (counts.get(repair) ?? 0) + count);
  return [...counts].map(([repair, count]) => ({ repair, count }));
}

async function exampleOf(
  before: Delivery,
  after: Delivery,
  offered: readonly OfferedRow[],
  options: RuleOptions,
): Promise<RepairPreview["example"]> {
  const first = offered.find(({ row, table }) => row !== null && table !== null);
  const place = first?.table && first.row !== null ? { table: first.table, row: first.row, file: first.file ?? undefined } : null;
  return (place && (await rowExample(before, after, place, options))) ?? nameExample(before, after);
}

/** A row that the repair changes. */
async function rowExample(before: Delivery, after: Delivery, place: RowPlace, options: RuleOptions): Promise<RepairPreview["example"]> {
  const { row } = place;
  const [old, fresh] = [await readRow(before, place, options), await readRow(after, place, options)];
  if (!old?.values) return null;
  if (!fresh?.values) return { kind: "removed", row };
  const { values } = fresh;
  const column = old.values.findIndex((value, index) => value !== values[index]);
  const field = old.table.fields[column]?.name;
  if (field !== undefined && old.values.length === values.length)
    return { kind: "value", row, field, before: old.values[column] ?? null, after: values[column] ?? null };
  if (JSON.stringify(old.shape) === JSON.stringify(fresh.shape)) return null;
  return { kind: "shape", row, before: old.shape && { ...old.shape }, after: fresh.shape && { ...fresh.shape } };
}

/** A file or a column that is renamed, added or removed. */
function nameExample(before: Delivery, after: Delivery): RepairPreview["example"] {
  const files = ({ files: all }: Delivery) => all.map(({ path }) => path);
  const columns = ({ tables }: Delivery) => tables.flatMap(({ name, fields }) => fields.map((field) => `${name}.${field.name}`));
  for (const names of [files, columns]) {
    const [old, fresh] = [names(before), names(after)];
    const gone = old.find((name) => !fresh.includes(name)) ?? null;
    const come = fresh.find((name) => !old.includes(name)) ?? null;
    if (gone !== null || come !== null) return { kind: "name", before: gone, after: come };
  }
  return null;
}
