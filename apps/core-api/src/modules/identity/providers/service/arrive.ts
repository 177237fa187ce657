import type { Locale } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { accountByEmail } from "../../queries/accounts.ts";
import { needsSecondFactor } from "../../second-factor/service/prove-code.ts";
import { issueCode, maySignIn } from "../../service/one-time-codes.ts";
import { isOfDomains, markOf } from "../policy.ts";
import {
  type ArrivedRow,
  arrivedAtStep,
  deleteSignIn,
  identityOf,
  insertAccount,
  insertIdentity,
  markUsed,
  updateSignIn,
} from "../queries.ts";
import { mailLinked } from "./mails.ts";

/** As long as a session at the hub may last: its sign-out needs the id token. */
const SESSION_MS = 30 * 86_400_000;

/** What follows the answer of a provider. */
export type Arrival =
  | { outcome: "expired" }
  | { outcome: "signed-in"; userId: string }
  | { outcome: "second-factor"; ticket: string }
  | { outcome: "leaving"; userId: string; deletionAt: Date }
  | { outcome: "suspended"; name: unknown }
  /** The operator lets other addresses in only. */
  | { outcome: "other-domain"; name: unknown; email: string | null; domains: string[] }
  /** Nobody has this identity yet, and its address is not proved. */
  | { outcome: "unverified"; name: unknown }
  /** Nobody has this identity yet, and an account has its address: the person must sign in to it once. */
  | { outcome: "has-account"; name: unknown; email: string }
  | { outcome: "new"; name: unknown; email: string; personName: string };

/** Decides what an identity opens: an account that it is linked with, or nothing yet. An address alone never opens an account. */
export function arrive(core: Core, step: string): Promise<Arrival> {
  return core.database.withSystem(async (tx) => {
    const row = await arrivedAtStep(tx, step);
    if (!row?.provider.isOn) return { outcome: "expired" };
    const { provider, email } = row;
    const { name } = provider;
    if (provider.emailDomains.length > 0 && !isAllowed(row))
      return { outcome: "other-domain", name, email, domains: provider.emailDomains };
    const identity = await identityOf(tx, provider.id, row.subject);
    if (identity) return known(tx, row, identity.user);
    return unknown(tx, row);
  });
}

function isAllowed({ email, provider }: ArrivedRow): boolean {
  return email !== null && isOfDomains(email, provider.emailDomains);
}

interface Account {
  id: string;
  status: string;
  deletionAt: Date | null;
}

async function known(tx: Tx, row: ArrivedRow, user: Account): Promise<Arrival> {
  if (!maySignIn(user.status)) return { outcome: "suspended", name: row.provider.name };
  await updateSignIn(tx, row.id, { userId: user.id, wantsLink: false });
  if (!row.isSecondStep && (await needsSecondFactor(tx, user.id)))
    return { outcome: "second-factor", ticket: await issueCode(tx, user.id, "second-factor") };
  if (user.status === "leaving" && user.deletionAt) return { outcome: "leaving", userId: user.id, deletionAt: user.deletionAt };
  return { outcome: "signed-in", userId: user.id };
}

async function unknown(tx: Tx, row: ArrivedRow): Promise<Arrival> {
  const { email, name, provider } = row;
  if (email === null || !(row.isVerified || provider.trustsAddresses)) return { outcome: "unverified", name: provider.name };
  const account = await accountByEmail(tx, email);
  // An operator's account that waits for its first password is an account too.
  if (account && (account.emailVerifiedAt || account.isOperator)) return { outcome: "has-account", name: provider.name, email };
  return { outcome: "new", name: provider.name, email, personName: name ?? email.slice(0, email.indexOf("@")).slice(0, 120) };
}

