import { communityInput } from "@archipel/contracts/communities.ts";
import { requestExportInput } from "@archipel/contracts/communities-transfer.ts";
import { communityProcedure, router } from "../../../trpc/procedures.ts";
import * as exports from "./service.ts";

export const communityExportsRouter = router({
  list: communityProcedure("communities.export")
    .input(communityInput)
    .query(({ ctx }) => exports.listCommunityExports(ctx.core, ctx.actor)),
  request: communityProcedure("communities.export")
    .input(requestExportInput)
    .mutation(({ ctx, input }) => exports.requestCommunityExport(ctx.core, ctx.actor, { password: input.password, network: ctx.network })),
});
