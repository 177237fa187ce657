import { importInput, startImportInput } from "@archipel/contracts/communities-transfer.ts";
import { operatorProcedure, router } from "../../../trpc/procedures.ts";
import * as imports from "./service.ts";

export const communityImportsRouter = router({
  list: operatorProcedure("communities.import").query(({ ctx }) => imports.listImports(ctx.core)),
  start: operatorProcedure("communities.import")
    .input(startImportInput)
    .mutation(({ ctx, input }) => imports.startImport(ctx.core, ctx.actor, input.importId, input.slugs)),
  discard: operatorProcedure("communities.import")
    .input(importInput)
    .mutation(({ ctx, input }) => imports.discardImport(ctx.core, input.importId)),
});
