import type { SearchKind, SearchResult, Suggestions, suggestInput } from "@archipel/contracts/search.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { bboxOf } from "../../kernel/stored-bbox.ts";
import { findCoordinates, findNamedParcels, findTilePlace } from "./finding/codes.ts";
import { findHelp } from "./finding/help.ts";
import { findNames } from "./finding/names.ts";
import { groupsOf, inOrder, isAmbiguous, type Ranked } from "./policy/order.ts";
import { type DatasetHit, matchingDatasets, readableLayers } from "./queries/portal.ts";

/** Shorter text finds too much. */
const FEWEST_LETTERS = 2;
const MOST_DATASETS = 20;
/** A dataset comes after a place of the same name. */
const COST_OF_DATASET = 0.3;

/**
 * What the text of a portal's search field may mean: names of layers that the caller may read, codes, positions, datasets, topics of the help,
 * in groups. Pages of portals join here when portals have pages.
 */
export async function suggest(core: Core, actor: Actor, input: z.infer<typeof suggestInput>): Promise<Suggestions> {
  const { portalId, q, locale, limit } = input;
  if ([...q].filter((sign) => /[\p{L}\p{N}]/u.test(sign)).length < FEWEST_LETTERS) return { groups: [], isAmbiguous: false };
  const { layers, datasets } = await core.database.withTenant(scopeOf(actor), async (tx) => ({
    layers: await readableLayers(tx, portalId),
    datasets: await matchingDatasets(tx, portalId, q, MOST_DATASETS),
  }));
  // In the system scope, limited to these layers: behind row-level security, full-text search cannot use its index.
  const { names, parcels } = await core.database.sqlAs({ role: "system" }, async (sql) => ({
    names: await findNames(core, sql, layers, q),
    parcels: await findNamedParcels(sql, layers, q),
  }));
  const codes = [
    ...findCoordinates(q, locale),
    ...parcels,
    ...(names.ranked.some(({ result }) => result.kind === "tile") ? [] : findTilePlace(q)),
  ];
  const help = await findHelp(core, q, locale);
  const ordered = inOrder([...codes, ...names.ranked, ...datasets.map(datasetResult), ...help]);
  const totals = new Map<SearchKind, { count: number; isMore: boolean }>(names.totals);
  return { groups: groupsOf(ordered, limit, totals), isAmbiguous: isAmbiguous(ordered) };
}

/** The database has already ordered them. */
function datasetResult({ title, slug, communityName, bbox }: DatasetHit, index: number): Ranked {
  const result: SearchResult = {
    kind: "dataset",
    label: title,
    detail: communityName ?? "",
    commune: null,
    lon: null,
    lat: null,
    bbox: bboxOf(bbox),
    opens: { type: "dataset", slug },
  };
  return { result, cost: COST_OF_DATASET + index * 0.02, weight: 0 };
}
