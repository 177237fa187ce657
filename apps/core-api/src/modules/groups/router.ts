import { communityInput } from "@archipel/contracts/communities.ts";
import {
  changeGroupInput,
  groupInput,
  inviteToGroupInput,
  joinGroupInput,
  leaveGroupInput,
  makeGroupInput,
  readGroupInvitationInput,
  removeFromGroupInput,
  revokeGroupInvitationInput,
} from "@archipel/contracts/groups.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { enterCode } from "../identity/service/enter-code.ts";
import * as join from "./service/join.ts";
import * as manage from "./service/manage.ts";

export const groupsRouter = router({
  list: communityProcedure("groups.manage")
    .input(communityInput)
    .query(({ ctx }) => manage.listGroups(ctx.core, ctx.actor)),
  people: communityProcedure("groups.manage")
    .input(groupInput)
    .query(({ ctx, input }) => manage.listPeople(ctx.core, ctx.actor, input.groupId)),
  make: communityProcedure("groups.manage")
    .input(makeGroupInput)
    .mutation(({ ctx, input }) => manage.makeGroup(ctx.core, ctx.actor, input)),
  change: communityProcedure("groups.manage")
    .input(changeGroupInput)
    .mutation(({ ctx, input }) => manage.changeGroup(ctx.core, ctx.actor, input)),
  empty: communityProcedure("groups.manage")
    .input(groupInput)
    .mutation(({ ctx, input }) => manage.emptyGroup(ctx.core, ctx.actor, input.groupId)),
  delete: communityProcedure("groups.manage")
    .input(groupInput)
    .mutation(({ ctx, input }) => manage.deleteGroup(ctx.core, ctx.actor, input.groupId)),
  invite: communityProcedure("groups.manage")
    .input(inviteToGroupInput)
    .mutation(({ ctx, input }) => join.inviteToGroup(ctx.core, ctx.actor, input)),
  revokeInvitation: communityProcedure("groups.manage")
    .input(revokeGroupInvitationInput)
    .mutation(({ ctx, input }) => manage.revokeInvitation(ctx.core, ctx.actor, input)),
  removePerson: communityProcedure("groups.manage")
    .input(removeFromGroupInput)
    .mutation(({ ctx, input }) => manage.removeFromGroup(ctx.core, ctx.actor, input)),
  readInvitation: publicProcedure("invitations.read")
    .input(readGroupInvitationInput)
    .query(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => join.readInvitation(ctx.core, input.code))),
  join: userProcedure("invitations.accept")
    .input(joinGroupInput)
    .mutation(({ ctx, input }) => enterCode(ctx.core, ctx.network, () => join.joinGroup(ctx.core, ctx.actor, input.code))),
  mine: userProcedure("groups.own").query(({ ctx }) => join.ownGroups(ctx.core, ctx.actor)),
  leave: userProcedure("groups.own")
    .input(leaveGroupInput)
    .mutation(({ ctx, input }) => join.leaveGroup(ctx.core, ctx.actor, input.groupId)),
});
