import { z } from "zod";
import { myCommunity } from "./communities.ts";
import { id } from "./ids.ts";
import { pageInput } from "./page.ts";
import { email, line, locale } from "./text.ts";

/** At least 12 characters and no composition rule: length protects better than special characters. */
export const password = z.string().min(12).max(200);

export const me = z.object({
  id,
  email: z.string(),
  name: z.string(),
  locale,
  isOperator: z.boolean(),
  communities: z.array(myCommunity),
});
export type Me = z.infer<typeof me>;

/** `leaving`: the person asked for the deletion of the account, and it waits for its day. */
export const personStatus = z.enum(["active", "suspended", "leaving"]);
export type PersonStatus = z.infer<typeof personStatus>;

/** A person in the operators' list: name and dates, but no activity in communities. */
export const person = z.object({
  id,
  name: z.string(),
  email: z.string(),
  status: personStatus,
  isOperator: z.boolean(),
  hasSecondFactor: z.boolean(),
  communityCount: z.int(),
  createdAt: z.date(),
});
export type PersonSummary = z.infer<typeof person>;

export const listPeopleInput = z.object({ q: z.string().trim().max(100).optional(), status: personStatus.optional(), ...pageInput });
export const setPersonStatusInput = z.object({ userId: id, status: z.enum(["active", "suspended"]) });

export const updateProfileInput = z.object({ name: line(120).optional(), locale: locale.optional() });
export const changePasswordInput = z.object({ current: z.string().max(200), next: password });
/** The password is chosen later, through the link in the mail that proves the address. */
export const signUpInput = z.object({ name: line(120), email });
export const signInInput = z.object({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(200) });
export const forgotPasswordInput = z.object({ email });
export const choosePasswordInput = z.object({ code: z.string().min(20).max(200), password });

/** The site that asks: its client id at the hub, for the branding of mails. */
const client = z.string().max(80).optional();
export const requestAddressInput = z.object({ email, password: z.string().max(200), client });
export const requestDeletionInput = z.object({ password: z.string().max(200), client });
export const requestExportInput = z.object({ client });

/** A code of the authenticator app, or a recovery code, with any spaces. */
const secondFactorCode = z.string().trim().min(1).max(40);
export const beginSecondFactorInput = z.object({ password: z.string().max(200) });
export const confirmSecondFactorInput = z.object({ code: secondFactorCode });
/** What adding and removing a way into an account asks for again: what it has of both. */
export const proofsNeeded = z.object({ password: z.boolean(), code: z.boolean() });
export type ProofsNeeded = z.infer<typeof proofsNeeded>;
/** Empty where the account has none. */
export const ownerProofs = z.object({ password: z.string().max(200), code: z.string().trim().max(40).default("") });
export type OwnerProofs = z.infer<typeof ownerProofs>;
export const secondFactorProofs = z.object({ password: z.string().max(200), code: secondFactorCode });
export const resetSecondFactorInput = z.object({ userId: id });
/** The hub's page after the password. */
export const signInCodeInput = z.object({ ticket: z.string().min(20).max(200), typed: secondFactorCode });

/** `since`: when the authenticator app was added; null without one. */
export const secondFactor = z.object({ since: z.date().nullable(), recoveryCodesLeft: z.int() });
export type SecondFactor = z.infer<typeof secondFactor>;
/** What an authenticator app needs: the secret in base 32, and the same as an `otpauth:` address for a QR code. */
export const secondFactorSetup = z.object({ secret: z.string(), uri: z.string() });
export type SecondFactorSetup = z.infer<typeof secondFactorSetup>;
/** Shown once. */
export const newRecoveryCodes = z.object({ codes: z.array(z.string()) });
export type NewRecoveryCodes = z.infer<typeof newRecoveryCodes>;

/** What the deletion of an account would do, and what must be settled before. */
export const deletionOutlook = z.object({
  graceDays: z.int(),
  /** Communities whose only manager the person is: another must be named first. */
  managedAlone: z.array(z.object({ name: z.string(), slug: z.string() })),
  isLastOperator: z.boolean(),
  counts: z.object({ memberships: z.int(), contributions: z.int(), reports: z.int(), ratings: z.int(), keys: z.int() }),
});
export type DeletionOutlook = z.infer<typeof deletionOutlook>;

export const accountExportStatus = z.enum(["waiting", "ready", "failed"]);
/** An archive of a person's data. */
export const accountExport = z.object({
  id,
  status: accountExportStatus,
  createdAt: z.date(),
  readyAt: z.date().nullable(),
  expiresAt: z.date().nullable(),
  /** When the next one may be asked for. */
  mayAskAt: z.date(),
});
export type AccountExport = z.infer<typeof accountExport>;
