import { writeDated } from "@archipel/contracts/dated-json.ts";
import type { Database } from "@archipel/database/database.ts";
import { anonymous, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { keptRead, type StoredOpening, storeOpenings } from "../queries/openings.ts";
import { openingMaker } from "./maker.ts";
import { type Asked, hostOf, type Opening, readOpening } from "./open-site.ts";

/** A longer text is put together for each call. The home of the demo has 14,000 characters. */
const MOST_CHARACTERS = 200_000;
/** A portal that changes all the time is not written all the time. */
const MIN_AGE_SECONDS = 5;
/** Openings that this process stores at the same time; what a visitor causes beyond them is not stored. */
const MOST_WRITES = 2;

const writesOf = perCore(() => ({ running: 0 }));

/**
 * What a portal is opened with, as text. It is read by key if it was kept and is true; else it is put together, and kept for the next call.
 * Null in it for a host without a live portal.
 */
export async function openingText(core: Core, asked: Asked): Promise<string> {
  // What holders of a pass see is never kept.
  const kept = asked.passTo ? null : await keptText(core, asked, new Date());
  if (kept !== null) return kept;
  const opening = await readOpening(core, asked);
  const text = writeDated(opening?.site ?? null);
  if (asked.passTo) return text;
  const stored = opening && asked.page && storedFrom(core, opening, asked.page, text);
  if (stored) keepLater(core, stored);
  return text;
}

/** What was kept, if it is true. @param now the clock of the caller */
export async function keptText(core: Core, { host, page }: Asked, now: Date): Promise<string | null> {
  const maker = openingMaker(core);
  // The key of a home has an empty slug; asked for as one, it is no page.
  if (!page || page.slug === "" || maker === null) return null;
  const key = { locale: page.locale, slug: page.slug ?? "", maker };
  const { kept } = await core.database.readTogether(scopeOf(anonymous), { kept: keptRead(hostOf(host), key, now) }, "replica-too");
  return kept[0]?.answer ?? null;
}

/** The row of an opening; null: it is not kept. */
export function storedFrom(core: Core, opening: Opening, page: NonNullable<Asked["page"]>, answer: string): StoredOpening | null {
  const { site, seen, until } = opening;
  const maker = openingMaker(core);
  // A slug that leads nowhere may be anything that somebody types.
  const isOfPage = page.slug === null || site.opened?.page != null;
  if (maker === null || seen === null || !isOfPage || answer.length > MOST_CHARACTERS) return null;
  return { portalId: site.portal.id, locale: page.locale, slug: page.slug ?? "", maker, seen, until, answer };
}

/** The visitor does not wait for it. */
function keepLater(core: Core, opening: StoredOpening): void {
  const writes = writesOf(core);
  if (writes.running >= MOST_WRITES) return;
  writes.running++;
  void keepOpenings(core.database, [opening], MIN_AGE_SECONDS)
    .catch((error: unknown) => core.log.warn({ err: error, portal: opening.portalId }, "the opening of a portal was not kept"))
    .finally(() => writes.running--);
}

export function keepOpenings(database: Database, openings: readonly StoredOpening[], minAgeSeconds: number): Promise<void> {
  return database.sqlAs({ role: "system" }, (sql) => storeOpenings(sql, openings, minAgeSeconds));
}
