import type { OwnerProofs } from "@archipel/contracts/identity.ts";
import type { OwnPasskeys } from "@archipel/contracts/identity-passkeys.ts";
import type { Person } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { isLastWay } from "../../providers/policy.ts";
import { identitiesOf } from "../../providers/queries.ts";
import { lockAccount } from "../../queries/accounts.ts";
import { issueCode } from "../../service/one-time-codes.ts";
import { proofsNeeded, proveOwner } from "../../service/prove-owner.ts";
import { MOST_PASSKEYS, relyingParty } from "../policy.ts";
import { deleteRow, passkeysOf, renameRow } from "../queries.ts";
import { mailAboutPasskey } from "./mails.ts";

/** The caller's passkeys, and what it takes to add or remove one. */
export function ownPasskeys(core: Core, { userId }: Person): Promise<OwnPasskeys> {
  return core.database.withSystem(async (tx) => ({
    isOffered: relyingParty(core.env) !== null,
    needs: await proofsNeeded(tx, userId),
    most: MOST_PASSKEYS,
    passkeys: (await passkeysOf(tx, userId)).map(({ id, name, createdAt, lastUsedAt, isSynced, copiedAt }) => ({
      ...{ id, name, createdAt, lastUsedAt, isSynced, copiedAt },
    })),
  }));
}

/**
 * Begins to add a passkey.
 *
 * @returns the address at the hub to which the person's browser goes: passkeys are made for the hub's host alone
 */
export async function beginPasskey(
  core: Core,
  { userId }: Person,
  { client, ...proofs }: OwnerProofs & { client?: string | undefined },
  network: string,
): Promise<string> {
  if (!relyingParty(core.env)) throw new DomainError("conflict", "passkeys-unavailable");
  const count = await core.database.withSystem(async (tx) => (await passkeysOf(tx, userId)).length);
  if (count >= MOST_PASSKEYS) throw new DomainError("conflict", "too-many-passkeys", { most: MOST_PASSKEYS });
  await proveOwner(core, userId, proofs, network);
  const ticket = await core.database.withSystem((tx) => issueCode(tx, userId, "passkey"));
  const address = new URL(`${core.env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/hub/passkeys/new`);
  address.search = new URLSearchParams({ ticket, ...(client !== undefined && { client }) }).toString();
  return address.href;
}

export async function renamePasskey(
  core: Core,
  { userId }: Person,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<void> {
  const isDone = await core.database.withSystem((tx) => renameRow(tx, userId, passkeyId, name));
  if (!isDone) throw new DomainError("not-found", "passkey-not-found");
}

/** Removes a passkey, unless it is the last way into the account. A mail says so. */
export async function removePasskey(
  core: Core,
  { userId }: Person,
  { passkeyId, ...proofs }: OwnerProofs & { passkeyId: string },
  network: string,
): Promise<void> {
  await proveOwner(core, userId, proofs, network);
  const name = await core.database.withSystem(async (tx) => {
    // Two calls at the same time must not remove the last two ways.
    const user = await lockAccount(tx, userId);
    const all = await passkeysOf(tx, userId);
    const one = all.find(({ id }) => id === passkeyId);
    if (!user || !one) throw new DomainError("not-found", "passkey-not-found");
    const others = all.filter(({ id, copiedAt }) => id !== passkeyId && copiedAt === null).length;
    const identities = (await identitiesOf(tx, userId)).filter(({ provider }) => provider.isOn).length;
    // A passkey with a copy is no way in any more.
    if (one.copiedAt === null && isLastWay({ hasPassword: Boolean(user.passwordHash), others: others + identities }))
      throw new DomainError("conflict", "last-way-in");
    await deleteRow(tx, userId, passkeyId);
    const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
    await audit(tx, { ...about, action: "account.passkey-removed", summary: { passkey: one.name } });
    return one.name;
  });
  await mailAboutPasskey(core, userId, "removed", name);
}
