import { setCountingInput, visitsInput } from "@archipel/contracts/visits.ts";
import { communityProcedure, router } from "../../trpc/procedures.ts";
import { setCounting, visitReport } from "./service/report.ts";

/** Pages are counted by a route of their own (http/visits.ts). */
export const visitsRouter = router({
  report: communityProcedure("visits.read")
    .input(visitsInput)
    .query(({ ctx, input }) => visitReport(ctx.core, ctx.actor, input)),
  setCounting: communityProcedure("visits.manage")
    .input(setCountingInput)
    .mutation(({ ctx, input }) => setCounting(ctx.core, ctx.actor, input)),
});
