import { binEntryInput, eraseFromBinInput, listBinInput } from "@archipel/contracts/bin.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { eraseFromBin, listBin, restoreFromBin, usedBy } from "./service.ts";

export const binRouter = router({
  usedBy: communityProcedure("bin.manage")
    .input(binEntryInput)
    .query(({ ctx, input }) => usedBy(ctx.core, ctx.actor, input)),
  list: communityProcedure("bin.manage")
    .input(listBinInput)
    .query(({ ctx }) => listBin(ctx.core, ctx.actor)),
  restore: communityProcedure("bin.manage")
    .input(binEntryInput)
    .mutation(({ ctx, input }) => restoreFromBin(ctx.core, ctx.actor, input)),
  erase: communityProcedure("bin.manage")
    .input(eraseFromBinInput)
    .mutation(({ ctx, input }) => eraseFromBin(ctx.core, ctx.actor, input)),
});
