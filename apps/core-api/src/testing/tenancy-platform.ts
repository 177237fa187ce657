import type { Tx } from "@archipel/database/database.ts";

/** Makes a row in each table that the platform alone reads. @returns table and key of each */
export async function platformRows(tx: Tx, userId: string, by: string): Promise<[table: string, key: string][]> {
  const code = await tx.oneTimeCode.create({ data: { userId, purpose: "reset", codeHash: by, expiresAt: new Date() } });
  const factor = await tx.secondFactor.create({ data: { userId, sealedSecret: {} } });
  const recovery = await tx.recoveryCode.create({ data: { userId, codeHash: by } });
  const passkey = await tx.passkey.create({ data: { userId, credentialId: by, publicCose: Buffer.from("x"), name: "x" } });
  const challenge = await tx.passkeyChallenge.create({
    data: { place: by, userId, challenge: "x", expiresAt: new Date(Date.now() + 60_000) },
  });
  const key = await tx.answerKey.create({ data: { id: by, publicKey: {}, sealedKey: {}, endedAt: new Date() } });
  const provider = await tx.signInProvider.create({ data: { name: {}, issuer: "https://x.example", clientId: by, sealedSecret: {} } });
  const identity = await tx.linkedIdentity.create({ data: { userId, providerId: provider.id, subject: by } });
  const signIn = await tx.providerSignIn.create({
    data: { providerId: provider.id, userId, clientId: by, browserHash: by, sealedSecret: {}, expiresAt: new Date(Date.now() + 3_600_000) },
  });
  const seen = await tx.hubSession.create({ data: { sessionUid: by, userId } });
  const payload = await tx.oidcPayload.create({ data: { id: by, model: "Session", payload: {} } });
  const reference = await tx.objectReference.create({ data: { key: by, ownerTable: "x", ownerId: by } });
  const released = await tx.releasedObject.create({ data: { key: by } });
  const counter = await tx.tryCounter.create({ data: { key: by, taken: 1, most: 1, endsAt: new Date() } });
  const mail = await tx.mail.create({ data: { recipient: "x@example.org", subject: "x", html: "x", text: "x" } });
  return [
    ["one_time_codes", code.id],
    ["second_factors", factor.id],
    ["recovery_codes", recovery.id],
    ["passkeys", passkey.id],
    ["passkey_challenges", challenge.place],
    ["answer_keys", key.id],
    ["sign_in_providers", provider.id],
    ["linked_identities", identity.id],
    ["provider_sign_ins", signIn.id],
    ["hub_sessions", seen.sessionUid],
    ["oidc_payloads", payload.id],
    ["mails", mail.id],
    ["try_counters", counter.key],
    ["object_references", reference.key],
    ["released_objects", released.key],
  ];
}
