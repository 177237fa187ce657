import { randomUUID } from "node:crypto";
import type { Tx } from "@archipel/database/database.ts";

/** An application of a community, and the use of one of its keys. @returns table and key of each */
export async function communityPrograms(tx: Tx, communityId: string, createdById: string): Promise<[table: string, key: string][]> {
  const about = { name: "x", kind: "public", redirectUris: [], scopes: [], createdById };
  const application = await tx.application.create({ data: { communityId, ...about } });
  const use = await tx.keyUse.create({ data: { keyId: randomUUID(), communityId, day: new Date(), service: "tiles", calls: 1 } });
  return [
    ["applications", application.id],
    ["key_uses", use.keyId],
  ];
}

/** A person's key and its use, their own application, and what they allow an application. @returns table and key of each */
export async function ownPrograms(tx: Tx, userId: string): Promise<[table: string, key: string][]> {
  const key = await tx.apiKey.create({ data: { userId, name: "x", scope: "read", secretHash: randomUUID(), expiresAt: new Date() } });
  const about = { name: "x", kind: "public", redirectUris: [], scopes: [], createdById: userId };
  const application = await tx.application.create({ data: { ownerId: userId, ...about } });
  const use = await tx.keyUse.create({ data: { keyId: randomUUID(), userId, day: new Date(), service: "tiles", calls: 1 } });
  const { id: grantKey } = await tx.oidcPayload.create({ data: { id: randomUUID(), model: "Grant", payload: {} } });
  const allowed = { clientId: application.id, applicationId: application.id, userId, grantId: grantKey, grantKey };
  const grant = await tx.applicationGrant.create({ data: { ...allowed, scopes: [], expiresAt: new Date(Date.now() + 3_600_000) } });
  return [
    ["api_keys", key.id],
    ["applications", application.id],
    ["key_uses", use.keyId],
    ["application_grants", grant.id],
  ];
}
