import { randomUUID } from "node:crypto";
import { createUser } from "@archipel/testing/factories.ts";
import type { Caller, PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

const application = {
  ...{ name: "Suivi", description: "", kind: "confidential", redirectUris: ["https://partner.example/back"] },
  ...{ scopes: ["read"], datasetIds: [], layerIds: [] },
} as const;
const stored = { name: "Suivi", kind: "confidential", redirectUris: ["https://partner.example/back"], scopes: ["read"] };

/** An application of the community. The matrix makes many, and an owner may only have a few. */
async function ofOwnApplication({ database, communityId }: PermissionWorld) {
  return database.withSystem(async (tx) => {
    await tx.application.deleteMany({ where: { communityId } });
    return { communityId, applicationId: (await tx.application.create({ data: { ...stored, communityId } })).id };
  });
}

/** An application of the caller; for a visitor, of some other person. */
async function ofCaller({ database, users }: PermissionWorld, caller: Caller) {
  const ownerId = users[caller] ?? (await createUser(database)).id;
  return database.withSystem(async (tx) => {
    await tx.application.deleteMany({ where: { ownerId } });
    return { applicationId: (await tx.application.create({ data: { ...stored, ownerId } })).id };
  });
}

/** What the caller allows an application; for a visitor, what some other person allows. */
async function allowedBy({ database, users }: PermissionWorld, caller: Caller) {
  const userId = users[caller] ?? (await createUser(database)).id;
  const grantId = randomUUID();
  const expiresAt = new Date(Date.now() + 60_000);
  return database.withSystem(async (tx) => {
    await tx.oidcPayload.create({ data: { id: grantId, model: "Grant", payload: {}, expiresAt } });
    const own = { clientId: "archipel-cli", userId, grantId, grantKey: grantId, scopes: ["read"], expiresAt };
    return { grantId: (await tx.applicationGrant.create({ data: own })).id };
  });
}

export const applications: Record<string, InputOf> = {
  "applications.own": () => undefined,
  "applications.registerOwn": () => application,
  "applications.renewOwnSecret": ofCaller,
  "applications.removeOwn": ofCaller,
  "applications.list": inCommunity,
  "applications.register": async (world) => ({ ...(await ofOwnApplication(world)), ...application }),
  "applications.renewSecret": ofOwnApplication,
  "applications.remove": ofOwnApplication,
  "applications.all": () => undefined,
  "applications.suspend": async (world) => ({ ...(await ofOwnApplication(world)), reason: null }),
  "applications.allowed": () => undefined,
  "applications.revoke": allowedBy,
};
