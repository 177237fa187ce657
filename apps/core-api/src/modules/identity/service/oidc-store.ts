import type { Database } from "@archipel/database/database.ts";
import {
  consumePayload,
  deletePayload,
  deletePayloadsOfGrant,
  findPayload,
  findPayloadByUid,
  insertPayloadOnce,
  upsertPayload,
} from "../queries/payloads.ts";
import { storedId } from "./sessions.ts";

/** What the OIDC server wants kept, in its own shape. */
export type Thing = Record<string, unknown>;

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Keeps a thing by the hash of its id, and without the id: the table alone opens nothing. */
export async function storeThing(database: Database, model: string, id: string, thing: Thing, ttlSeconds?: number): Promise<void> {
  const { jti: _secret, ...payload } = thing;
  await database.withSystem((tx) =>
    upsertPayload(tx, {
      id: storedId(model, id),
      model,
      payload,
      grantId: text(thing.grantId),
      uid: text(thing.uid) ?? text(thing.sessionUid),
      expiresAt: ttlSeconds === undefined ? null : new Date(Date.now() + ttlSeconds * 1000),
    }),
  );
}

/** The thing behind an id, marked `consumed` (epoch seconds) when it was; undefined when unknown or expired. */
export async function findThing(database: Database, model: string, id: string): Promise<Thing | undefined> {
  const row = await database.withSystem((tx) => findPayload(tx, storedId(model, id)));
  return row && { ...row.payload, jti: id, ...(row.consumedAt ? { consumed: Math.floor(row.consumedAt.getTime() / 1000) } : {}) };
}

/** A session by its uid, to read only: its secret id cannot be told from the table. */
export async function findThingByUid(database: Database, model: string, uid: string): Promise<Thing | undefined> {
  return (await database.withSystem((tx) => findPayloadByUid(tx, model, uid)))?.payload;
}

/** True for the one caller that uses the thing up. */
export function consumeThing(database: Database, model: string, id: string): Promise<boolean> {
  return database.withSystem((tx) => consumePayload(tx, storedId(model, id)));
}

export function destroyThing(database: Database, model: string, id: string): Promise<void> {
  return database.withSystem((tx) => deletePayload(tx, storedId(model, id)));
}

export function destroyThingsOfGrant(database: Database, model: string, grantId: string): Promise<void> {
  return database.withSystem((tx) => deletePayloadsOfGrant(tx, model, grantId));
}

/** A thing that is made once for all processes: the first that stores it decides. */
export async function storeOnce(database: Database, model: string, make: () => Promise<Thing>): Promise<Thing> {
  const id = storedId(model, "one");
  const kept = await database.withSystem((tx) => findPayload(tx, id));
  if (kept) return kept.payload;
  const payload = await make();
  return database.withSystem((tx) => insertPayloadOnce(tx, { id, model, payload, grantId: null, uid: null, expiresAt: null }));
}
