import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import type { HubSession } from "../../providers/service/ways.ts";
import { lockAccount } from "../../queries/accounts.ts";
import { accountOfCode } from "../../service/enter-code.ts";
import { redeem } from "../../service/one-time-codes.ts";
import { attestationIn, isEmbedded, MOST_PASSKEYS, nameOrDefault, relyingParty, userHandleOf, withoutDevice } from "../policy.ts";
import { insertPasskey, passkeysOf, putChallenge, redeemChallenge } from "../queries.ts";
import { mailAboutPasskey } from "./mails.ts";
import { CHALLENGE_MS } from "./signatures.ts";

/** For an account without a password, a sign-in of the last minutes replaces it. */
const FRESH_MS = 10 * 60_000;
/** EdDSA, ES256 and RS256: what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

interface Asking {
  /** What `beginPasskey` gave. */
  ticket: string;
  /** The session of the browser that opened the address. */
  session: HubSession | null;
  network: string;
}

export type Opened =
  | { outcome: "open"; userId: string; email: string; name: string }
  | { outcome: "expired" }
  /** The browser is signed in to another account, or to none: an address that somebody else sent adds nothing. */
  | { outcome: "other-person" }
  /** The account has no password, and the sign-in is too long ago. */
  | { outcome: "stale" };

/** Who may add a passkey with a ticket, in this browser. */
export async function openRegistration(core: Core, { ticket, session, network }: Asking): Promise<Opened> {
  const user = await accountOfCode(core, "passkey", ticket, network);
  if (user?.status !== "active" || !relyingParty(core.env)) return { outcome: "expired" };
  if (user.id !== session?.userId) return { outcome: "other-person" };
  if (!user.passwordHash && Date.now() - session.signedInAt.getTime() > FRESH_MS) return { outcome: "stale" };
  return { outcome: "open", userId: user.id, email: user.email, name: user.name };
}

const placeOf = (session: HubSession) => `register ${session.uid}`;

/** What the browser asks an authenticator to make. Null when the ticket opens nothing here. */
export async function beginRegistration(core: Core, asking: Asking) {
  const { session } = asking;
  const opened = await openRegistration(core, asking);
  const rp = relyingParty(core.env);
  if (opened.outcome !== "open" || !session || !rp) return null;
  const known = await core.database.withSystem((tx) => passkeysOf(tx, opened.userId));
  const options = await generateRegistrationOptions({
    ...{ rpName: "Archipel", rpID: rp.id, timeout: CHALLENGE_MS, attestationType: "none", supportedAlgorithmIDs: ALGORITHMS },
    ...{ userName: opened.email, userDisplayName: opened.name, userID: userHandleOf(opened.userId) },
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    // Found without an address, and sure of the person: it opens the account alone.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  const expiresAt = new Date(Date.now() + CHALLENGE_MS);
  const row = { place: placeOf(session), userId: opened.userId, challenge: options.challenge, expiresAt };
  await core.database.withSystem((tx) => putChallenge(tx, row));
  return options;
}

export type Registered = Exclude<Opened, { outcome: "open" }> | { outcome: "added" } | { outcome: "refused" } | { outcome: "full" };

interface NewPasskey {
  /** What the browser sent, as JSON. */
  made: string;
  name: string;
  proposedName: string;
}

/** Keeps a new passkey: the ticket is used up, and a mail says so. */
export async function registerPasskey(core: Core, asking: Asking, { made, name, proposedName }: NewPasskey): Promise<Registered> {
  const { session, ticket } = asking;
  const opened = await openRegistration(core, asking);
  if (opened.outcome !== "open") return opened;
  if (!session) return { outcome: "other-person" };
  const { userId } = opened;
  const asked = await core.database.withSystem((tx) => redeemChallenge(tx, placeOf(session)));
  const found = asked?.userId === userId ? await verified(core, made, asked.challenge) : null;
  if (!found) return { outcome: "refused" };
  const passkey = { userId, ...found, name: nameOrDefault(name, proposedName) };
  const outcome = await core.database.withSystem(async (tx) => {
    // Two calls at the same time must not both add the last allowed one.
    await lockAccount(tx, userId);
    if ((await passkeysOf(tx, userId)).length >= MOST_PASSKEYS) return "full" as const;
    if ((await redeem(tx, "passkey", ticket)) !== userId) return "expired" as const;
    if (!(await insertPasskey(tx, passkey))) return "refused" as const;
    const about = { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
    await audit(tx, { ...about, action: "account.passkey-added", summary: { passkey: passkey.name } });
    return "added" as const;
  });
  if (outcome === "added") await mailAboutPasskey(core, userId, "added", passkey.name);
  return { outcome };
}

async function verified(core: Core, made: string, challenge: string) {
  const rp = relyingParty(core.env);
  const attestation = attestationIn(made);
  if (!rp || !attestation || isEmbedded(attestation.response.clientDataJSON)) return null;
  const { id, rawId, type } = attestation;
  try {
    const response = { ...attestation.response, attestationObject: withoutDevice(attestation.response.attestationObject) };
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, clientExtensionResults: {}, response: { ...response, transports: [] } },
      expectedChallenge: challenge,
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return null;
    const { credential, credentialDeviceType } = registrationInfo;
    return {
      ...{ credentialId: credential.id, publicCose: new Uint8Array(credential.publicKey), counter: credential.counter },
      ...{ transports: response.transports, isSynced: credentialDeviceType === "multiDevice" },
    };
  } catch {
    return null;
  }
}
