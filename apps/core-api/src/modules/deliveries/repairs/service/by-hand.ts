import type { removeRowInput, repairAnswer, setShapeInput, setValuesInput } from "@archipel/contracts/repairs.ts";
import { isGeometry } from "@archipel/geo/geojson.ts";
import { hasHeights } from "@archipel/geo/heights-between.ts";
import { toExactWkt } from "@archipel/validation/geometry/wkt.ts";
import type { Operation } from "@archipel/validation/repair/recipe.ts";
import type { RepairedDelivery } from "@archipel/validation/repair/repaired.ts";
import { type RowAsRead, readRow, subjectsOf, wrongType } from "@archipel/validation/repair/row.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { applyRecipe } from "../apply/recipe.ts";
import { assertCheckedDelivery, openOriginal, type RepairContext, repairContextOf } from "./about-check.ts";
import { addEdits } from "./change.ts";

type Answer = z.infer<typeof repairAnswer>;
type RowInput = z.infer<typeof removeRowInput>;

/** Writes values into a row. Each must be of its field's type; the next check tests the other rules. */
export async function setValues(core: Core, actor: MemberActor, input: z.infer<typeof setValuesInput>): Promise<Answer> {
  const operations = await onRow(core, actor, input, async (found, delivery, { model, options }) => {
    const subjects = subjectsOf(delivery, model, options, found.table);
    return input.values.map(({ field, value }): Operation => {
      if (!found.table.fields.some(({ name }) => name === field)) throw new DomainError("invalid", "field-not-in-table", { field }, field);
      const type = wrongType(value, subjects.get(field));
      if (type) throw new DomainError("invalid", "value-not-of-type", { field, value: value.slice(0, 80), type }, field);
      return { set: { ...placeOf(found, input), field, value: value.trim() === "" ? null : value } };
    });
  });
  return addEdits(core, actor, input.checkId, operations);
}

/** Replaces the shape of a row, in degrees. A flat shape keeps the heights of the old one; a shape with heights replaces them. */
export async function setShape(core: Core, actor: MemberActor, input: z.infer<typeof setShapeInput>): Promise<Answer> {
  const { shape } = input;
  if (!isGeometry(shape)) throw new DomainError("invalid", "shape-not-understood", {}, "shape");
  const wkt = toExactWkt(shape, hasHeights(shape));
  const operations = await onRow(core, actor, input, async (found): Promise<Operation[]> => {
    if (found.shape === null) throw new DomainError("invalid", "shape-has-no-place", {}, "shape");
    return [{ setShape: { ...placeOf(found, input), wkt, crs: "degrees" } }];
  });
  return addEdits(core, actor, input.checkId, operations);
}

/** Removes a row. The others keep their numbers. */
export async function removeRow(core: Core, actor: MemberActor, input: RowInput): Promise<Answer> {
  const operations = await onRow(core, actor, input, async (found): Promise<Operation[]> => [{ removeRow: placeOf(found, input) }]);
  return addEdits(core, actor, input.checkId, operations);
}

const placeOf = ({ table }: RowAsRead, { row }: RowInput) => ({ table: table.name, file: table.file, row });

/** Edits a row of the repaired delivery. @throws DomainError when there is no row of this number */
async function onRow(
  core: Core,
  actor: MemberActor,
  input: RowInput,
  decide: (found: RowAsRead, delivery: RepairedDelivery, context: RepairContext) => Promise<Operation[]>,
): Promise<Operation[]> {
  const context = await core.database.withTenant(actor, async (tx) =>
    repairContextOf(tx, actor, await assertCheckedDelivery(tx, actor, input.checkId)),
  );
  return openOriginal(core, context, async (original) => {
    const delivery = applyRecipe(original, context.parts);
    const found = await readRow(delivery, input, context.options);
    if (!found?.values) throw new DomainError("not-found", "row-not-found", { table: input.table, row: input.row });
    return decide(found, delivery, context);
  });
}
