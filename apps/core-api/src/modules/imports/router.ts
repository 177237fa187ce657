import { chooseInput, importInput, takeImportInput } from "@archipel/contracts/imports.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { chooseReading, discardImport, getImport, takeImport } from "./service.ts";

export const importsRouter = router({
  get: communityProcedure("contributions.create")
    .input(importInput)
    .query(({ ctx, input }) => getImport(ctx.core, ctx.actor, input.importId)),
  choose: communityProcedure("contributions.create")
    .input(chooseInput)
    .mutation(({ ctx, input }) => chooseReading(ctx.core, ctx.actor, input)),
  take: communityProcedure("contributions.create")
    .input(takeImportInput)
    .mutation(({ ctx, input }) => takeImport(ctx.core, ctx.actor, input)),
  discard: communityProcedure("contributions.create")
    .input(importInput)
    .mutation(({ ctx, input }) => discardImport(ctx.core, ctx.actor, input.importId)),
});
