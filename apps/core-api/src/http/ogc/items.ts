import { Readable } from "node:stream";
import type { NamedCrs } from "@archipel/geo/crs-uri.ts";
import type { FastifyReply } from "fastify";
import type { Core } from "../../kernel/core.ts";
import { perCore } from "../../kernel/per-core.ts";
import { Recent } from "../../kernel/recent.ts";
import { propertiesText } from "../../layer-store/describe/properties-text.ts";
import {
  type Collection,
  countCollection,
  featureTextsOf,
  type Item,
  type ItemsFilter,
  type ItemsPage,
  itemsOf,
  ROWS_AT_A_TIME,
} from "../../modules/features/collections/service.ts";
import { itemsPage } from "../../pages/ogc/items.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, type Call, queryText, readCollectionCall, selfLinks, withCaching } from "./call.ts";
import { crsOfQuery, cursorAfter, filterOf, ITEMS_PARAMETERS, limitOf, type Start, startOf } from "./parameters.ts";

export const GEOJSON = "application/geo+json";
/** Maximum number of features on an HTML page. */
const HTML_LIMIT = 200;

/** What a request asks of a collection. */
interface ItemsCall extends Call {
  collection: Collection;
  filter: ItemsFilter;
  start: Start;
  page: ItemsPage & { crs: NamedCrs };
}

/** @throws RequestProblem for an invalid parameter */
export function itemsCall(call: Call & { collection: Collection }): ItemsCall {
  const { query, collection } = call;
  const [start, crs, filter] = [startOf(query), crsOfQuery(query, collection), filterOf(query, collection)];
  const limit = call.isHtml ? Math.min(limitOf(query), HTML_LIMIT) : limitOf(query);
  return { ...call, filter, start, page: { crs, after: start.after, offset: start.offset, limit } };
}

/** A page of features. The next page starts after the last feature, so late pages cost no more than the first. */
export async function items(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = itemsCall(await readCollectionCall(asker, request, ITEMS_PARAMETERS, true));
  const { core, collection, actor, filter, page } = call;
  withCaching(reply, collection.isPublic).header("content-crs", `<${page.crs.uri}>`);
  if (call.isHtml) {
    const { read, last } = await gathered(itemsOf(core, actor, collection, filter, page));
    const matched = await matchedBy(call, read.length);
    const next = last === null ? null : nextAddress(call, last, matched, "html");
    return sendPage(reply, itemsPage(call, collection, { items: read, matched, next }));
  }
  reply.type(GEOJSON);
  if (page.limit <= ROWS_AT_A_TIME) return reply.send(await pageText(call));
  const batches = featureTextsOf(core, actor, collection, filter, page);
  // The first batch is read before the response starts, so that an error of the request still gets its own status.
  const first = await batches.next();
  const matched = await matchedBy(call, first.done ? 0 : first.value.length);
  return reply.send(Readable.from(written(call, first, batches, matched)));
}

/** How many features match, as far as it is known or counted. @param firsts features of the first batch */
function matchedBy({ core, actor, collection, start, filter, page }: ItemsCall, firsts: number): number | null | Promise<number | null> {
  if (start.isCounted) return start.matched;
  // All that match are on the page.
  if (start.offset === 0 && firsts < Math.min(page.limit, ROWS_AT_A_TIME)) return firsts;
  return countCollection(core, actor, collection, filter);
}

/** Pages that visitors read within a second: many ask for the first page of a layer, or for the same box. */
const pagesOf = perCore(
  (core: Core) => new Recent<{ text: string }>(core, 2000, { most: 32 * 1024 * 1024, of: ({ text }) => text.length }),
);
/** All that a visitor's page depends on besides its layer. */
const keyOf = ({ base, languages, query }: Call) => JSON.stringify([base, languages, query]);

