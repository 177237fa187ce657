import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@archipel/database/database.ts";
import { createUser } from "@archipel/testing/factories.ts";
import { storeObject } from "../../modules/identity/service/oidc-store.ts";
import { demoPassword } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

async function personWithFactor(database: Database): Promise<string> {
  const { id: userId } = await createUser(database);
  await database.withSystem((tx) => tx.secondFactor.create({ data: { userId, sealedSecret: {}, confirmedAt: new Date() } }));
  return userId;
}

const provider = {
  ...{ name: { fr: "x", en: "x" }, issuer: "https://127.0.0.1", clientId: "archipel", clientAuth: "basic", scopes: [], usesPkce: true },
  ...{
    userinfoAlgorithm: null,
    wantsAmr: false,
    wantedAcr: [],
    secondStepValues: [],
    emailDomains: [],
    trustsAddresses: false,
    isOn: true,
  },
};

async function newProvider(database: Database): Promise<string> {
  const data = { name: {}, issuer: "https://127.0.0.1", clientId: "archipel", sealedSecret: {}, isOn: true };
  const { id } = await database.withSystem(async (tx) => {
    // The limit of providers is smaller than the number of callers of the matrix.
    await tx.signInProvider.deleteMany();
    return tx.signInProvider.create({ data });
  });
  return id;
}

async function identityOf(database: Database, userId: string | null | undefined): Promise<string> {
  const providerId = await newProvider(database);
  const owner = userId ?? (await createUser(database)).id;
  const { id } = await database.withSystem((tx) =>
    tx.linkedIdentity.create({ data: { userId: owner, providerId, subject: randomUUID() } }),
  );
  return id;
}

/** A passkey of the caller. */
async function passkeyOf(database: Database, userId: string | null | undefined): Promise<string> {
  const owner = userId ?? (await createUser(database)).id;
  const data = { userId: owner, credentialId: randomUUID(), publicCose: Buffer.from("x"), name: "x" };
  return (await database.withSystem((tx) => tx.passkey.create({ data }))).id;
}

/** The name of a live session of the caller. */
async function sessionOf(database: Database, userId: string | null | undefined): Promise<string> {
  const uid = randomUUID();
  await storeObject(database, "Session", uid, { accountId: userId ?? uid, uid, loginTs: 1 }, 600);
  return createHash("sha256").update(`session ${uid}`).digest("base64url");
}

export const identity: Record<string, InputOf> = {
  "identity.me": () => undefined,
  "identity.updateProfile": () => ({ locale: "fr" }),
  "identity.changePassword": () => ({ current: demoPassword, next: demoPassword }),
  "identity.requestAddress": () => ({ email: `${randomUUID()}@example.org`, password: demoPassword }),
  "identity.deletionOutlook": () => undefined,
  // A wrong password: with the right one, the callers of the matrix would leave.
  "identity.requestDeletion": () => ({ password: "wrong" }),
  "identity.export": () => undefined,
  "identity.requestExport": () => ({}),
  "identity.secondFactor": () => undefined,
  // Wrong proofs: callers of the matrix keep signing in by their password alone.
  "identity.beginSecondFactor": () => ({ password: "wrong" }),
  "identity.confirmSecondFactor": () => ({ code: "000000" }),
  "identity.renewRecoveryCodes": () => ({ password: "wrong", code: "000000" }),
  "identity.endSecondFactor": () => ({ password: "wrong", code: "000000" }),
  "identity.resetSecondFactor": async ({ database }) => ({ userId: await personWithFactor(database) }),
  "identity.passkeys": () => undefined,
  "identity.beginPasskey": () => ({ password: demoPassword, code: "" }),
  "identity.renamePasskey": async ({ database, users }, caller) => ({ passkeyId: await passkeyOf(database, users[caller]), name: "x" }),
  "identity.removePasskey": async ({ database, users }, caller) => ({
    passkeyId: await passkeyOf(database, users[caller]),
    password: demoPassword,
    code: "",
  }),
  "identity.waysIn": () => undefined,
  "identity.sessions": () => undefined,
  "identity.endOwnSession": async (world, caller) => ({ id: await sessionOf(world.database, world.users[caller]) }),
  "identity.endOtherSessions": () => undefined,
  "identity.beginLink": async ({ database }) => ({ providerId: await newProvider(database), password: demoPassword }),
  "identity.unlink": async ({ database, users }, caller) => ({
    identityId: await identityOf(database, users[caller]),
    password: demoPassword,
  }),
  "identity.providers": () => undefined,
  "identity.saveProvider": () => ({ id: randomUUID(), isNew: true, ...provider, clientSecret: "secret" }),
  // Nothing answers there: the trial says so.
  "identity.tryProvider": () => provider,
  "identity.deleteProvider": async ({ database }) => ({ id: await newProvider(database) }),
  "identity.people": () => ({}),
  "identity.setPersonStatus": async ({ database }) => ({ userId: (await createUser(database)).id, status: "suspended" }),
};
