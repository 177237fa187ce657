import {
  listRepairsInput,
  offeredRepairsInput,
  prepareRepairsInput,
  recheckInput,
  removeRowInput,
  repairedRowInput,
  setShapeInput,
  setValuesInput,
  undoRepairInput,
} from "@archipel/contracts/repairs.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import { removeRow, setShape, setValues } from "./service/by-hand.ts";
import { addRepairs, recheckRepaired, undoRepair } from "./service/change.ts";
import { prepareRepairs } from "./service/prepare.ts";
import { previewRepairs } from "./service/preview.ts";
import { getRow, listRepairs } from "./service/read.ts";

export const repairsRouter = router({
  list: communityProcedure("uploads.read")
    .input(listRepairsInput)
    .query(({ ctx, input }) => listRepairs(ctx.core, ctx.actor, input)),
  preview: communityProcedure("uploads.read")
    .input(offeredRepairsInput)
    .query(({ ctx, input }) => previewRepairs(ctx.core, ctx.actor, input)),
  row: communityProcedure("uploads.read")
    .input(repairedRowInput)
    .query(({ ctx, input }) => getRow(ctx.core, ctx.actor, input)),
  add: communityProcedure("uploads.edit")
    .input(offeredRepairsInput)
    .mutation(({ ctx, input }) => addRepairs(ctx.core, ctx.actor, input)),
  undo: communityProcedure("uploads.edit")
    .input(undoRepairInput)
    .mutation(({ ctx, input }) => undoRepair(ctx.core, ctx.actor, input)),
  recheck: communityProcedure("uploads.edit")
    .input(recheckInput)
    .mutation(({ ctx, input }) => recheckRepaired(ctx.core, ctx.actor, input)),
  setValues: communityProcedure("uploads.edit")
    .input(setValuesInput)
    .mutation(({ ctx, input }) => setValues(ctx.core, ctx.actor, input)),
  setShape: communityProcedure("uploads.edit")
    .input(setShapeInput)
    .mutation(({ ctx, input }) => setShape(ctx.core, ctx.actor, input)),
  removeRow: communityProcedure("uploads.edit")
    .input(removeRowInput)
    .mutation(({ ctx, input }) => removeRow(ctx.core, ctx.actor, input)),
  prepare: communityProcedure("uploads.edit")
    .input(prepareRepairsInput)
    .mutation(({ ctx, input }) => prepareRepairs(ctx.core, ctx.actor, input)),
});
