import {
  beginSecondFactorInput,
  changePasswordInput,
  confirmSecondFactorInput,
  listPeopleInput,
  requestAddressInput,
  requestDeletionInput,
  requestExportInput,
  resetSecondFactorInput,
  secondFactorProofs,
  setPersonStatusInput,
  updateProfileInput,
} from "@archipel/contracts/identity.ts";
import { beginPasskeyInput, removePasskeyInput, renamePasskeyInput } from "@archipel/contracts/identity-passkeys.ts";
import {
  beginLinkInput,
  providerIdInput,
  saveProviderInput,
  tryProviderInput,
  unlinkInput,
} from "@archipel/contracts/identity-providers.ts";
import { endOwnSessionInput } from "@archipel/contracts/identity-sessions.ts";
import { operatorProcedure, publicProcedure, router, userProcedure } from "../../trpc/procedures.ts";
import { requestAddress } from "./address/service.ts";
import { deletionOutlook, requestDeletion } from "./erasure/service.ts";
import { ownExport, requestExport } from "./exports/service.ts";
import { beginPasskey, ownPasskeys, removePasskey, renamePasskey } from "./passkeys/service/own.ts";
import { deleteProvider, listProviders, saveProvider } from "./providers/service/manage.ts";
import { tryProvider } from "./providers/service/try-provider.ts";
import { beginLink, unlink, waysIn } from "./providers/service/ways.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  secondFactor,
} from "./second-factor/service/own-factor.ts";
import { listPeople, setPersonStatus } from "./service/people.ts";
import { changePassword, me, updateProfile } from "./service/profile.ts";
import { endOtherSessions, endOwnSession, ownSessions } from "./sessions/service.ts";

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
  /** Sends a link to the new address: the account keeps the old one until it is followed. */
  requestAddress: userProcedure("identity.edit")
    .input(requestAddressInput)
    .mutation(({ ctx, input }) => requestAddress(ctx.core, ctx.actor, input, ctx.network)),
  deletionOutlook: userProcedure("identity.edit").query(({ ctx }) => deletionOutlook(ctx.core, ctx.actor)),
  /** Ends all sessions, the caller's too. @returns when the account is deleted */
  requestDeletion: userProcedure("identity.edit")
    .input(requestDeletionInput)
    .mutation(({ ctx, input }) => requestDeletion(ctx.core, ctx.actor, input, ctx.network)),
  export: userProcedure("identity.edit").query(({ ctx }) => ownExport(ctx.core, ctx.actor)),
  requestExport: userProcedure("identity.edit")
    .input(requestExportInput)
    .mutation(({ ctx, input }) => requestExport(ctx.core, ctx.actor, input.client)),
  secondFactor: userProcedure("identity.edit").query(({ ctx }) => secondFactor(ctx.core, ctx.actor)),
  beginSecondFactor: userProcedure("identity.edit")
    .input(beginSecondFactorInput)
    .mutation(({ ctx, input }) => beginSecondFactor(ctx.core, ctx.actor, input.password, ctx.network)),
  /** Ends the person's other sessions. */
  confirmSecondFactor: userProcedure("identity.edit")
    .input(confirmSecondFactorInput)
    .mutation(({ ctx, input }) =>
      confirmSecondFactor(ctx.core, ctx.actor, input.code, { accessToken: ctx.accessToken ?? null, network: ctx.network }),
    ),
  renewRecoveryCodes: userProcedure("identity.edit")
    .input(secondFactorProofs)
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.core, ctx.actor, input, ctx.network)),
  endSecondFactor: userProcedure("identity.edit")
    .input(secondFactorProofs)
    .mutation(({ ctx, input }) => endSecondFactor(ctx.core, ctx.actor, input, ctx.network)),
  resetSecondFactor: operatorProcedure("identity.administer")
    .input(resetSecondFactorInput)
    .mutation(({ ctx, input }) => resetSecondFactor(ctx.core, ctx.actor, input.userId)),
  sessions: userProcedure("identity.edit").query(({ ctx }) => ownSessions(ctx.core, ctx.actor, ctx.accessToken ?? null)),
  /** On every site at once. */
  endOwnSession: userProcedure("identity.edit")
    .input(endOwnSessionInput)
    .mutation(({ ctx, input }) => endOwnSession(ctx.core, ctx.actor, input.id)),
  endOtherSessions: userProcedure("identity.edit").mutation(({ ctx }) => endOtherSessions(ctx.core, ctx.actor, ctx.accessToken ?? null)),
  passkeys: userProcedure("identity.edit").query(({ ctx }) => ownPasskeys(ctx.core, ctx.actor)),
  /** @returns the address at the hub to which the browser goes */
  beginPasskey: userProcedure("identity.edit")
    .input(beginPasskeyInput)
    .mutation(({ ctx, input }) => beginPasskey(ctx.core, ctx.actor, input, ctx.network)),
  renamePasskey: userProcedure("identity.edit")
    .input(renamePasskeyInput)
    .mutation(({ ctx, input }) => renamePasskey(ctx.core, ctx.actor, input)),
  removePasskey: userProcedure("identity.edit")
    .input(removePasskeyInput)
    .mutation(({ ctx, input }) => removePasskey(ctx.core, ctx.actor, input, ctx.network)),
  waysIn: userProcedure("identity.edit").query(({ ctx }) => waysIn(ctx.core, ctx.actor)),
  /** @returns the address at the hub to which the browser goes */
  beginLink: userProcedure("identity.edit")
    .input(beginLinkInput)
    .mutation(({ ctx, input }) => beginLink(ctx.core, ctx.actor, input, ctx.network)),
  /** Ends the person's other sessions. */
  unlink: userProcedure("identity.edit")
    .input(unlinkInput)
    .mutation(({ ctx, input }) => unlink(ctx.core, ctx.actor, input, { accessToken: ctx.accessToken ?? null, network: ctx.network })),
  providers: operatorProcedure("identity.administer").query(({ ctx }) => listProviders(ctx.core)),
  saveProvider: operatorProcedure("identity.administer")
    .input(saveProviderInput)
    .mutation(({ ctx, input }) => saveProvider(ctx.core, ctx.actor, input)),
  /** A mutation: it reads addresses outside, so that no link may start it. */
  tryProvider: operatorProcedure("identity.administer")
    .input(tryProviderInput)
    .mutation(({ ctx, input }) => tryProvider(ctx.core, input)),
  deleteProvider: operatorProcedure("identity.administer")
    .input(providerIdInput)
    .mutation(({ ctx, input }) => deleteProvider(ctx.core, ctx.actor, input.id)),
  people: operatorProcedure("identity.administer")
    .input(listPeopleInput)
    .query(({ ctx, input }) => listPeople(ctx.core, input)),
  setPersonStatus: operatorProcedure("identity.administer")
    .input(setPersonStatusInput)
    .mutation(({ ctx, input }) => setPersonStatus(ctx.core, ctx.actor, input.userId, input.status)),
});