/** Makes the account of an identity that nobody has, with its verified address. @returns the person's id; null when it is no longer so */
export function openOutsideAccount(core: Core, step: string, locale: Locale): Promise<string | null> {
  return core.database.withSystem(async (tx) => {
    const row = await arrivedAtStep(tx, step);
    if (!row?.provider.isOn || (row.provider.emailDomains.length > 0 && !isAllowed(row))) return null;
    if (await identityOf(tx, row.providerId, row.subject)) return null;
    const decided = await unknown(tx, row);
    if (decided.outcome !== "new") return null;
    const userId = await insertAccount(tx, { email: decided.email, name: decided.personName, locale });
    if (userId === null) return null;
    // A concurrent call linked the identity: the account that this call made must not stay.
    if (!(await insertIdentity(tx, { userId, providerId: row.providerId, subject: row.subject, email: row.email })))
      throw new Error("the identity was linked at the same time");
    await updateSignIn(tx, row.id, { userId });
    const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
    await audit(tx, { ...about, action: "account.created", summary: { provider: providerName(row) } });
    return userId;
  });
}

/** The person has an account already: the sign-in that follows links the identity with it. False when the answer is too old. */
export function askToLink(core: Core, step: string): Promise<boolean> {
  return core.database.withSystem(async (tx) => {
    const row = await arrivedAtStep(tx, step);
    if (!row?.provider.isOn || (row.provider.emailDomains.length > 0 && !isAllowed(row))) return false;
    if (await identityOf(tx, row.providerId, row.subject)) return false;
    await updateSignIn(tx, row.id, { wantsLink: true, userId: null });
    return true;
  });
}

/** `conflict`: the account has another identity at this provider, or the identity belongs to another account by now. */
export type Completed = { outcome: "entered"; amr: string[] } | { outcome: "conflict" };

/**
 * The last act of every sign-in at the hub: links the identity that asked for it, and marks the session with the provider that it came
 * from.
 *
 * @param amr by what the person signed in (RFC 8176); `pwd` is the first step
 */
export async function completeSignIn(
  core: Core,
  { step, userId, amr }: { step: string; userId: string; amr: string[] },
): Promise<Completed> {
  const done = await core.database.withSystem(async (tx) => {
    const row = await arrivedAtStep(tx, step);
    if (!row) return { completed: { outcome: "entered", amr } as Completed, linked: null };
    if (row.userId === userId) {
      const identity = await identityOf(tx, row.providerId, row.subject);
      if (identity?.userId !== userId) return { completed: { outcome: "entered", amr } as Completed, linked: null };
      await markUsed(tx, identity.id, row.email);
      const ways = [...amr.filter((way) => way !== "pwd"), ...(row.isSecondStep && !amr.includes("mfa") ? ["mfa"] : [])];
      return { completed: await marked(tx, row, userId, ways), linked: null };
    }
    if (!row.wantsLink || row.userId !== null) {
      await deleteSignIn(tx, row.id);
      return { completed: { outcome: "entered", amr } as Completed, linked: null };
    }
    if (!(await link(tx, row, userId))) {
      await updateSignIn(tx, row.id, { wantsLink: false });
      return { completed: { outcome: "conflict" } as Completed, linked: null };
    }
    return { completed: await marked(tx, row, userId, amr), linked: row };
  });
  if (done.linked) await mailLinked(core, userId, done.linked.provider.name);
  return done.completed;
}

async function marked(tx: Tx, row: ArrivedRow, userId: string, amr: string[]): Promise<Completed> {
  await updateSignIn(tx, row.id, { step: null, userId, wantsLink: false, expiresAt: new Date(Date.now() + SESSION_MS) });
  return { outcome: "entered", amr: [...amr, markOf(row.id)] };
}

/** Links the identity of an answer with an account. False when either has another link. */
export async function link(tx: Tx, row: ArrivedRow, userId: string): Promise<boolean> {
  const { providerId, subject, email } = row;
  if (!(await insertIdentity(tx, { userId, providerId, subject, email }))) return false;
  const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
  await audit(tx, { ...about, action: "account.identity-linked", summary: { provider: providerName(row) } });
  return true;
}

function providerName({ provider }: ArrivedRow): string {
  const { name } = provider;
  return typeof name === "object" && name !== null && "fr" in name && typeof name.fr === "string" ? name.fr : "";
}
