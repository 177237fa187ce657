import type { Tx } from "@archipel/database/database.ts";

interface SeenSession {
  uid: string;
  userId: string;
  browser: string | null;
  system: string | null;
}

/** Notes the browser of a session each time that a site signs the person in with it. */
export async function noteSession(tx: Tx, { uid, userId, browser, system }: SeenSession): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO hub_sessions (session_uid, user_id, browser, system) VALUES (${uid}, ${userId}::uuid, ${browser}, ${system})
    ON CONFLICT (session_uid) DO UPDATE SET user_id = excluded.user_id, browser = excluded.browser, system = excluded.system, last_used_at = now()`;
}

export async function touchSession(tx: Tx, uid: string): Promise<void> {
  await tx.$executeRaw`UPDATE hub_sessions SET last_used_at = now() WHERE session_uid = ${uid}`;
}

export interface SessionRow {
  uid: string;
  amr: unknown;
  since: Date;
  browser: string | null;
  system: string | null;
  lastUsedAt: Date | null;
}

/** The live sessions of a person, the latest used first. */
export function sessionRows(tx: Tx, userId: string): Promise<SessionRow[]> {
  return tx.$queryRaw<SessionRow[]>`
    SELECT s.uid, s.payload -> 'amr' AS amr, to_timestamp(coalesce(s.payload ->> 'loginTs', s.payload ->> 'iat', '0')::float8) AS since,
      h.browser, h.system, h.last_used_at AS "lastUsedAt"
    FROM oidc_payloads s LEFT JOIN hub_sessions h ON h.session_uid = s.uid AND h.user_id = ${userId}::uuid
    WHERE s.model = 'Session' AND s.uid IS NOT NULL AND s.payload ->> 'accountId' = ${userId} AND s.expires_at > now()
    ORDER BY h.last_used_at DESC NULLS LAST, since DESC LIMIT 100`;
}

/** The names of the providers that sessions came from, by the sign-in that their marks name. */
export async function providerNames(tx: Tx, signInIds: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await tx.providerSignIn.findMany({
    where: { id: { in: [...signInIds] } },
    select: { id: true, provider: { select: { name: true } } },
  });
  return new Map(rows.map(({ id, provider }) => [id, provider.name]));
}

/** What was noted of sessions that are gone. */
export function deleteEndedNotes(tx: Tx): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM hub_sessions h WHERE NOT EXISTS (SELECT FROM oidc_payloads s WHERE s.uid = h.session_uid AND s.model = 'Session' AND s.expires_at > now())`;
}
