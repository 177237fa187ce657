import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { type Assertion, isEmbedded, relyingParty, userHandleOf } from "../policy.ts";
import { markCopied, type PasskeyRow, passkeyOfCredential, putChallenge, raiseCounter, redeemChallenge } from "../queries.ts";
import { mailAboutPasskey } from "./mails.ts";

/** Time between the question and the signature. */
export const CHALLENGE_MS = 5 * 60_000;

interface Asked {
  /** Where the signature is asked for: the step of a sign-in. */
  place: string;
  /** Whose passkey must sign. Null: whichever the browser has, which then says who signs in. */
  userId: string | null;
  allowed: readonly PasskeyRow[];
}

/** What the browser asks a passkey to sign. Null where passkeys do not work. */
export async function askForSignature(core: Core, { place, userId, allowed }: Asked) {
  const rp = relyingParty(core.env);
  if (!rp) return null;
  const options = await generateAuthenticationOptions({
    rpID: rp.id,
    timeout: CHALLENGE_MS,
    // The only step of a sign-in must prove more than that somebody holds the device.
    userVerification: userId === null ? "required" : "preferred",
    allowCredentials: allowed.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  });
  const expiresAt = new Date(Date.now() + CHALLENGE_MS);
  await core.database.withSystem((tx) => putChallenge(tx, { place, userId, challenge: options.challenge, expiresAt }));
  return options;
}

interface Given {
  place: string;
  /** As in `askForSignature`. */
  userId: string | null;
  assertion: Assertion | null;
}

/**
 * The person whose passkey signed what the place asked for; null for every wrong signature, whatever is wrong with it. The challenge is used
 * up either way.
 */
export async function provePasskey(core: Core, { place, userId, assertion }: Given): Promise<string | null> {
  const rp = relyingParty(core.env);
  const { asked, row } = await core.database.withSystem(async (tx) => ({
    asked: await redeemChallenge(tx, place),
    row: assertion && (await passkeyOfCredential(tx, assertion.id)),
  }));
  if (!rp || !assertion || !asked || asked.userId !== userId || !row || (userId !== null && row.userId !== userId)) return null;
  if (!saysWho(assertion, row, userId === null) || isEmbedded(assertion.response.clientDataJSON)) return null;
  const counter = await counterOf(assertion, row, {
    challenge: asked.challenge,
    origin: rp.origin,
    rpId: rp.id,
    isAlone: userId === null,
  });
  if (counter === null) return null;
  return (await isOriginal(core, row, counter)) ? row.userId : null;
}

/** A passkey that says who signs in names the account that it is stored with. */
function saysWho({ response: { userHandle } }: Assertion, row: PasskeyRow, isNeeded: boolean): boolean {
  if (!userHandle) return !isNeeded;
  return userHandle === userHandleOf(row.userId).toString("base64url");
}

interface Expected {
  challenge: string;
  origin: string;
  rpId: string;
  isAlone: boolean;
}

/** The counter that a right signature carries; null for a wrong one. */
async function counterOf(assertion: Assertion, row: PasskeyRow, { challenge, origin, rpId, isAlone }: Expected): Promise<number | null> {
  const { userHandle, ...response } = assertion.response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...{ id: assertion.id, rawId: assertion.rawId, type: assertion.type, clientExtensionResults: {} },
        response: { ...response, ...(userHandle ? { userHandle } : {}) },
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: isAlone,
      // 0: `isOriginal` compares counters, because it must know that nothing else is wrong.
      credential: { id: row.credentialId, publicKey: new Uint8Array(row.publicCose), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}

/** Notes the use. A right signature whose counter went back comes from a copy, or from the original after one: neither opens anything again. */
async function isOriginal(core: Core, row: PasskeyRow, counter: number): Promise<boolean> {
  const found = await core.database.withSystem(async (tx) => {
    if (await raiseCounter(tx, row.id, counter)) return "original";
    if (!(await markCopied(tx, row.id))) return "known-copy";
    const about = { communityId: null, actorId: null, resourceType: "user", resourceId: row.userId };
    await audit(tx, { ...about, action: "account.passkey-copied", summary: { passkey: row.name } });
    return "new-copy";
  });
  if (found === "new-copy") {
    core.log.warn({ account: row.userId, passkey: row.id }, "the counter of a passkey went back");
    await mailAboutPasskey(core, row.userId, "copied", row.name);
  }
  return found === "original";
}
