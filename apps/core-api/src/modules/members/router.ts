import { communityInput } from "@archipel/contracts/communities.ts";
import { acceptOwnInvitationInput, inviteMemberInput, inviteMembersInput } from "@archipel/contracts/member-invitations.ts";
import { findLeaversInput, removeLeaversInput } from "@archipel/contracts/member-leavers.ts";
import {
  acceptInvitationInput,
  changeRoleInput,
  listMembersInput,
  readInvitationInput,
  removeMemberInput,
  revokeInvitationInput,
  setIdentityRuleInput,
  setMemberStatusInput,
  setSecondFactorRuleInput,
  setTerritoryInput,
  territoryInput,
} from "@archipel/contracts/members.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { enterCode } from "../identity/service/enter-code.ts";
import { identityRule, lackingIdentity, setIdentityRule } from "./identity-rule/service.ts";
import { acceptInvitation, ownInvitations, readInvitation } from "./invitations/service/accept.ts";
import { inviteMember, inviteMembers } from "./invitations/service/invite.ts";
import { listInvitations, revokeInvitation } from "./invitations/service/list.ts";
import { findLeavers, removeLeavers } from "./leavers/service.ts";
import { secondFactorRule, setSecondFactorRule } from "./second-factor/service.ts";
import * as members from "./service.ts";
import { memberTerritory, ownTerritory, setTerritory } from "./territory/service.ts";

export const membersRouter = router({
  list: communityProcedure("members.list")
    .input(listMembersInput)
    .query(({ ctx, input }) => members.listMembers(ctx.core, ctx.actor, input)),
  invite: communityProcedure("members.admit")
    .input(inviteMemberInput)
    .mutation(({ ctx, input }) => inviteMember(ctx.core, ctx.actor, input)),
  inviteSeveral: communityProcedure("members.admit")
    .input(inviteMembersInput)
    .mutation(({ ctx, input }) => inviteMembers(ctx.core, ctx.actor, input)),
  invitations: communityProcedure("members.admit")
    .input(communityInput)
    .query(({ ctx }) => listInvitations(ctx.core, ctx.actor)),
  revokeInvitation: communityProcedure("members.admit")
    .input(revokeInvitationInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx.core, ctx.actor, input.invitationId)),
  changeRole: communityProcedure("members.manage")
    .input(changeRoleInput)
    .mutation(({ ctx, input }) => members.changeRole(ctx.core, ctx.actor, input.membershipId, input.role)),
  setStatus: communityProcedure("members.admit")
    .input(setMemberStatusInput)
    .mutation(({ ctx, input }) => members.setMemberStatus(ctx.core, ctx.actor, input.membershipId, input.status)),
  territory: communityProcedure("members.read")
    .input(territoryInput)
    .query(({ ctx, input }) => memberTerritory(ctx.core, ctx.actor, input.membershipId)),
  ownTerritory: communityProcedure("communities.read")
    .input(communityInput)
    .query(({ ctx }) => ownTerritory(ctx.core, ctx.actor)),
  setTerritory: communityProcedure("members.manage")
    .input(setTerritoryInput)
    .mutation(({ ctx, input }) => setTerritory(ctx.core, ctx.actor, input.membershipId, input.territory)),
  secondFactorRule: communityProcedure("members.manage")
    .input(communityInput)
    .query(({ ctx }) => secondFactorRule(ctx.core, ctx.actor)),
  setSecondFactorRule: communityProcedure("members.manage")
    .input(setSecondFactorRuleInput)
    .mutation(({ ctx, input }) => setSecondFactorRule(ctx.core, ctx.actor, input.from)),
  identityRule: communityProcedure("members.manage")
    .input(communityInput)
    .query(({ ctx }) => identityRule(ctx.core, ctx.actor)),
  /** Who would lose rights by a rule. */
  lackingIdentity: communityProcedure("members.manage")
    .input(setIdentityRuleInput)
    .query(({ ctx, input }) => lackingIdentity(ctx.core, ctx.actor, input)),
  setIdentityRule: communityProcedure("members.manage")
    .input(setIdentityRuleInput)
    .mutation(({ ctx, input }) => setIdentityRule(ctx.core, ctx.actor, input)),
  remove: communityProcedure("members.manage")
    .input(removeMemberInput)
    .mutation(({ ctx, input }) => members.removeMember(ctx.core, ctx.actor, input.membershipId)),
  /** A mutation, because its list is longer than an address may be. */
  findLeavers: communityProcedure("members.manage")
    .input(findLeaversInput)
    .mutation(({ ctx, input }) => findLeavers(ctx.core, ctx.actor, input.lines)),
  removeLeavers: communityProcedure("members.manage")
    .input(removeLeaversInput)
    .mutation(({ ctx, input }) => removeLeavers(ctx.core, ctx.actor, input.userIds)),
  readInvitation: publicProcedure("invitations.read")
    .input(readInvitationInput)
    .query(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => readInvitation(ctx.core, input.code))),
  acceptInvitation: userProcedure("invitations.accept")
    .input(acceptInvitationInput)
    .mutation(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => acceptInvitation(ctx.core, ctx.actor, input))),
  /** Those of the caller's own address. */
  ownInvitations: userProcedure("invitations.accept").query(({ ctx }) => ownInvitations(ctx.core, ctx.actor)),
  acceptOwnInvitation: userProcedure("invitations.accept")
    .input(acceptOwnInvitationInput)
    .mutation(({ ctx, input }) => acceptInvitation(ctx.core, ctx.actor, input)),
});
