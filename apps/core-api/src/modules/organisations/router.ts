import { communityInput } from "@archipel/contracts/communities.ts";
import {
  agreementOfOrganisationInput,
  askOrganisationInput,
  changeOrganisationInput,
  deleteOrganisationInput,
  endAsCommunityInput,
  endAsOrganisationInput,
  inviteCommunityInput,
  inviteOrganisationManagerInput,
  inviteToOrganisationInput,
  joinOrganisationInput,
  makeOrganisationInput,
  organisationInput,
  organisationPersonInput,
  readOrganisationInvitationInput,
  revokeOrganisationInvitationInput,
  searchOrganisationInput,
  setGivenInput,
  setOrganisationRoleInput,
} from "@archipel/contracts/organisations.ts";
import {
  communityProcedure,
  operatorProcedure,
  organisationProcedure,
  publicProcedure,
  router,
  userProcedure,
} from "../../trpc/procedures.ts";
import { enterCode } from "../identity/service/enter-code.ts";
import * as agreements from "./service/agreements.ts";
import * as join from "./service/join.ts";
import * as manage from "./service/manage.ts";
import * as people from "./service/people.ts";
import * as read from "./service/read.ts";

export const organisationsRouter = router({
  // Operators.
  list: operatorProcedure("organisations.administer").query(({ ctx }) => read.listOrganisations(ctx.core)),
  make: operatorProcedure("organisations.administer")
    .input(makeOrganisationInput)
    .mutation(({ ctx, input }) => manage.makeOrganisation(ctx.core, ctx.actor, input)),
  inviteManager: operatorProcedure("organisations.administer")
    .input(inviteOrganisationManagerInput)
    .mutation(({ ctx, input }) => manage.inviteManager(ctx.core, ctx.actor, input)),
  delete: operatorProcedure("organisations.administer")
    .input(deleteOrganisationInput)
    .mutation(({ ctx, input }) => manage.deleteOrganisation(ctx.core, ctx.actor, input)),

  // People of the organisation.
  get: organisationProcedure("organisations.read")
    .input(organisationInput)
    .query(({ ctx }) => read.getOrganisation(ctx.core, ctx.actor)),
  search: organisationProcedure("organisations.read", "search")
    .input(searchOrganisationInput)
    .query(({ ctx, input }) => read.searchDatasets(ctx.core, ctx.actor, input)),
  change: organisationProcedure("organisations.manage")
    .input(changeOrganisationInput)
    .mutation(({ ctx, input }) => manage.changeOrganisation(ctx.core, ctx.actor, input)),
  people: organisationProcedure("organisations.manage")
    .input(organisationInput)
    .query(({ ctx }) => people.listPeople(ctx.core, ctx.actor)),
  invite: organisationProcedure("organisations.manage")
    .input(inviteToOrganisationInput)
    .mutation(({ ctx, input }) => people.inviteToOrganisation(ctx.core, ctx.actor, input)),
  revokeInvitation: organisationProcedure("organisations.manage")
    .input(revokeOrganisationInvitationInput)
    .mutation(({ ctx, input }) => people.revokeInvitation(ctx.core, ctx.actor, input.invitationId)),
  setRole: organisationProcedure("organisations.manage")
    .input(setOrganisationRoleInput)
    .mutation(({ ctx, input }) => people.setRole(ctx.core, ctx.actor, input)),
  removePerson: organisationProcedure("organisations.manage")
    .input(organisationPersonInput)
    .mutation(({ ctx, input }) => people.removePerson(ctx.core, ctx.actor, input.userId)),
  inviteCommunity: organisationProcedure("organisations.manage")
    .input(inviteCommunityInput)
    .mutation(({ ctx, input }) => agreements.inviteCommunity(ctx.core, ctx.actor, input)),
  acceptCommunity: organisationProcedure("organisations.manage")
    .input(agreementOfOrganisationInput)
    .mutation(({ ctx, input }) => agreements.acceptCommunity(ctx.core, ctx.actor, input.agreementId)),
  endWithCommunity: organisationProcedure("organisations.manage")
    .input(endAsOrganisationInput)
    .mutation(({ ctx, input }) => agreements.endAsOrganisation(ctx.core, ctx.actor, input)),

  // Managers of a community.
  ofCommunity: communityProcedure("organisations.agree")
    .input(communityInput)
    .query(({ ctx }) => read.listOfCommunity(ctx.core, ctx.actor)),
  // For a request to join, and to name one as the subject of a grant.
  named: communityProcedure("grants.give")
    .input(communityInput)
    .query(({ ctx }) => read.namedOrganisations(ctx.core)),
  ask: communityProcedure("organisations.agree")
    .input(askOrganisationInput)
    .mutation(({ ctx, input }) => agreements.askOrganisation(ctx.core, ctx.actor, input)),
  accept: communityProcedure("organisations.agree")
    .input(setGivenInput)
    .mutation(({ ctx, input }) => agreements.acceptOrganisation(ctx.core, ctx.actor, input)),
  setGiven: communityProcedure("organisations.agree")
    .input(setGivenInput)
    .mutation(({ ctx, input }) => agreements.setGiven(ctx.core, ctx.actor, input)),
  end: communityProcedure("organisations.end")
    .input(endAsCommunityInput)
    .mutation(({ ctx, input }) => agreements.endAsCommunity(ctx.core, ctx.actor, input)),

  // Anyone who is invited, and everybody's own.
  readInvitation: publicProcedure("invitations.read")
    .input(readOrganisationInvitationInput)
    .query(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => join.readInvitation(ctx.core, input.code))),
  join: userProcedure("invitations.accept")
    .input(joinOrganisationInput)
    .mutation(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => join.joinOrganisation(ctx.core, ctx.actor, input.code))),
  mine: userProcedure("organisations.own").query(({ ctx }) => join.ownOrganisations(ctx.core, ctx.actor)),
  leave: userProcedure("organisations.own")
    .input(organisationInput)
    .mutation(({ ctx, input }) => join.leaveOrganisation(ctx.core, ctx.actor, input.organisationId)),
});
