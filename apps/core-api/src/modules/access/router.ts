import {
  communityKeysInput,
  createCommunityKeyInput,
  createKeyInput,
  keyDataInput,
  revokeCommunityKeyInput,
  revokeKeyInput,
  rotateCommunityKeyInput,
  rotateKeyInput,
} from "@archipel/contracts/access.ts";
import { communityProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import {
  createCommunityKey,
  endPreviousCommunitySecret,
  listCommunityKeys,
  ownKey,
  revokeCommunityKey,
  rotateCommunityKey,
} from "./community-keys/service.ts";
import { keyDatasets } from "./named/service.ts";
import { createKey, endPreviousSecret, listKeys, revokeKey, rotateKey } from "./service.ts";
import { usesOfCommunityKey, usesOfKey } from "./uses/service.ts";

export const accessRouter = router({
  keys: userProcedure("keys.manage").query(({ ctx }) => listKeys(ctx.core, ctx.actor)),
  createKey: userProcedure("keys.manage")
    .input(createKeyInput)
    .mutation(({ ctx, input }) => createKey(ctx.core, ctx.actor, input)),
  revokeKey: userProcedure("keys.manage")
    .input(revokeKeyInput)
    .mutation(({ ctx, input }) => revokeKey(ctx.core, ctx.actor, input.keyId)),
  rotateKey: userProcedure("keys.manage")
    .input(rotateKeyInput)
    .mutation(({ ctx, input }) => rotateKey(ctx.core, ctx.actor, input)),
  endPreviousSecret: userProcedure("keys.manage")
    .input(revokeKeyInput)
    .mutation(({ ctx, input }) => endPreviousSecret(ctx.core, ctx.actor, input.keyId)),
  keyUses: userProcedure("keys.manage")
    .input(revokeKeyInput)
    .query(({ ctx, input }) => usesOfKey(ctx.core, ctx.actor, input.keyId)),
  keyDatasets: userProcedure("keys.manage")
    .input(keyDataInput)
    .query(({ ctx, input }) => keyDatasets(ctx.core, ctx.actor, input)),
  communityKeys: communityProcedure("keys.administer")
    .input(communityKeysInput)
    .query(({ ctx }) => listCommunityKeys(ctx.core, ctx.actor)),
  createCommunityKey: communityProcedure("keys.administer")
    .input(createCommunityKeyInput)
    .mutation(({ ctx, input }) => createCommunityKey(ctx.core, ctx.actor, input)),
  revokeCommunityKey: communityProcedure("keys.administer")
    .input(revokeCommunityKeyInput)
    .mutation(({ ctx, input }) => revokeCommunityKey(ctx.core, ctx.actor, input.keyId)),
  rotateCommunityKey: communityProcedure("keys.administer")
    .input(rotateCommunityKeyInput)
    .mutation(({ ctx, input }) => rotateCommunityKey(ctx.core, ctx.actor, input)),
  endPreviousCommunitySecret: communityProcedure("keys.administer")
    .input(revokeCommunityKeyInput)
    .mutation(({ ctx, input }) => endPreviousCommunitySecret(ctx.core, ctx.actor, input.keyId)),
  communityKeyUses: communityProcedure("keys.administer")
    .input(revokeCommunityKeyInput)
    .query(({ ctx, input }) => usesOfCommunityKey(ctx.core, ctx.actor, input.keyId)),
  ownKey: publicProcedure("keys.introduce").query(({ ctx }) => ownKey(ctx.core, ctx.actor)),
});
