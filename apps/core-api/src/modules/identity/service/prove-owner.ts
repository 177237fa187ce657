import type { OwnerProofs, ProofsNeeded } from "@archipel/contracts/identity.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { accountById } from "../queries/accounts.ts";
import { needsSecondFactor, proveSecondFactor } from "../second-factor/service/prove-code.ts";
import { provePassword } from "./prove-password.ts";

/** What the account has of password and code, which adding and removing a way in asks for again. */
export async function proofsNeeded(tx: Tx, userId: string): Promise<ProofsNeeded> {
  return { password: Boolean((await accountById(tx, userId))?.passwordHash), code: await needsSecondFactor(tx, userId) };
}

/**
 * A passkey replaces password and code, and so does an institution with a second step of its own. Adding or removing one takes both: who holds
 * a session may be a thief.
 *
 * @throws DomainError `wrong-password`, `second-factor-wrong` or `too-many-tries`
 */
export async function proveOwner(core: Core, userId: string, { password, code }: OwnerProofs, network: string): Promise<void> {
  const needs = await core.database.withSystem((tx) => proofsNeeded(tx, userId));
  if (needs.password) await provePassword(core, userId, { password, network, field: "password" });
  if (!needs.code) return;
  const proof = await proveSecondFactor(core, userId, code, network);
  if (proof.outcome === "too-many") throw new DomainError("too-many", "too-many-tries", { minutes: proof.minutes });
  if (proof.outcome === "refused") throw new DomainError("invalid", "second-factor-wrong", {}, "code");
}
