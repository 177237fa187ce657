import {
  communityKeysInput,
  createCommunityKeyInput,
  createKeyInput,
  revokeCommunityKeyInput,
  revokeKeyInput,
} from "@archipel/contracts/access.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { createCommunityKey, listCommunityKeys, ownKey, revokeCommunityKey } from "./community-keys/service.ts";
import { createKey, listKeys, revokeKey } from "./service.ts";

export const accessRouter = router({
  keys: userProcedure("keys.manage").query(({ ctx }) => listKeys(ctx.core, ctx.actor)),
  createKey: userProcedure("keys.manage")
    .input(createKeyInput)
    .mutation(({ ctx, input }) => createKey(ctx.core, ctx.actor, input)),
  revokeKey: userProcedure("keys.manage")
    .input(revokeKeyInput)
    .mutation(({ ctx, input }) => revokeKey(ctx.core, ctx.actor, input.keyId)),
  communityKeys: communityProcedure("keys.administer")
    .input(communityKeysInput)
    .query(({ ctx }) => listCommunityKeys(ctx.core, ctx.actor)),
  createCommunityKey: communityProcedure("keys.administer")
    .input(createCommunityKeyInput)
    .mutation(({ ctx, input }) => createCommunityKey(ctx.core, ctx.actor, input)),
  revokeCommunityKey: communityProcedure("keys.administer")
    .input(revokeCommunityKeyInput)
    .mutation(({ ctx, input }) => revokeCommunityKey(ctx.core, ctx.actor, input.keyId)),
  ownKey: publicProcedure("keys.introduce").query(({ ctx }) => ownKey(ctx.core, ctx.actor)),
});
