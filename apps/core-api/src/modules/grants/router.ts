import { communityInput } from "@archipel/contracts/communities.ts";
import {
  acceptAccessInput,
  askAccessInput,
  declineAccessInput,
  endGrantInput,
  explainInput,
  explainPageInput,
  giveGrantInput,
  listAccessRequestsInput,
  listGrantsInput,
  openedDatasetsInput,
  ownAccessRequestInput,
  revokeGrantInput,
  viewAsInput,
} from "@archipel/contracts/grants.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { explainAccess, explainPage, listOpened } from "./explain/service.ts";
import { acceptAccess, declineAccess, listAccessRequests } from "./requests/service/decide.ts";
import { askAccess, withdrawAccessRequest } from "./requests/service/send.ts";
import { endGrant, giveGrant, revokeGrant } from "./service/give.ts";
import { listGrantable, listGrants } from "./service/read.ts";
import { viewAs } from "./views/service.ts";

export const grantsRouter = router({
  list: communityProcedure("grants.give")
    .input(listGrantsInput)
    .query(({ ctx, input }) => listGrants(ctx.core, ctx.actor, input.datasetId)),
  // What can be given, for those who give by an organisation and read nothing else there.
  datasets: communityProcedure("grants.give")
    .input(communityInput)
    .query(({ ctx }) => listGrantable(ctx.core, ctx.actor)),
  give: communityProcedure("grants.give")
    .input(giveGrantInput)
    .mutation(({ ctx, input }) => giveGrant(ctx.core, ctx.actor, input)),
  end: communityProcedure("grants.give")
    .input(endGrantInput)
    .mutation(({ ctx, input }) => endGrant(ctx.core, ctx.actor, input)),
  revoke: communityProcedure("grants.give")
    .input(revokeGrantInput)
    .mutation(({ ctx, input }) => revokeGrant(ctx.core, ctx.actor, input.grantId)),
  viewAs: communityProcedure("grants.manage")
    .input(viewAsInput)
    .mutation(({ ctx, input }) => viewAs(ctx.core, ctx.actor, input)),
  // For visitors too: a part can be open to everyone.
  explain: publicProcedure("grants.look-up")
    .input(explainInput)
    .query(({ ctx, input }) => explainAccess(ctx.core, ctx.actor, input.datasetId)),
  explainPage: userProcedure("grants.explain")
    .input(explainPageInput)
    .query(({ ctx, input }) => explainPage(ctx.core, ctx.actor, input)),
  opened: userProcedure("grants.explain")
    .input(openedDatasetsInput)
    .query(({ ctx, input }) => listOpened(ctx.core, ctx.actor, input.portalId)),
  ask: userProcedure("grants.ask")
    .input(askAccessInput)
    .mutation(({ ctx, input }) => askAccess(ctx.core, ctx.actor, input)),
  withdraw: userProcedure("grants.ask")
    .input(ownAccessRequestInput)
    .mutation(({ ctx, input }) => withdrawAccessRequest(ctx.core, ctx.actor, input.requestId)),
  requests: communityProcedure("grants.manage")
    .input(listAccessRequestsInput)
    .query(({ ctx, input }) => listAccessRequests(ctx.core, ctx.actor, input)),
  accept: communityProcedure("grants.manage")
    .input(acceptAccessInput)
    .mutation(({ ctx, input: { communityId: _, ...decision } }) => acceptAccess(ctx.core, ctx.actor, decision)),
  decline: communityProcedure("grants.manage")
    .input(declineAccessInput)
    .mutation(({ ctx, input }) => declineAccess(ctx.core, ctx.actor, input)),
});
