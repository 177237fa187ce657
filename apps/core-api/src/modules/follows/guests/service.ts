import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from "node:crypto";
import type { GuestSubject } from "@archipel/contracts/follows.ts";
import { id as idSchema } from "@archipel/contracts/ids.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import type { Env } from "../../../env.ts";
import { anonymous, type PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { minutesOf, reserveTry } from "../../../kernel/tries.ts";
import { prepareReport } from "../../answers/service/report.ts";
import { followedName, subjectKeyOf } from "../policy.ts";
import { confirm, deletePending, type GuestRow, guestRow, keepAsked } from "./queries.ts";

/** Most places of one mailbox, on all portals. */
const MOST_OF_ADDRESS = 20;
/** A request that nobody confirms is forgotten. */
const PENDING_DAYS = 3;
const SIGNATURE_BYTES = 16;
const SYSTEM = { role: "system" } as const;

interface GuestCall {
  subject: GuestSubject;
  email: string;
  locale: Locale;
}

/**
 * Asks a mailbox whether it wants to follow a place, the news or the alerts. The result is the same for every address: whether it follows already, has too many
 * places or got too many mails is between the platform and the mailbox.
 *
 * @throws DomainError when the place is unknown, or one network asks too much
 */
export async function askToFollow(core: Core, visit: PortalVisit, { subject, email, locale }: GuestCall): Promise<void> {
  const { portalId, communityId, network } = visit;
  // As a visitor sees it: the mail would otherwise say what only members read.
  const located =
    subject.kind === "place" ? (await prepareReport(core, anonymous, { portalId, place: subject.place, locale })).located : null;
  const refusal = await reserveTry(core, "follow", { network });
  if (refusal) throw new DomainError("too-many", "follows-waiting", { minutes: minutesOf(refusal) });
  const address = email.toLowerCase();
  if (await reserveTry(core, "follow-mail", { network, account: address })) return;
  const follow = {
    id: randomUUID(),
    communityId,
    portalId,
    email: address,
    locale,
    subject,
    label: located ? followedName(located.place, locale) : "",
    metric: located?.metric ?? null,
    subjectKey: subjectKeyOf(subject),
  };
  await core.database.sqlAs(SYSTEM, async (sql) => {
    const followId = await keepAsked(sql, follow, MOST_OF_ADDRESS);
    if (followId !== null) await emitIn(sql, "follow.asked", communityId, { followId });
  });
}

/** What the mail that asks a guest needs; null when the request is gone. */
export async function guestAsked(
  sql: SqlSession,
  { env }: Pick<Core, "env">,
  followId: string,
): Promise<(GuestRow & { token: string }) | null> {
  const found = await guestRow(sql, followId);
  return found ? { ...found, token: confirmToken(env, followId) } : null;
}

const keyOf = (env: Env) => Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", "guest-follow", 32));
const signatureOf = (env: Env, content: Buffer) => createHmac("sha256", keyOf(env)).update(content).digest().subarray(0, SIGNATURE_BYTES);

/** The token of the mail that confirms. */
export function confirmToken(env: Env, followId: string): string {
  const content = Buffer.from(followId.replaceAll("-", ""), "hex");
  return Buffer.concat([content, signatureOf(env, content)]).toString("base64url");
}

function followOf(env: Env, token: string): string {
  const bytes = Buffer.from(token, "base64url");
  const content = bytes.subarray(0, 16);
  const isSigned = bytes.length === 16 + SIGNATURE_BYTES && timingSafeEqual(signatureOf(env, content), bytes.subarray(16));
  const { data } = idSchema.safeParse(content.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"));
  if (!isSigned || data === undefined) throw new DomainError("not-found", "follow-link-invalid");
  return data;
}

/** What the link of a mail would confirm. @throws DomainError when we did not write it, or it is too old */
export async function followAsked(core: Core, token: string): Promise<GuestRow> {
  const found = await core.database.sqlAs(SYSTEM, (sql) => guestRow(sql, followOf(core.env, token)));
  if (!found) throw new DomainError("not-found", "follow-link-invalid");
  return found;
}

/** Confirms it; again is the same. */
export async function confirmFollow(core: Core, token: string): Promise<GuestRow> {
  const found = await followAsked(core, token);
  await core.database.sqlAs(SYSTEM, (sql) => confirm(sql, found.id));
  return { ...found, isConfirmed: true };
}

/** Forgets requests that nobody confirmed. @returns their number */
export function sweepGuestFollows(core: Core): Promise<number> {
  return core.database.sqlAs(SYSTEM, (sql) => deletePending(sql, PENDING_DAYS));
}
