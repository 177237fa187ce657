import { createHash } from "node:crypto";
import type { Database, Tx } from "@archipel/database/database.ts";
import { countLookup } from "@archipel/observability/metrics.ts";
import { LRUCache } from "lru-cache";
import type { Core, SignedIn } from "../../../kernel/core.ts";
import { deleteOldTries } from "../../../kernel/try-counters.ts";
import { deleteExpiredChallenges } from "../passkeys/queries.ts";
import { deleteExpiredSignIns } from "../providers/queries.ts";
import { accountById } from "../queries/accounts.ts";
import {
  deleteExpired,
  deleteGrants,
  deleteSessions,
  type LiveToken,
  liveToken,
  sessionUidsOf,
  waysOfSession,
} from "../queries/payloads.ts";
import { deleteEndedNotes, touchSession } from "../sessions/queries.ts";

/** The stored id of an object of the OIDC server: a hash of its secret, so that the table holds no usable secret. */
export function storedId(model: string, secret: string): string {
  return `${model}:${createHash("sha256").update(secret).digest("base64url")}`;
}

/** Answers are cached for one second: twenty calls of one page ask the database once, and a sign-out still works within a second. */
const REMEMBERED_MS = 1000;
/** The last use of a session is written this often: a person looks for a forgotten computer, not for a minute. */
const TOUCHED_MS = 10 * 60_000;

/** Makes `core.identify`: the owner of an access token, while it and its session are live. */
export function createIdentify(database: Database): Core["identify"] {
  const remembered = new LRUCache<string, { signedIn: SignedIn | null }>({ max: 10_000, ttl: REMEMBERED_MS });
  const touched = new LRUCache<string, true>({ max: 10_000, ttl: TOUCHED_MS });
  return async (accessToken) => {
    const id = storedId("AccessToken", accessToken);
    const known = remembered.get(id);
    countLookup("sessions", known !== undefined);
    if (known) return known.signedIn;
    const token = await database.withSystem((tx) => liveToken(tx, id));
    const signedIn = token ? { userId: token.userId, hasSecondStep: token.hasSecondStep } : null;
    remembered.set(id, { signedIn });
    if (token && !touched.has(token.sessionUid)) {
      touched.set(token.sessionUid, true);
      // A call must not fail because its time was not noted.
      await database.withSystem((tx) => touchSession(tx, token.sessionUid)).catch(() => touched.delete(token.sessionUid));
    }
    return signedIn;
  };
}

/** The person and session of a token, read from the database without the cache. */
function readToken(tx: Tx, accessToken: string): Promise<LiveToken | undefined> {
  return liveToken(tx, storedId("AccessToken", accessToken));
}

/** The session of an access token. */
export async function sessionOfCall(tx: Tx, accessToken: string): Promise<string | undefined> {
  return (await readToken(tx, accessToken))?.sessionUid;
}

/** By what the person of a token's session signed in (`amr`); empty once it has ended. */
export async function sessionWays(tx: Tx, accessToken: string): Promise<unknown[]> {
  const token = await readToken(tx, accessToken);
  return token ? waysOfSession(tx, token.sessionUid) : [];
}

/** The person of a token as a site shows them; null when the token has ended or the account is suspended. */
export async function sessionUser(core: Core, accessToken: string) {
  return core.database.withSystem(async (tx) => {
    const token = await readToken(tx, accessToken);
    const user = token && (await accountById(tx, token.userId));
    if (user?.status !== "active") return null;
    return { id: user.id, name: user.name, email: user.email, locale: user.locale };
  });
}

/** Ends sessions with all their grants and tokens. */
export async function endSessions(tx: Tx, sessionUids: readonly string[]): Promise<void> {
  if (sessionUids.length === 0) return;
  const ended = await deleteSessions(tx, sessionUids);
  // What a person allowed beyond the session (`offline_access`) has an end of its own.
  const withSession = ended
    .flatMap((row) => Object.values(row.authorizations ?? {}))
    .filter(({ persistsLogout }) => persistsLogout !== true);
  const ofSessions = withSession.map(({ grantId }) => grantId);
  const grantIds = new Set([...ended.map((row) => row.grantId), ...ofSessions].filter((id) => typeof id === "string"));
  const ids = [...grantIds];
  await deleteGrants(
    tx,
    ids,
    ids.map((id) => storedId("Grant", id)),
  );
}

/** Ends the session of a token on every site. False when it had already ended. */
export async function endSession(core: Core, accessToken: string): Promise<boolean> {
  return core.database.withSystem(async (tx) => {
    const token = await readToken(tx, accessToken);
    if (token) await endSessions(tx, [token.sessionUid]);
    return token !== undefined;
  });
}

/** Ends all sessions of a person, except the session of `exceptToken`. */
export async function endSessionsOf(tx: Tx, userId: string, exceptToken: string | null = null): Promise<void> {
  const kept = exceptToken ? await readToken(tx, exceptToken) : undefined;
  const uids = await sessionUidsOf(tx, userId);
  await endSessions(
    tx,
    uids.filter((uid) => uid !== kept?.sessionUid),
  );
}

/** Deletes what expired: sessions, codes, counters of tries, and failed tries of more than a year ago. Concurrent calls do no harm. */
export function forgetExpired(core: Core): Promise<number> {
  return core.database.withSystem(
    async (tx) =>
      (await deleteExpired(tx)) +
      (await deleteExpiredSignIns(tx)) +
      (await deleteEndedNotes(tx)) +
      (await deleteExpiredChallenges(tx)) +
      (await deleteOldTries(tx)),
  );
}
