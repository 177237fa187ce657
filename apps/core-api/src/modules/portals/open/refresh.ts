import { writeDated } from "@archipel/contracts/dated-json.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { deleteOldOpenings, type StaleHome, type StoredOpening, staleHomes } from "../queries/openings.ts";
import { keepOpenings, storedFrom } from "./kept-openings.ts";
import { codeIsRead, openingMaker } from "./maker.ts";
import { readOpening } from "./open-site.ts";

/** Homes that are looked for together: to find them, all portals may be read. */
const FOUND = 500;
/** Homes that are stored together. */
const BATCH = 20;
/** A home whose portal changes all the time is written again after so long. */
const MIN_AGE_SECONDS = 5;
/** All portals are looked at so often: for what an older version wrote, a backup brought, or a long transaction changed. */
const ALL_MS = 3_600_000;
/** After so long, the task goes on at its next time. */
const LONGEST_MS = 30_000;

interface State {
  /** When all portals were looked at. */
  allAt: number;
  /** Where the look at all portals goes on. */
  after: StaleHome | null;
}

const stateOf = perCore((): State => ({ allAt: Number.NEGATIVE_INFINITY, after: null }));

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
  const isOver = () => signal?.aborted || now() - begun >= LONGEST_MS;
  const place: Pick<State, "after"> = isAll ? state : { after: null };
  let written = 0;
  while (!isOver()) {
    const asked = { maker, after: place.after, isAll, minAgeSeconds: MIN_AGE_SECONDS, limit: FOUND };
    const homes = await core.database.sqlAs({ role: "system" }, (sql) => staleHomes(sql, asked));
    for (let first = 0; first < homes.length && !isOver(); first += BATCH) {
      const part = homes.slice(first, first + BATCH);
      written += await writeHomes(core, part);
      place.after = part.at(-1) ?? null;
    }
    if (isOver()) break;
    if (homes.length < FOUND) {
      place.after = null;
      if (isAll) state.allAt = begun;
      break;
    }
  }
  return written;
}

async function writeHomes(core: Core, homes: readonly StaleHome[]): Promise<number> {
  const openings: StoredOpening[] = [];
  for (const home of homes) {
    // One that cannot be read does not delay the others.
    const stored = await readHome(core, home).catch((error: unknown) => {
      core.log.error({ err: error, portal: home.portalId }, "the opening of a portal is not written");
      return null;
    });
    if (stored) openings.push(stored);
  }
  if (openings.length > 0) await keepOpenings(core.database, openings, 0);
  return openings.length;
}

async function readHome(core: Core, { host, locale }: StaleHome): Promise<StoredOpening | null> {
  const page = { locale: locale as Locale, slug: null };
  const opening = await readOpening(core, { host, page });
  return opening && storedFrom(core, opening, page, writeDated(opening.site));
}

/** Deletes what is kept and no longer true. */
export function sweepOpenings(core: Core): Promise<void> {
  return core.database.sqlAs({ role: "system" }, deleteOldOpenings);
}
