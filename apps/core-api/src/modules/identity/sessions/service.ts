import { createHash } from "node:crypto";
import type { OwnSession } from "@archipel/contracts/identity-sessions.ts";
import { localized } from "@archipel/contracts/text.ts";
import type { Person } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { signInOfMarks } from "../providers/policy.ts";
import { endSessions, endSessionsOf, sessionOfCall } from "../service/sessions.ts";
import { browserOf } from "./policy.ts";
import { noteSession, providerNames, sessionRows } from "./queries.ts";

/** What the account page calls a session by: its uid is the key of other tables. */
function nameOf(uid: string): string {
  return createHash("sha256").update(`session ${uid}`).digest("base64url");
}

/** Notes which browser a session is in. A failure must not stop the sign-in. */
export async function noteBrowser(
  core: Core,
  { uid, userId, userAgent }: { uid: string; userId: string; userAgent: string | undefined },
): Promise<void> {
  try {
    await core.database.withSystem((tx) => noteSession(tx, { uid, userId, ...browserOf(userAgent) }));
  } catch (error) {
    core.log.warn({ err: error }, "the browser of a session was not noted");
  }
}

const waysOf = (amr: unknown): unknown[] => (Array.isArray(amr) ? amr : []);

/** The caller's sessions: which browser, since when, last use, and the way in. */
export function ownSessions(core: Core, { userId }: Person, accessToken: string | null): Promise<OwnSession[]> {
  return core.database.withSystem(async (tx) => {
    const current = accessToken === null ? undefined : await sessionOfCall(tx, accessToken);
    const rows = await sessionRows(tx, userId);
    const names = await providerNames(
      tx,
      rows.flatMap(({ amr }) => signInOfMarks(waysOf(amr)) ?? []),
    );
    return rows.map(({ uid, amr, since, browser, system, lastUsedAt }) => {
      const signIn = signInOfMarks(waysOf(amr));
      // A person who linked an identity at this sign-in typed the password too.
      const isPasskey = waysOf(amr).includes("user");
      const name = signIn !== null && !waysOf(amr).includes("pwd") && !isPasskey ? names.get(signIn) : undefined;
      return {
        ...{ id: nameOf(uid), browser, system, since, lastUsedAt: lastUsedAt ?? since, isThis: uid === current },
        provider: name === undefined ? null : localized.catch({}).parse(name),
        isPasskey,
        hasSecondStep: waysOf(amr).includes("mfa"),
      };
    });
  });
}

/** Ends one session of the caller on every site at once. */
export function endOwnSession(core: Core, { userId }: Person, id: string): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const uid = (await sessionRows(tx, userId)).find((row) => nameOf(row.uid) === id)?.uid;
    if (uid === undefined) throw new DomainError("not-found", "session-not-found");
    await endSessions(tx, [uid]);
    await audit(tx, { ...about(userId), action: "account.session-ended" });
  });
}

/** Ends all sessions of the caller but this one. */
export function endOtherSessions(core: Core, { userId }: Person, accessToken: string | null): Promise<void> {
  return core.database.withSystem(async (tx) => {
    await endSessionsOf(tx, userId, accessToken);
    await audit(tx, { ...about(userId), action: "account.sessions-ended" });
  });
}

function about(userId: string) {
  return { communityId: null, actorId: userId, resourceType: "user", resourceId: userId };
}
