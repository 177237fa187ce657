import {
  applyUpdateInput,
  compareAgainInput,
  listRevisionsInput,
  prepareUpdateInput,
  restoreInput,
  updateChangesInput,
  updateInput,
} from "@archipel/contracts/updates.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { applyUpdate, discardUpdate } from "./service/apply.ts";
import { compareAgain, prepareRestoration, prepareUpdate } from "./service/prepare.ts";
import { getUpdate, listChanges } from "./service/read.ts";
import { listRevisions } from "./service/revisions.ts";

export const updatesRouter = router({
  prepare: communityProcedure("updates.manage")
    .input(prepareUpdateInput)
    .mutation(({ ctx, input }) => prepareUpdate(ctx.core, ctx.actor, input)),
  restore: communityProcedure("updates.manage")
    .input(restoreInput)
    .mutation(({ ctx, input }) => prepareRestoration(ctx.core, ctx.actor, input)),
  get: communityProcedure("updates.manage")
    .input(updateInput)
    .query(({ ctx, input }) => getUpdate(ctx.core, ctx.actor, input.updateId)),
  compareAgain: communityProcedure("updates.manage")
    .input(compareAgainInput)
    .mutation(({ ctx, input }) => compareAgain(ctx.core, ctx.actor, input)),
  changes: communityProcedure("updates.manage")
    .input(updateChangesInput)
    .query(({ ctx, input }) => listChanges(ctx.core, ctx.actor, input)),
  commit: communityProcedure("updates.manage")
    .input(applyUpdateInput)
    .mutation(({ ctx, input }) => applyUpdate(ctx.core, ctx.actor, input)),
  discard: communityProcedure("updates.manage")
    .input(updateInput)
    .mutation(({ ctx, input }) => discardUpdate(ctx.core, ctx.actor, input.updateId)),
  revisions: communityProcedure("revisions.read")
    .input(listRevisionsInput)
    .query(({ ctx, input }) => listRevisions(ctx.core, ctx.actor, input)),
});
