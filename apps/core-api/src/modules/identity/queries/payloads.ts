import type { Tx } from "@archipel/database/database.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { isSiteClient } from "@archipel/session/client-keys.ts";

/** A stored object of the OIDC server: a session, a grant, a token, an interaction. `id` is the hash of its secret. */
export interface PayloadRow {
  id: string;
  model: string;
  payload: Record<string, unknown>;
  grantId: string | null;
  /** A session's uid; for a token, the uid of the session that it belongs to. */
  uid: string | null;
  /** Hash of the code that the person of a device types. */
  userCode: string | null;
  expiresAt: Date | null;
}

type Found = { payload: Record<string, unknown>; consumedAt: Date | null };

const isAlive = Prisma.sql`(expires_at IS NULL OR expires_at > now())`;

export async function findPayload(tx: Tx, id: string): Promise<Found | undefined> {
  const rows = await tx.$queryRaw<Found[]>`
    SELECT payload, consumed_at AS "consumedAt" FROM oidc_payloads WHERE id = ${id} AND ${isAlive}`;
  return rows[0];
}

export async function findPayloadByUid(tx: Tx, model: string, uid: string): Promise<Found | undefined> {
  const rows = await tx.$queryRaw<Found[]>`
    SELECT payload, consumed_at AS "consumedAt" FROM oidc_payloads WHERE uid = ${uid} AND model = ${model} AND ${isAlive} LIMIT 1`;
  return rows[0];
}

export async function findPayloadByUserCode(tx: Tx, model: string, userCode: string): Promise<Found | undefined> {
  const rows = await tx.$queryRaw<Found[]>`
    SELECT payload, consumed_at AS "consumedAt" FROM oidc_payloads WHERE user_code = ${userCode} AND model = ${model} AND ${isAlive}`;
  return rows[0];
}

export async function upsertPayload(tx: Tx, row: PayloadRow): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO oidc_payloads (id, model, payload, grant_id, uid, user_code, expires_at)
    VALUES (${row.id}, ${row.model}, ${JSON.stringify(row.payload)}::jsonb, ${row.grantId}, ${row.uid}, ${row.userCode}, ${row.expiresAt})
    ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
      expires_at = excluded.expires_at`;
}

/** Inserts the row unless it exists, and returns the stored row: concurrent callers all get the first one. */
export async function insertPayloadOnce(tx: Tx, row: PayloadRow): Promise<Record<string, unknown>> {
  await tx.$executeRaw`
    INSERT INTO oidc_payloads (id, model, payload) VALUES (${row.id}, ${row.model}, ${JSON.stringify(row.payload)}::jsonb)
    ON CONFLICT (id) DO NOTHING`;
  const kept = await findPayload(tx, row.id);
  return kept?.payload ?? row.payload;
}

/** True for the one caller that consumes it: it locks the row, and the row then no longer matches for the others. */
export async function consumePayload(tx: Tx, id: string): Promise<boolean> {
  return (await tx.$executeRaw`UPDATE oidc_payloads SET consumed_at = now() WHERE id = ${id} AND consumed_at IS NULL`) === 1;
}

export async function deletePayload(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM oidc_payloads WHERE id = ${id}`;
}

export async function deletePayloadsOfGrant(tx: Tx, model: string, grantId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM oidc_payloads WHERE grant_id = ${grantId} AND model = ${model}`;
}

export interface LiveToken {
  userId: string;
  sessionUid: string;
  hasSecondStep: boolean;
}

/**
 * The owner of a token of one of our sites, while the token and its session are live. Tokens of external applications tell who a person is,
 * at the hub's own address for that, and open nothing else. One statement, on two indexes.
 */
export async function liveToken(tx: Tx, id: string): Promise<LiveToken | undefined> {
  const [row] = await tx.$queryRaw<(LiveToken & { clientId: string | null })[]>`
    SELECT t.payload ->> 'accountId' AS "userId", t.uid AS "sessionUid", t.payload ->> 'clientId' AS "clientId",
      coalesce(s.payload -> 'amr' ? 'mfa', false) AS "hasSecondStep"
    FROM oidc_payloads t
    JOIN oidc_payloads s ON s.uid = t.uid AND s.model = 'Session' AND s.expires_at > now()
      AND s.payload ->> 'accountId' = t.payload ->> 'accountId'
    WHERE t.id = ${id} AND t.model = 'AccessToken' AND t.expires_at > now()`;
  return row?.clientId && isSiteClient(row.clientId)
    ? { userId: row.userId, sessionUid: row.sessionUid, hasSecondStep: row.hasSecondStep }
    : undefined;
}

export interface EndedRow {
  grantId: string | null;
  /** A session's own list: client id → its grant. */
  authorizations: Record<string, { grantId?: string; persistsLogout?: boolean }> | null;
}

/** Deletes sessions with their tokens, and returns the grants that they had. */
export function deleteSessions(tx: Tx, sessionUids: readonly string[]): Promise<EndedRow[]> {
  return tx.$queryRaw<EndedRow[]>`
    DELETE FROM oidc_payloads WHERE uid = ANY (${[...sessionUids]})
    RETURNING grant_id AS "grantId", CASE WHEN model = 'Session' THEN payload -> 'authorizations' END AS authorizations`;
}

/** Deletes grants with everything that belongs to them. `storedIds` are the grants' own rows. */
export async function deleteGrants(tx: Tx, grantIds: readonly string[], storedIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM oidc_payloads WHERE grant_id = ANY (${[...grantIds]}) OR id = ANY (${[...storedIds]})`;
}

/** What a session says about the way in (RFC 8176). */
export async function waysOfSession(tx: Tx, uid: string): Promise<unknown[]> {
  const rows = await tx.$queryRaw<{ amr: unknown }[]>`
    SELECT payload -> 'amr' AS amr FROM oidc_payloads WHERE uid = ${uid} AND model = 'Session'`;
  const amr = rows[0]?.amr;
  return Array.isArray(amr) ? amr : [];
}

export async function sessionUidsOf(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ uid: string }[]>`
    SELECT uid FROM oidc_payloads WHERE model = 'Session' AND uid IS NOT NULL AND payload ->> 'accountId' = ${userId}`;
  return rows.map(({ uid }) => uid);
}

/** Deletes expired objects and one-time codes. @returns the number of rows */
export async function deleteExpired(tx: Tx): Promise<number> {
  const payloads = await tx.$executeRaw`DELETE FROM oidc_payloads WHERE expires_at < now()`;
  return payloads + (await tx.$executeRaw`DELETE FROM one_time_codes WHERE expires_at < now()`);
}
