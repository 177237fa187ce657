import type { SearchDecision, SearchResult, Suggestions, suggestInput } from "@archipel/contracts/search.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { mayHaveGrants } from "../access/lens/service/through-lens.ts";
import { correctCatalogueText } from "../datasets/correct/catalogue-text.ts";
import { findCoordinates, findNamedParcels, findTilePlace } from "./finding/codes.ts";
import { nameCommunes } from "./finding/communes.ts";
import { findHelp } from "./finding/help.ts";
import { findMaps } from "./finding/maps.ts";
import { findNames, type NamesFound } from "./finding/names.ts";
import { findPages, findSitePages } from "./finding/pages.ts";
import { askGeocoder } from "./geocoding/ask.ts";
import { findInParts, grantedNames } from "./parts/service.ts";
import { compared, decide, hasAll, shownBeside } from "./policy/decide.ts";
import { groupsOf, inOrder, type Ranked } from "./policy/order.ts";
import { type DatasetHit, matchingDatasets, readableLayers } from "./queries/portal.ts";

const NOTHING: Suggestions = { groups: [], decision: { kind: "no", misses: [] }, attribution: null };
/** Shorter text finds too much. */
const FEWEST_LETTERS = 2;
const MOST_DATASETS = 20;
/** A dataset comes after a place of the same name. */
const COST_OF_DATASET = 0.3;
/** Results of another service come after those of layers. It is not asked for the first letters of a text. */
const COST_ELSEWHERE = 1;
const FEWEST_LETTERS_ELSEWHERE = 4;
/** A place of at most this cost is what was meant. */
const GOOD = 0.9;

/**
 * What the text of a portal's search field may mean: names of layers that the caller may read, codes, positions, datasets, saved maps and stories, pages,
 * topics of the help, in groups.
 */
export async function suggest(core: Core, actor: Actor, input: z.infer<typeof suggestInput>): Promise<Suggestions> {
  const { portalId, q, locale, limit } = input;
  if ([...q].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).length < FEWEST_LETTERS) return NOTHING;
  const { readable, whole, maps, sitePages } = await core.database.withTenant(scopeOf(actor), async (tx) => ({
    readable: await readableLayers(tx, portalId),
    whole: await matchingDatasets(tx, portalId, { q, reader: locale }, MOST_DATASETS),
    maps: await findMaps(tx, portalId, q, locale),
    sitePages: await findSitePages(tx, portalId, q, locale),
  }));
  const given = mayHaveGrants(actor) ? await grantedNames(core, actor, portalId, readable) : { whole: [], parts: [] };
  const layers = [...readable, ...given.whole];
  const datasets = [...whole, ...(await grantedDatasets(core, actor, input, whole))];
  const pages = [...sitePages, ...findPages(q, locale), ...(await findHelp(core, q, locale))];
  const others = [...findCoordinates(q, locale), ...datasets.map(datasetResult), ...maps, ...pages];
  // In the system scope, limited to these layers: behind row-level security, full-text search cannot use its index.
  const { names, parcels } = await core.database.sqlAs({ role: "system" }, async (sql) => ({
    names: await findNames(core, sql, layers, { q, locale }),
    parcels: await findNamedParcels(sql, layers, { q, locale }),
  }));
  const inParts = await findInParts(core, actor, given.parts, { q, locale });
  // Another tile of the same square is not the one that was named.
  const named = [...names.ranked, ...inParts.ranked].filter(({ result }) => result.kind === "tile");
  const tiles = hasAll(q, named) ? [] : findTilePlace(q);
  const own = [...others, ...parcels, ...tiles, ...names.ranked, ...inParts.ranked];
  const foreign = await findElsewhere(core, own, q, locale);
  const ordered = inOrder([...own, ...foreign]);
  const knows = (word: string) => names.knows(word) || inParts.knows(word);
  if (ordered.length === 0) return suggestCorrected(core, actor, input, decide(q, [], knows));
  const totals = added(names.totals, inParts.totals);
  const found = compared(q, await nameCommunes(core, layers, ordered, groupsOf(ordered, limit, totals)));
  const decision = decide(q, found, knows);
  return {
    groups: groupsOf(shownBeside(decision, found), limit, totals),
    decision,
    attribution: foreign.length > 0 ? core.env.GEOCODER_ATTRIBUTION || null : null,
  };
}

