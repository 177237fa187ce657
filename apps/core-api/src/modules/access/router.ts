import { createKeyInput, revokeKeyInput } from "@archipel/contracts/access.ts";
import { router, userProcedure } from "../../trpc/procedures.ts";
import { createKey, listKeys, revokeKey } from "./service.ts";

export const accessRouter = router({
  keys: userProcedure("keys.manage").query(({ ctx }) => listKeys(ctx.core, ctx.actor)),
  createKey: userProcedure("keys.manage")
    .input(createKeyInput)
    .mutation(({ ctx, input }) => createKey(ctx.core, ctx.actor, input)),
  revokeKey: userProcedure("keys.manage")
    .input(revokeKeyInput)
    .mutation(({ ctx, input }) => revokeKey(ctx.core, ctx.actor, input.keyId)),
});
