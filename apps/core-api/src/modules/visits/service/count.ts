import { createHmac, randomBytes } from "node:crypto";
import type { OpenedPage } from "@archipel/contracts/visits.ts";
import { dayOf, daysLater } from "@archipel/i18n/days.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { deviceOf } from "../policy/device.ts";
import { pageKey } from "../policy/page-key.ts";
import { referrerKey } from "../policy/referrer.ts";
import { openTally } from "../policy/tally.ts";
import { addTally, countedPages, forgetCounts, forgetMarks, secretOf } from "../queries.ts";

const PORTAL_TTL_MS = 60_000;
/** More pages in a minute than a person, or a school behind one address, opens. */
const MOST_A_MINUTE = 300;
const MARK_BYTES = 12;
/** Counts are kept for three years. */
const KEPT_DAYS = 3 * 366;

const system = { role: "system" } as const;

const stateOf = perCore(() => ({
  tally: openTally(),
  portals: new LRUCache<string, { slugs: ReadonlySet<string> | undefined }>({ max: 10_000, ttl: PORTAL_TTL_MS }),
  callers: new LRUCache<string, { count: number }>({ max: 50_000, ttl: 60_000, noUpdateTTL: true }),
  secret: { day: "", bytes: Promise.resolve<Buffer>(Buffer.alloc(0)) },
}));

export interface Opening {
  readonly userAgent: string;
  /** The network of the caller, and the host that was asked. */
  readonly network: string;
  readonly host: string;
  /** The browser asks not to be followed (DNT, Sec-GPC). */
  readonly isPrivate: boolean;
}

/**
 * Counts a page that somebody opened. Programs, people who ask not to be counted, and callers who send too much are left out without a word. Nothing
 * of the caller is stored: a keyed hash tells the visitors of one day apart, and its key is deleted with the day.
 */
export async function countVisit(core: Core, opened: OpenedPage, opening: Opening, now = new Date()): Promise<void> {
  const state = stateOf(core);
  const page = pageKey(opened.path);
  const device = deviceOf(opening.userAgent);
  if (!page || !device || opening.isPrivate || isTooMuch(core, opening.network)) return;
  let known = state.portals.get(opened.portal);
  if (!known) {
    const slugs = await core.database.sqlAs(system, (sql) => countedPages(sql, opened.portal));
    known = { slugs: slugs && new Set(slugs) };
    // Only then: each `set` would begin the minute again, and a busy portal would never be asked about.
    state.portals.set(opened.portal, known);
  }
  if (!known.slugs || (page.slug !== undefined && !known.slugs.has(page.slug))) return;
  const day = dayOf(now);
  const secret = await secretOfDay(core, day);
  const mark = createHmac("sha256", secret).update(`${opened.portal} ${opening.network} ${opening.userAgent}`).digest("hex");
  state.tally.add({
    portalId: opened.portal,
    day,
    mark: mark.slice(0, 2 * MARK_BYTES),
    keys: { page: page.page, from: referrerKey(opened.from, opening.host), device, language: page.language },
  });
}

function isTooMuch(core: Core, network: string): boolean {
  const { callers } = stateOf(core);
  const caller = callers.get(network) ?? { count: 0 };
  caller.count++;
  callers.set(network, caller);
  return caller.count > MOST_A_MINUTE;
}

function secretOfDay(core: Core, day: string): Promise<Buffer> {
  const state = stateOf(core);
  if (state.secret.day !== day) {
    const bytes = core.database.sqlAs(system, (sql) => secretOf(sql, day, randomBytes(32)));
    // A failure is tried again at the next visit.
    bytes.catch(() => {
      state.secret.day = "";
    });
    state.secret = { day, bytes };
  }
  return state.secret.bytes;
}

/** Writes what this process has counted. What fails is lost: a count is not worth a queue. */
export async function writeVisits(core: Core): Promise<void> {
  for (const tally of stateOf(core).tally.take()) {
    await core.database
      .sqlAs(system, (sql) => addTally(sql, tally))
      .catch((error) => core.log.warn({ err: error, portal: tally.portalId }, "visits were not written"));
  }
}

/** Deletes what distinguished the visitors of past days, and counts that are older than three years. */
export async function forgetVisitors(core: Core, now = new Date()): Promise<void> {
  const today = dayOf(now);
  await core.database.sqlAs(system, async (sql) => {
    await forgetMarks(sql, today);
    await forgetCounts(sql, daysLater(today, -KEPT_DAYS));
  });
}

/** Call after a change of a portal's setting: this process follows at once, others within a minute. */
export function forgetCounting(core: Core, portalId: string): void {
  stateOf(core).portals.delete(portalId);
}
