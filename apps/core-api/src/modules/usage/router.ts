import { resendInvitationInput, setQuotaInput } from "@archipel/contracts/usage.ts";
import { operatorProcedure, router } from "../../trpc/procedures.ts";
import { resendFirstInvitation } from "../members/invitations/service/invite.ts";
import { communityUsages, platformPortals, setQuota } from "./service/communities.ts";

/** What communities use. The state of the platform is with the jobs, whose words it needs (jobs/router.ts). */
export const usageRouter = router({
  communities: operatorProcedure("usage.administer").query(({ ctx }) => communityUsages(ctx.core)),
  portals: operatorProcedure("usage.administer").query(({ ctx }) => platformPortals(ctx.core)),
  setQuota: operatorProcedure("usage.administer")
    .input(setQuotaInput)
    .mutation(({ ctx, input }) => setQuota(ctx.core, ctx.actor, input.id, input.quotaBytes)),
  resendInvitation: operatorProcedure("usage.administer")
    .input(resendInvitationInput)
    .mutation(({ ctx, input }) => resendFirstInvitation(ctx.core, ctx.actor, input.invitationId)),
});
