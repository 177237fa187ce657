import { changePasswordInput, listPeopleInput, setPersonStatusInput, updateProfileInput } from "@archipel/contracts/identity.ts";
import { operatorProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { listPeople, setPersonStatus } from "./service/people.ts";
import { changePassword, me, updateProfile } from "./service/profile.ts";

export const identityRouter = router({
  /** Null for a visitor; the error `account-suspended` for a suspended person. */
  me: publicProcedure("identity.read").query(({ ctx }) => me(ctx.core, ctx.actor)),
  updateProfile: userProcedure("identity.edit")
    .input(updateProfileInput)
    .mutation(({ ctx, input }) => updateProfile(ctx.core, ctx.actor, input)),
  /** Ends the person's other sessions. */
  changePassword: userProcedure("identity.edit")
    .input(changePasswordInput)
    .mutation(({ ctx, input }) =>
      changePassword(ctx.core, ctx.actor, input, { accessToken: ctx.accessToken ?? null, network: ctx.network }),
    ),
  people: operatorProcedure("identity.administer")
    .input(listPeopleInput)
    .query(({ ctx, input }) => listPeople(ctx.core, input)),
  setPersonStatus: operatorProcedure("identity.administer")
    .input(setPersonStatusInput)
    .mutation(({ ctx, input }) => setPersonStatus(ctx.core, ctx.actor, input.userId, input.status)),
});
