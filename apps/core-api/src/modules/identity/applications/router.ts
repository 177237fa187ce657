import {
  namedApplicationInput,
  registerApplicationInput,
  revokeAllowedInput,
  suspendApplicationInput,
} from "@archipel/contracts/applications.ts";
import type { MemberActor, Person } from "../../../kernel/actor.ts";
import { communityProcedure, operatorProcedure, router, userProcedure } from "../../../trpc/procedures.ts";
import {
  allApplications,
  listAllowed,
  listApplications,
  type Registrar,
  registerApplication,
  removeApplication,
  renewSecret,
  revokeAllowed,
  suspendApplication,
} from "./service.ts";

const own = (actor: Person): Registrar => ({ actor, communityId: null });
const ofCommunity = (actor: MemberActor): Registrar => ({ actor, communityId: actor.communityId });

/** Applications of partners: those that a person or a community registers, and those that a person allows. */
export const applicationsRouter = router({
  own: userProcedure("applications.manage").query(({ ctx }) => listApplications(ctx.core, own(ctx.actor))),
  registerOwn: userProcedure("applications.manage")
    .input(registerApplicationInput)
    .mutation(({ ctx, input }) => registerApplication(ctx.core, own(ctx.actor), input)),
  renewOwnSecret: userProcedure("applications.manage")
    .input(namedApplicationInput)
    .mutation(({ ctx, input }) => renewSecret(ctx.core, own(ctx.actor), input.applicationId)),
  removeOwn: userProcedure("applications.manage")
    .input(namedApplicationInput)
    .mutation(({ ctx, input }) => removeApplication(ctx.core, own(ctx.actor), input.applicationId)),
  list: communityProcedure("applications.administer").query(({ ctx }) => listApplications(ctx.core, ofCommunity(ctx.actor))),
  register: communityProcedure("applications.administer")
    .input(registerApplicationInput)
    .mutation(({ ctx, input }) => registerApplication(ctx.core, ofCommunity(ctx.actor), input)),
  renewSecret: communityProcedure("applications.administer")
    .input(namedApplicationInput)
    .mutation(({ ctx, input }) => renewSecret(ctx.core, ofCommunity(ctx.actor), input.applicationId)),
  remove: communityProcedure("applications.administer")
    .input(namedApplicationInput)
    .mutation(({ ctx, input }) => removeApplication(ctx.core, ofCommunity(ctx.actor), input.applicationId)),
  all: operatorProcedure("applications.oversee").query(({ ctx }) => allApplications(ctx.core)),
  suspend: operatorProcedure("applications.oversee")
    .input(suspendApplicationInput)
    .mutation(({ ctx, input }) => suspendApplication(ctx.core, ctx.actor, input.applicationId, input.reason)),
  allowed: userProcedure("applications.manage").query(({ ctx }) => listAllowed(ctx.core, ctx.actor)),
  revoke: userProcedure("applications.manage")
    .input(revokeAllowedInput)
    .mutation(({ ctx, input }) => revokeAllowed(ctx.core, ctx.actor, input.grantId)),
});
