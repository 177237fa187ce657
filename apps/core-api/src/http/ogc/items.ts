import { Readable } from "node:stream";
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
  itemsOf,
  ROWS_AT_A_TIME,
} from "../../modules/features/collections/service.ts";
import { itemsPage } from "../../pages/ogc/items.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, type Call, readCollectionCall, selfLinks, withCaching } from "./call.ts";
import { crsOfQuery, cursorAfter, filterOf, ITEMS_PARAMETERS, limitOf, startOf } from "./parameters.ts";

const GEOJSON = "application/geo+json";
/** Maximum number of features on an HTML page. */
const HTML_LIMIT = 200;

/** A page of features. The next page starts after the last feature, so late pages cost no more than the first. */
export async function items(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCollectionCall(asker, request, ITEMS_PARAMETERS, true);
  const { core, collection, query, actor } = call;
  const [start, crs, filter] = [startOf(query), crsOfQuery(query, collection), filterOf(query, collection)];
  const limit = call.isHtml ? Math.min(limitOf(query), HTML_LIMIT) : limitOf(query);
  const page = { crs, after: start.after, offset: start.offset, limit };
  const matchedBy = (firsts: number) => {
    if (start.isCounted) return start.matched;
    // All that match are on the page.
    if (start.offset === 0 && firsts < Math.min(limit, ROWS_AT_A_TIME)) return firsts;
    return countCollection(core, actor, collection, filter);
  };
  withCaching(reply, collection.isPublic).header("content-crs", `<${crs.uri}>`);
  if (call.isHtml) {
    const { read, last } = await gathered(itemsOf(core, actor, collection, filter, page));
    const matched = await matchedBy(read.length);
    const next = last === null ? null : nextAddress(call, collection, last, matched, "html");
    return sendPage(reply, itemsPage(call, collection, { items: read, matched, next }));
  }
  const read = async () => {
    const batches = featureTextsOf(core, actor, collection, filter, page);
    // The first batch is read before the response starts, so that an error of the request still gets its own status.
    const first = await batches.next();
    return written(call, collection, first, batches, await matchedBy(first.done ? 0 : first.value.length));
  };
  reply.type(GEOJSON);
  if (limit > ROWS_AT_A_TIME) return reply.send(Readable.from(await read()));
  // A stream costs more than a short page does.
  const readWhole = async () => ({ text: await joined(await read()) });
  const isForAll = actor.userId === null && collection.isPublic && collection.source.lens === null;
  const { text } = isForAll ? await pagesOf(core).find(collection.id, keyOf(call), readWhole) : await readWhole();
  return reply.send(text);
}

/** Pages that visitors read within a second: many ask for the first page of a layer, or for the same box. */
const pagesOf = perCore(
  (core: Core) => new Recent<{ text: string }>(core, 2000, { most: 32 * 1024 * 1024, of: ({ text }) => text.length }),
);
/** All that a visitor's page depends on besides its layer. */
const keyOf = ({ base, languages, query }: Call) => JSON.stringify([base, languages, query]);

async function joined(chunks: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return text;
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
  call: Call,
  collection: Collection,
  first: IteratorResult<string[], number | null>,
  batches: AsyncGenerator<string[], number | null>,
  matched: number | null,
): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","timeStamp":"${new Date().toISOString()}",${matched === null ? "" : `"numberMatched":${matched},`}"features":[`;
  let returned = 0;
  let piece = first;
  while (!piece.done) {
    const { value } = piece;
    if (value.length > 0) yield `${returned === 0 ? "\n" : ",\n"}${value.join(",\n")}`;
    returned += value.length;
    piece = await batches.next();
  }
  const path = `/collections/${collection.id}`;
  const links = [
    ...selfLinks(call, `${path}/items`, GEOJSON),
    { href: `${call.base}${path}`, rel: "collection", type: "application/json", title: collection.title },
    ...(piece.value === null ? [] : [{ href: nextAddress(call, collection, piece.value, matched, null), rel: "next", type: GEOJSON }]),
  ];
  yield `\n],"numberReturned":${returned},"links":${JSON.stringify(links)}}\n`;
}

function nextAddress({ base, query }: Call, { id }: Collection, after: number, matched: number | null, format: string | null): string {
  const { offset: _offset, cursor: _cursor, ...rest } = query;
  const next = new URLSearchParams({ ...rest, ...(format && { f: format }), cursor: cursorAfter(after, matched) });
  return `${base}/collections/${id}/items?${next}`;
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
