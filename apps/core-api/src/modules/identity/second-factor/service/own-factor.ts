import type { NewRecoveryCodes, SecondFactor, SecondFactorSetup } from "@archipel/contracts/identity.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Person } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { minutesOf, reserveTry, tryMatched } from "../../../../kernel/tries.ts";
import { sendSecondFactorEnded } from "../../../notifications/service/address-mails.ts";
import { accountById } from "../../queries/accounts.ts";
import { isOperatorStill } from "../../queries/people.ts";
import { provePassword } from "../../service/prove-password.ts";
import { endSessionsOf } from "../../service/sessions.ts";
import { brandOf, consoleSite } from "../../service/sites.ts";
import { newRecoveryCodes, newSecret, stepOf } from "../policy.ts";
import { countRecoveryCodes, deleteFactor, factorOf, markProved, putUnproved, redeemStep, replaceRecoveryCodes } from "../queries.ts";
import { proveSecondFactor } from "./prove-code.ts";

/** The caller's second factor. */
export function secondFactor(core: Core, actor: Person): Promise<SecondFactor> {
  return core.database.withSystem(async (tx) => ({
    since: (await factorOf(tx, actor.userId))?.confirmedAt ?? null,
    recoveryCodesLeft: await countRecoveryCodes(tx, actor.userId),
  }));
}

/** Makes the secret that the person gives to an authenticator app. Nothing changes until a first code proves that the app has it. */
export async function beginSecondFactor(core: Core, actor: Person, password: string, network: string): Promise<SecondFactorSetup> {
  const { email } = await provePassword(core, actor.userId, { password, network, field: "password" });
  const { sealedSecret, secret, uri } = newSecret(core, email);
  const isNew = await core.database.withSystem((tx) => putUnproved(tx, actor.userId, sealedSecret));
  if (!isNew) throw new DomainError("conflict", "second-factor-on");
  return { secret, uri };
}

/** The session that stays, and where it calls from. */
interface Caller {
  accessToken: string | null;
  network: string;
}

/** From now on, a sign-in asks for a code. Ends the person's other sessions, which began without one. */
export async function confirmSecondFactor(core: Core, actor: Person, typed: string, caller: Caller): Promise<NewRecoveryCodes> {
  const { userId } = actor;
  const who = { account: userId, network: caller.network };
  const refusal = await reserveTry(core, "second-factor", who);
  if (refusal) throw new DomainError("too-many", "too-many-tries", { minutes: minutesOf(refusal) });
  const { codes, hashes } = newRecoveryCodes(core);
  await core.database.withSystem(async (tx) => {
    const factor = await factorOf(tx, userId);
    if (!factor || factor.confirmedAt) throw new DomainError("conflict", factor ? "second-factor-on" : "second-factor-not-begun");
    const step = stepOf(core, factor.sealedSecret, typed);
    if (step === null) throw new DomainError("invalid", "second-factor-wrong", {}, "code");
    if (!(await markProved(tx, userId))) throw new DomainError("conflict", "second-factor-on");
    await redeemStep(tx, userId, step);
    await replaceRecoveryCodes(tx, userId, hashes);
    await endSessionsOf(tx, userId, caller.accessToken);
    await audit(tx, { ...about(userId), action: "account.second-factor-added" });
  });
  await tryMatched(core, "second-factor", who);
  return { codes };
}

interface Proofs {
  password: string;
  code: string;
}

/** Ten new recovery codes; the old ones end. */
export async function renewRecoveryCodes(core: Core, actor: Person, given: Proofs, network: string): Promise<NewRecoveryCodes> {
  await proveBoth(core, actor, given, network);
  const { codes, hashes } = newRecoveryCodes(core);
  await core.database.withSystem(async (tx) => {
    await replaceRecoveryCodes(tx, actor.userId, hashes);
    await audit(tx, { ...about(actor.userId), action: "account.recovery-codes-renewed" });
  });
  return { codes };
}

/** Signs in by the password alone again. A mail says so to the person. */
export async function endSecondFactor(core: Core, actor: Person, given: Proofs, network: string): Promise<void> {
  await proveBoth(core, actor, given, network);
  await core.database.withSystem(async (tx) => {
    await deleteFactor(tx, actor.userId);
    await audit(tx, { ...about(actor.userId), action: "account.second-factor-ended" });
  });
  await tell(core, actor.userId);
}

/** For a person who lost the app and the recovery codes: the password alone opens the account again, and a mail says so. */
export async function resetSecondFactor(core: Core, actor: Person, userId: string): Promise<void> {
  await core.database.withSystem(async (tx) => {
    if (!(await isOperatorStill(tx, actor.userId))) throw new DomainError("forbidden", "operators-only");
    const person = await accountById(tx, userId);
    if (!person) throw new DomainError("not-found", "person-not-found");
    if (!(await deleteFactor(tx, userId))) throw new DomainError("conflict", "second-factor-off");
    await audit(tx, { ...about(userId), actorId: actor.userId, action: "account.second-factor-reset", summary: { name: person.name } });
  });
  await tell(core, userId);
}

async function proveBoth(core: Core, { userId }: Person, { password, code }: Proofs, network: string): Promise<void> {
  const { since } = await core.database.withSystem(async (tx) => ({ since: (await factorOf(tx, userId))?.confirmedAt }));
  if (!since) throw new DomainError("conflict", "second-factor-off");
  await provePassword(core, userId, { password, network, field: "password" });
  const proof = await proveSecondFactor(core, userId, code, network);
  if (proof.outcome === "too-many") throw new DomainError("too-many", "too-many-tries", { minutes: proof.minutes });
  if (proof.outcome === "refused") throw new DomainError("invalid", "second-factor-wrong", {}, "code");
}

async function tell(core: Core, userId: string): Promise<void> {
  const user = await core.database.withSystem((tx) => accountById(tx, userId));
  if (!user) return;
  const locale = localeSchema.catch("fr").parse(user.locale);
  const site = consoleSite(core);
  await sendSecondFactorEnded(core, { to: user.email, locale, brand: brandOf(site, locale), name: user.name, link: site.origin });
}

function about(userId: string) {
  return { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
}
