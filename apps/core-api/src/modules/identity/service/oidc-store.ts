import type { Database } from "@archipel/database/database.ts";
import {
  consumePayload,
  deletePayload,
  deletePayloadsOfGrant,
  findPayload,
  findPayloadByUid,
  findPayloadByUserCode,
  insertPayloadOnce,
  upsertPayload,
} from "../queries/payloads.ts";
import { storedId } from "./sessions.ts";

/** An object that the OIDC server stores, in its own format. */
export type StoredObject = Record<string, unknown>;

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Stores an object under the hash of its id, without the id: the table alone grants no access. */
export async function storeObject(database: Database, model: string, id: string, thing: StoredObject, ttlSeconds?: number): Promise<void> {
  const { jti: _secret, ...payload } = thing;
  await database.withSystem((tx) =>
    upsertPayload(tx, {
      id: storedId(model, id),
      model,
      payload,
      grantId: text(thing.grantId),
      // A token that outlives its session is not found by it.
      uid: text(thing.uid) ?? (thing.expiresWithSession === true ? text(thing.sessionUid) : null),
      userCode: text(thing.userCode) && userCodeHash(String(thing.userCode)),
      expiresAt: ttlSeconds === undefined ? null : new Date(Date.now() + ttlSeconds * 1000),
    }),
  );
}

/** The object of an id, with `consumed` (epoch seconds) if it was consumed; undefined when unknown or expired. */
export async function findObject(database: Database, model: string, id: string): Promise<StoredObject | undefined> {
  const row = await database.withSystem((tx) => findPayload(tx, storedId(model, id)));
  return row && { ...row.payload, jti: id, ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
}

/** A session by its uid, read-only: the table does not contain its secret id. */
export async function findObjectByUid(database: Database, model: string, uid: string): Promise<StoredObject | undefined> {
  return (await database.withSystem((tx) => findPayloadByUid(tx, model, uid)))?.payload;
}

/** True for the one caller that consumes the object. */
export function consumeObject(database: Database, model: string, id: string): Promise<boolean> {
  return database.withSystem((tx) => consumePayload(tx, storedId(model, id)));
}

/** The code that a person types, as a hash. */
const userCodeHash = (userCode: string): string => storedId("UserCode", userCode);

/** A device code by the code that its person types. */
export async function findObjectByUserCode(database: Database, model: string, userCode: string): Promise<StoredObject | undefined> {
  const row = await database.withSystem((tx) => findPayloadByUserCode(tx, model, userCodeHash(userCode)));
  return row && { ...row.payload, ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
}

export function destroyObject(database: Database, model: string, id: string): Promise<void> {
  return database.withSystem((tx) => deletePayload(tx, storedId(model, id)));
}

export function destroyObjectsOfGrant(database: Database, model: string, grantId: string): Promise<void> {
  return database.withSystem((tx) => deletePayloadsOfGrant(tx, model, grantId));
}

/** An object created once for all processes: the first process that stores it decides. */
export async function storeOnce(database: Database, model: string, make: () => Promise<StoredObject>): Promise<StoredObject> {
  const id = storedId(model, "one");
  const kept = await database.withSystem((tx) => findPayload(tx, id));
  if (kept) return kept.payload;
  const payload = await make();
  return database.withSystem((tx) =>
    insertPayloadOnce(tx, { id, model, payload, grantId: null, uid: null, userCode: null, expiresAt: null }),
  );
}
