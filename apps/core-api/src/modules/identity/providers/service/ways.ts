import type { OwnerProofs } from "@archipel/contracts/identity.ts";
import type { WaysIn } from "@archipel/contracts/identity-providers.ts";
import { localized } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Person } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { seal } from "../../../../kernel/sealed.ts";
import { countUsable } from "../../passkeys/queries.ts";
import { accountById, lockAccount } from "../../queries/accounts.ts";
import { proofsNeeded, proveOwner } from "../../service/prove-owner.ts";
import { endSessionsOf } from "../../service/sessions.ts";
import { hashOf, isLastWay, newSecret } from "../policy.ts";
import {
  deleteIdentity,
  deleteSignIn,
  identitiesOf,
  insertSignIn,
  openProviders,
  providerRow,
  redeemState,
  signInRow,
} from "../queries.ts";
import { link } from "./arrive.ts";
import { providerKeyOf } from "./configuration.ts";
import { mailLinked, mailUnlinked } from "./mails.ts";
import { nameIn } from "./manage.ts";

/** Time between the account page and the hub: one redirect. */
const TICKET_MS = 2 * 60_000;
/** For an account without a password, a sign-in of the last minutes replaces it. */
const FRESH_MS = 10 * 60_000;

/** The caller's ways in: a password, and each provider that is offered or already linked. */
export function waysIn(core: Core, { userId }: Person): Promise<WaysIn> {
  return core.database.withSystem(async (tx) => {
    const linked = new Map((await identitiesOf(tx, userId)).map((one) => [one.providerId, one]));
    const offered = await openProviders(tx);
    const others = [...linked.values()].map(({ provider }) => provider).filter(({ id }) => offered.every((one) => one.id !== id));
    return {
      needs: await proofsNeeded(tx, userId),
      providers: [...offered, ...others].map(({ id, name }) => {
        const one = linked.get(id);
        return {
          id,
          name: localized.catch({}).parse(name),
          linked: one ? { id: one.id, email: one.email, since: one.createdAt, lastUsedAt: one.lastUsedAt } : null,
        };
      }),
    };
  });
}

interface Link extends OwnerProofs {
  providerId: string;
  client?: string | undefined;
}

/** Begins to link an identity. @returns the address at the hub to which the person's browser goes, within two minutes */
export async function beginLink(core: Core, actor: Person, { providerId, client, ...proofs }: Link, network: string): Promise<string> {
  const { userId } = actor;
  await proveOwner(core, userId, proofs, network);
  const ticket = newSecret();
  await core.database.withSystem(async (tx) => {
    const provider = await providerRow(tx, providerId);
    if (!provider?.isOn) throw new DomainError("not-found", "provider-not-found");
    if ((await identitiesOf(tx, userId)).some((one) => one.providerId === providerId))
      throw new DomainError("conflict", "identity-linked-already");
    await insertSignIn(tx, {
      ...{ providerId, userId, step: null, clientId: client ?? "", stateHash: hashOf(ticket), browserHash: hashOf("") },
      sealedSecret: seal(providerKeyOf(core), ""),
      expiresAt: new Date(Date.now() + TICKET_MS),
    });
  });
  const address = new URL(`${core.env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/hub/providers/${providerId}/link`);
  address.searchParams.set("ticket", ticket);
  return address.href;
}

/** The session at the hub of the browser that opens the address. */
export interface HubSession {
  uid: string;
  userId: string;
  signedInAt: Date;
}

export type LinkTicket =
  | { outcome: "open"; signInId: string; clientId: string }
  /** The address is used or too old. */
  | { outcome: "expired" }
  /** The browser is signed in to another account, or to none: an address that somebody else sent links nothing. */
  | { outcome: "other-person" }
  /** The account has no password, and the sign-in is too long ago. */
  | { outcome: "stale"; clientId: string };

/** Takes the address of `beginLink`: once, and in a browser that is signed in to the same account. */
export function openLink(core: Core, providerId: string, ticket: string, session: HubSession | null): Promise<LinkTicket> {
  return core.database.withSystem(async (tx) => {
    const id = await redeemState(tx, { providerId, stateHash: hashOf(ticket), browserHash: hashOf("") });
    const row = id === null ? null : await signInRow(tx, id);
    if (!row?.userId) return { outcome: "expired" };
    if (row.userId !== session?.userId) return { outcome: "other-person" };
    const user = await accountById(tx, row.userId);
    const isFresh = Date.now() - session.signedInAt.getTime() < FRESH_MS;
    if (!user?.passwordHash && !isFresh) return { outcome: "stale", clientId: row.clientId };
    return { outcome: "open", signInId: row.id, clientId: row.clientId };
  });
}

/** Links what a provider answered with the account of the person who began. @returns `conflict` when it belongs to another account */
export async function finishLink(core: Core, signInId: string, session: HubSession | null): Promise<"linked" | "conflict" | "expired"> {
  const done = await core.database.withSystem(async (tx) => {
    const row = await signInRow(tx, signInId);
    if (!row?.userId || !row.subject || row.userId !== session?.userId) return { outcome: "expired" as const, row: null };
    const isLinked = await link(tx, { ...row, subject: row.subject }, row.userId);
    await deleteSignIn(tx, signInId);
    return isLinked ? { outcome: "linked" as const, row } : { outcome: "conflict" as const, row: null };
  });
  if (done.row?.userId) await mailLinked(core, done.row.userId, done.row.provider.name);
  return done.outcome;
}

/** Removes an identity from the account, and ends the other sessions. The last way in stays. */
export async function unlink(
  core: Core,
  actor: Person,
  input: OwnerProofs & { identityId: string },
  caller: { accessToken: string | null; network: string },
): Promise<void> {
  const { userId } = actor;
  await proveOwner(core, userId, input, caller.network);
  const name = await core.database.withSystem((tx) => removeIdentity(tx, userId, input.identityId, caller.accessToken));
  await mailUnlinked(core, userId, name);
}

async function removeIdentity(tx: Tx, userId: string, identityId: string, accessToken: string | null): Promise<unknown> {
  // Two calls at the same time must not remove the last two ways.
  const user = await lockAccount(tx, userId);
  const all = await identitiesOf(tx, userId);
  const one = all.find(({ id }) => id === identityId);
  if (!user || !one) throw new DomainError("not-found", "identity-not-found");
  if (
    isLastWay({
      hasPassword: Boolean(user.passwordHash),
      others: all.filter(({ id, provider }) => id !== identityId && provider.isOn).length + (await countUsable(tx, userId)),
    })
  )
    throw new DomainError("conflict", "last-way-in");
  await deleteIdentity(tx, identityId);
  await endSessionsOf(tx, userId, accessToken);
  const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
  await audit(tx, { ...about, action: "account.identity-unlinked", summary: { provider: nameIn(one.provider.name, "fr") } });
  return one.provider.name;
}