/** A page of one batch as one text: a stream costs more than a short page does. */
export async function pageText(call: ItemsCall): Promise<string> {
  const { core, actor, collection } = call;
  const isForAll = actor.userId === null && collection.isPublic && collection.source.lens === null;
  if (!isForAll) return readPage(call);
  return (await pagesOf(core).find(collection.id, keyOf(call), async () => ({ text: await readPage(call) }))).text;
}

/** The same page as a visitor read it a moment ago. */
export const knownPage = (call: ItemsCall): string | undefined => pagesOf(call.core).known(call.collection.id, keyOf(call))?.text;

async function readPage(call: ItemsCall): Promise<string> {
  const { core, actor, collection, filter, page } = call;
  const batches = featureTextsOf(core, actor, collection, filter, page);
  const first = await batches.next();
  const texts = first.done ? [] : first.value;
  const matched = await matchedBy(call, texts.length);
  const { value } = first.done ? first : await batches.next();
  const features = texts.length === 0 ? "" : `\n${texts.join(",\n")}`;
  return `${opening(matched)}${features}${closing(call, texts.length, typeof value === "number" ? value : null, matched)}`;
}

async function gathered(pages: AsyncGenerator<Item[], number | null>): Promise<{ read: Item[]; last: number | null }> {
  const read: Item[] = [];
  for (;;) {
    const { value, done } = await pages.next();
    if (done) return { read, last: value };
    read.push(...value);
  }
}

/** A FeatureCollection in chunks. Members known only at the end (counts, next link) come last. */
async function* written(
  call: ItemsCall,
  first: IteratorResult<string[], number | null>,
  batches: AsyncGenerator<string[], number | null>,
  matched: number | null,
): AsyncGenerator<string> {
  yield opening(matched);
  let returned = 0;
  let piece = first;
  while (!piece.done) {
    const { value } = piece;
    if (value.length > 0) yield `${returned === 0 ? "\n" : ",\n"}${value.join(",\n")}`;
    returned += value.length;
    piece = await batches.next();
  }
  yield closing(call, returned, piece.value, matched);
}

const opening = (matched: number | null) =>
  `{"type":"FeatureCollection","timeStamp":"${new Date().toISOString()}",${matched === null ? "" : `"numberMatched":${matched},`}"features":[`;

/** @param last the feature after which the next page begins; null at the end */
function closing(call: ItemsCall, returned: number, last: number | null, matched: number | null): string {
  const { base, collection } = call;
  const path = `/collections/${collection.id}`;
  const links = [
    ...selfLinks(call, `${path}/items`, GEOJSON),
    { href: `${base}${path}`, rel: "collection", type: "application/json", title: collection.title },
    ...(last === null ? [] : [{ href: nextAddress(call, last, matched, null), rel: "next", type: GEOJSON }]),
  ];
  return `\n],"numberReturned":${returned},"links":${JSON.stringify(links)}}\n`;
}

function nextAddress({ base, query, collection }: ItemsCall, after: number, matched: number | null, format: string | null): string {
  const { offset: _offset, cursor: _cursor, ...rest } = query;
  const next = queryText({ ...rest, ...(format && { f: format }), cursor: cursorAfter(after, matched) });
  return `${base}/collections/${collection.id}/items?${next}`;
}

/** A feature as GeoJSON; `more` are additional members. */
export function featureText(
  { fields, names }: Collection,
  { fid, properties, geojson }: Pick<Item, "properties" | "geojson"> & { fid: number | string },
  more = "",
): string {
  return `{"type":"Feature","id":${JSON.stringify(fid)},"geometry":${geojson ?? "null"},"properties":${propertiesText(fields, names, properties)}${more}}`;
}

/** One feature in full, with its links. */
export function itemText(call: Call, collection: Collection, item: Item): string {
  const path = `/collections/${collection.id}`;
  const links = [
    ...selfLinks(call, `${path}/items/${item.fid}`, GEOJSON),
    { href: `${call.base}${path}`, rel: "collection", type: "application/json", title: collection.title },
  ];
  return featureText(collection, item, `,"links":${JSON.stringify(links)}`);
}