/** Datasets of which the caller's grants open a part, besides those that the caller reads whole. */
async function grantedDatasets(
  core: Core,
  actor: Actor,
  { portalId, q, locale }: Pick<z.infer<typeof suggestInput>, "portalId" | "q" | "locale">,
  whole: readonly DatasetHit[],
): Promise<DatasetHit[]> {
  if (!mayHaveGrants(actor)) return [];
  const parts = await core.database.withLens(scopeOf(actor), (tx) =>
    matchingDatasets(tx, portalId, { q, reader: locale, isPart: true }, MOST_DATASETS),
  );
  return parts.filter(({ id }) => !whole.some((one) => one.id === id));
}

type Totals = NamesFound["totals"];

function added(some: Totals, others: Totals): Totals {
  const all = new Map(some);
  for (const [kind, { count, isMore }] of others) {
    const known = all.get(kind);
    all.set(kind, { count: (known?.count ?? 0) + count, isMore: isMore || known?.isMore === true });
  }
  return all;
}

/** Places from the operator's geocoder, when no layer has one that fits. */
async function findElsewhere(core: Core, own: readonly Ranked[], q: string, locale: "fr" | "en"): Promise<Ranked[]> {
  if (
    q.length < FEWEST_LETTERS_ELSEWHERE ||
    hasAll(
      q,
      own.filter(({ cost }) => cost <= GOOD),
    )
  )
    return [];
  const found = await askGeocoder(core, q, locale);
  return found.map((result, index) => ({ result, cost: COST_ELSEWHERE + index * 0.03, weight: 0 }));
}

/** Datasets whose words are like those of a text that means nothing else: the person chooses, because none of them has what was typed. */
async function suggestCorrected(
  core: Core,
  actor: Actor,
  { portalId, q, locale, limit }: z.infer<typeof suggestInput>,
  decision: SearchDecision,
): Promise<Suggestions> {
  const datasets = await core.database.withTenant(scopeOf(actor), async (tx) => {
    const corrected = await correctCatalogueText(tx, portalId, q);
    return corrected === null ? [] : matchingDatasets(tx, portalId, { q: corrected, reader: locale }, MOST_DATASETS);
  });
  const given = datasets.length > 0 ? [] : await correctedGranted(core, actor, { portalId, q, locale });
  const ordered = inOrder([...datasets, ...given].map(datasetResult));
  return {
    groups: groupsOf(ordered, limit, new Map()),
    decision: ordered.length > 0 ? { kind: "ask", why: "similar" } : decision,
    attribution: null,
  };
}

async function correctedGranted(
  core: Core,
  actor: Actor,
  { portalId, q, locale }: Pick<z.infer<typeof suggestInput>, "portalId" | "q" | "locale">,
): Promise<DatasetHit[]> {
  if (!mayHaveGrants(actor)) return [];
  return core.database.withLens(scopeOf(actor), async (tx) => {
    const corrected = await correctCatalogueText(tx, portalId, q);
    return corrected === null ? [] : matchingDatasets(tx, portalId, { q: corrected, reader: locale, isPart: true }, MOST_DATASETS);
  });
}

/** The database has already ordered them. */
function datasetResult({ title, lang, slug, communityName, bbox }: DatasetHit, index: number): Ranked {
  const result: SearchResult = {
    kind: "dataset",
    label: title,
    ...(lang !== null && { lang }),
    detail: communityName ?? "",
    commune: null,
    lon: null,
    lat: null,
    bbox: bboxOf(bbox),
    opens: { type: "dataset", slug },
  };
  return { result, cost: COST_OF_DATASET + index * 0.02, weight: 0 };
}
