import { hkdfSync } from "node:crypto";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Env } from "../../../env.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { readStopToken, type Stop, stopToken } from "../policy.ts";
import { followedLabel, stopFollows } from "../queries/followers.ts";

const keyOf = (env: Env) => Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", "unfollow", 32));

/** What a notice's person follows, by the kind of the notice; null for notices about other things. */
const STOPS: Readonly<Record<string, Stop["kind"]>> = {
  "dataset-updated": "dataset",
  "dataset-described": "dataset",
  "dataset-added": "portal",
  "place-changed": "place",
  "news-published": "news",
  "alert-published": "alerts",
  "alert-corrected": "alerts",
  "alert-ended": "alerts",
  "alert-cancelled": "alerts",
};
/** Kinds that are followed of a portal: the notice is about one of its items. */
const OF_PORTAL: readonly Stop["kind"][] = ["portal", "news", "alerts"];

interface FollowNotice {
  /** Null: a guest, whose notice is about their follow. */
  personId: string | null;
  kind: string;
  subjectId: string;
  /** The follow that is stopped, when it is not that of the subject. */
  followId?: string | undefined;
  portalId: string | null;
  portalHost: string;
  locale: Locale;
}

/** The address that stops what a notice is about, without signing in; null when nobody follows that. */
export function stopOfNotice(
  env: Env,
  { personId, kind: notice, subjectId, followId, portalId, portalHost, locale }: FollowNotice,
): string | null {
  if (personId === null) return stopOfGuest(env, followId ?? (notice === "place-changed" ? subjectId : null), { portalHost, locale });
  if (followId !== undefined) return stopAddress(env, { personId, kind: "place", subjectId: followId }, { portalHost, locale });
  const kind = STOPS[notice];
  const id = kind && OF_PORTAL.includes(kind) ? portalId : subjectId;
  if (!kind || id === null) return null;
  return stopAddress(env, { personId, kind, subjectId: id }, { portalHost, locale });
}

function stopOfGuest(env: Env, followId: string | null, on: { portalHost: string; locale: Locale }): string | null {
  return followId === null ? null : stopAddress(env, { personId: followId, kind: "guest", subjectId: followId }, on);
}

function stopAddress(env: Env, stop: Stop, { portalHost, locale }: { portalHost: string; locale: Locale }): string {
  return `${portalOrigin(env, portalHost)}/unfollow?${new URLSearchParams({ t: stopToken(keyOf(env), stop), lang: locale })}`;
}

/** What the link of a mail would stop. @throws DomainError when the platform did not write the link */
export async function stopAsked(core: Core, token: string): Promise<{ stop: Stop; label: string | null }> {
  const stop = readStopToken(keyOf(core.env), token);
  if (!stop) throw new DomainError("not-found", "unfollow-invalid");
  return { stop, label: await core.database.sqlAs({ role: "system" }, (sql) => followedLabel(sql, stop)) };
}

/** Stops it; again is the same. */
export async function stopByLink(core: Core, token: string): Promise<void> {
  const { stop } = await stopAsked(core, token);
  await core.database.sqlAs({ role: "system" }, (sql) => stopFollows(sql, stop));
}
