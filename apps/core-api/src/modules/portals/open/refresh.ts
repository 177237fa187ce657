import { writeDated } from "@archipel/contracts/dated-json.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { keepOpenings, storedFrom } from "./kept-openings.ts";
import { codeIsRead, openingMaker } from "./maker.ts";
import { readOpening } from "./open-site.ts";
import { deleteOldOpenings, type StaleHome, type StoredOpening, staleHomes } from "./queries.ts";

/** Homes that are read and stored together. */
const BATCH = 20;
/** A home whose portal changes all the time is written again after so long. */
const MIN_AGE_SECONDS = 5;
/** All portals are looked at so often: for what an older version wrote, a backup brought, or a long transaction changed. */
const ALL_MS = 3_600_000;
/** After so long, the task goes on at its next time. */
const LONGEST_MS = 30_000;

const stateOf = perCore((): { allAt: number /** Where the look at all portals goes on. */; after: StaleHome | null } => ({
  allAt: Number.NEGATIVE_INFINITY,
  after: null,
}));

/**
 * Writes the openings of homes whose portals changed, so that nobody waits for them who comes first. Several processes may do it: writing
 * twice gives the same.
 *
 * @returns how many were written
 */
export async function refreshOpenings(core: Core, signal?: AbortSignal, now: () => number = () => performance.now()): Promise<number> {
  await codeIsRead(core);
  const maker = openingMaker(core);
  if (maker === null) return 0;
  const [state, begun] = [stateOf(core), now()];
  const isAll = begun - state.allAt >= ALL_MS;
  let [written, after]: [number, StaleHome | null] = [0, isAll ? state.after : null];
  while (!signal?.aborted && now() - begun < LONGEST_MS) {
    const asked = { maker, after, isAll, minAgeSeconds: MIN_AGE_SECONDS, limit: BATCH };
    const homes = await core.database.sqlAs({ role: "system" }, (sql) => staleHomes(sql, asked));
    written += await writeHomes(core, homes);
    const isEnd = homes.length < BATCH;
    after = isEnd ? null : (homes.at(-1) ?? null);
    if (isAll) Object.assign(state, isEnd ? { after, allAt: begun } : { after });
    if (isEnd) break;
  }
  return written;
}

async function writeHomes(core: Core, homes: readonly StaleHome[]): Promise<number> {
  const openings: StoredOpening[] = [];
  for (const { host, locale } of homes) {
    const page = { locale: locale as Locale, slug: null };
    const opening = await readOpening(core, { host, page });
    const stored = opening && storedFrom(core, opening, page, writeDated(opening.site));
    if (stored) openings.push(stored);
  }
  if (openings.length > 0) await keepOpenings(core.database, openings, 0);
  return openings.length;
}

/** Deletes what is kept and no longer true. */
export function sweepOpenings(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, deleteOldOpenings);
}
