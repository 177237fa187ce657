import { communityInput } from "@archipel/contracts/communities.ts";
import {
  acceptRequestInput,
  declineRequestInput,
  listRequestsInput,
  ownRequestInput,
  sendRequestInput,
  setAdmissionInput,
  standingInput,
} from "@archipel/contracts/requests.ts";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { communityProcedure, portalProcedure, router, userProcedure } from "../../../trpc/procedures.ts";
import { acceptRequest, declineRequest, listRequests, readAdmission, setAdmission } from "./service/decide.ts";
import { ownRequests, sendRequest, standingOf, withdrawRequest } from "./service/send.ts";

export const requestsRouter = router({
  standing: portalProcedure("requests.visit")
    .input(standingInput)
    .query(({ ctx, input }) => standingOf(ctx.core, ctx.visit, input.communityId)),
  send: userProcedure("requests.send")
    .input(sendRequestInput)
    .mutation(async ({ ctx: { core, actor, address }, input }) =>
      sendRequest(core, { ...(await visitPortal(core, actor, input.portalId, address)), userId: actor.userId }, input),
    ),
  own: userProcedure("requests.send").query(({ ctx }) => ownRequests(ctx.core, ctx.actor.userId)),
  withdraw: userProcedure("requests.send")
    .input(ownRequestInput)
    .mutation(({ ctx, input }) => withdrawRequest(ctx.core, ctx.actor.userId, input.requestId)),
  list: communityProcedure("requests.decide")
    .input(listRequestsInput)
    .query(({ ctx, input }) => listRequests(ctx.core, ctx.actor, input.isDecided)),
  accept: communityProcedure("requests.decide")
    .input(acceptRequestInput)
    .mutation(({ ctx, input }) => acceptRequest(ctx.core, ctx.actor, input)),
  decline: communityProcedure("requests.decide")
    .input(declineRequestInput)
    .mutation(({ ctx, input }) => declineRequest(ctx.core, ctx.actor, input)),
  admission: communityProcedure("requests.set-rules")
    .input(communityInput)
    .query(({ ctx }) => readAdmission(ctx.core, ctx.actor)),
  setAdmission: communityProcedure("requests.set-rules")
    .input(setAdmissionInput)
    .mutation(({ ctx, input }) => setAdmission(ctx.core, ctx.actor, input)),
});
