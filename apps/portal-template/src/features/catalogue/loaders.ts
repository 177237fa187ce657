import { type CataloguePage, LISTED_DATASETS } from "@archipel/contracts/dataset-catalogue.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor } from "../../api/core.ts";
import { coreForAll } from "../../api/core-for-all.ts";
import { getAccessToken } from "../../auth.ts";
import type { ReadQuery } from "./query.ts";

const PAGE_SIZE = 20;
const MOST_PLACES = 6;
/** Names that have an extent worth searching by, best first. */
const PLACE_KINDS = ["commune", "place", "street", "zone", "parcel", "tile"] as const;

/** A place by which a visitor filters. */
export interface NamedBox {
  readonly label: string;
  readonly detail: string;
  readonly box: Bbox;
}

/** `place` is null when the address names none. `others`: places of the same name. */
export interface FoundPlace {
  readonly place: NamedBox | null;
  readonly others: readonly NamedBox[];
  /** The address has a name that no place has. */
  readonly isUnknown: boolean;
}

/** The place that an address names: its name, and its box when several have this name; a box alone is an area of the map. */
export async function placeAsked(portalId: string, locale: Locale, { place: name, box }: ReadQuery): Promise<FoundPlace> {
  const area = box ? { label: "", detail: "", box } : null;
  if (!name) return { place: area, others: [], isUnknown: false };
  const found = await coreFor(null)
    .search.suggest.query({ portalId, q: name, locale, limit: MOST_PLACES })
    .catch(() => null);
  // The place of an address may be on no map of this portal: another place is not shown in its stead.
  const isHere = found?.decision.kind !== "no" || box !== undefined;
  const results = PLACE_KINDS.flatMap((kind) => found?.groups.find((group) => group.kind === kind)?.results ?? []);
  const places = isHere ? results.flatMap(boxOfResult) : [];
  // An address may call a box what it likes: only the name that the search knows there is shown.
  const chosen = box ? places.find((one) => one.box.join() === box.join()) : places[0];
  if (!chosen) return { place: area, others: [], isUnknown: area === null };
  const others = places.filter((one) => one !== chosen && one.label === chosen.label);
  return { place: chosen, others, isUnknown: false };
}

function boxOfResult({ label, detail, bbox, lon, lat }: SearchResult): NamedBox[] {
  const box: Bbox | null = bbox ?? (lon !== null && lat !== null ? [lon, lat, lon, lat] : null);
  return box ? [{ label, detail, box }] : [];
}

/** What any visitor finds. The beginning of the whole catalogue is asked for once for all, a search from the visitor's budget. */
export function searchCatalogue(portalId: string, locale: Locale, query: ReadQuery, place: NamedBox | null): Promise<CataloguePage> {
  const { sort, ...narrowed } = query;
  if (place === null && Object.keys(narrowed).length === 0)
    return wholeCatalogue(JSON.stringify(searchOf(portalId, locale, sort ? { sort } : {}, null)));
  return coreFor(null).datasets.catalogue.query(searchOf(portalId, locale, query, place));
}

const wholeCatalogue = createBriefCache(
  async (asked): Promise<CataloguePage> => (await coreForAll()).datasets.catalogue.query(JSON.parse(asked)),
  {
    freshMs: 10_000,
    capacity: 500,
  },
);

const MOST_PARTS = 100;

/** What grants open to a person. */
export interface Granted {
  /** What nobody else finds. */
  readonly items: CataloguePage["items"];
  readonly total: number;
  /** Datasets of which everyone finds a part, with the part that the person sees. */
  readonly wider: CataloguePage["items"];
}

const NOTHING: Granted = { items: [], total: 0, wider: [] };

/** What a signed-in person finds besides, because grants open a part of it; nothing on further pages of a search. */
export async function searchGranted(
  portalId: string,
  locale: Locale,
  { cursor, ...query }: ReadQuery,
  place: NamedBox | null,
): Promise<Granted> {
  const token = cursor ? null : await getAccessToken();
  if (token === null) return NOTHING;
  const parts = { ...searchOf(portalId, locale, query, place), isPartial: true as const, limit: MOST_PARTS };
  const [own, everyones] = await Promise.all(
    [token, null].map((reader) =>
      coreFor(reader)
        .datasets.catalogue.query(parts)
        .catch(() => null),
    ),
  );
  if (!own) return NOTHING;
  const listed = new Set(everyones?.items.map(({ id }) => id));
  const { yes: wider = [], no: items = [] } = Object.groupBy(own.items, ({ id }) => (listed.has(id) ? "yes" : "no"));
  return { items, total: own.total - wider.length, wider };
}

function searchOf(
  portalId: string,
  locale: Locale,
  { sort = "relevance", place: _place, box: _box, ...query }: ReadQuery,
  place: NamedBox | null,
) {
  return { portalId, locale, sort, limit: PAGE_SIZE, ...query, ...(place && { box: place.box }) };
}

/** The portal's datasets in its own order, enough for a home page; what any visitor sees, at most ten seconds old. */
export function listedDatasets(portalId: string, locale: Locale): Promise<CataloguePage> {
  return listedIn[locale](portalId);
}

const listedIn = { fr: listedBriefly("fr"), en: listedBriefly("en") } satisfies Record<Locale, unknown>;

function listedBriefly(locale: Locale) {
  return createBriefCache(
    async (portalId): Promise<CataloguePage> => (await coreForAll()).datasets.catalogue.query({ portalId, locale, limit: LISTED_DATASETS }),
    {
      freshMs: 10_000,
      capacity: 2_000,
    },
  );
}
