import type { FastifyReply } from "fastify";
import {
  type CloudCollection,
  getCloudCollection,
  getCloudItem,
  listCloudCollections,
  listCloudItems,
} from "../../modules/clouds/catalogue/service.ts";
import { withCaching } from "../ogc/call.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, readCall, type StacCall } from "./call.ts";
import { collectionDocument, itemDocument, rootLink, STAC_VERSION } from "./documents.ts";
import { cursorOf, filterOf, ITEMS_PARAMETERS, limitOf, MAX_LIMIT, PAGE_PARAMETERS } from "./parameters.ts";

const GEOJSON = "application/geo+json";
const JSON_TYPE = "application/json";

const CONFORMANCE = [
  "https://api.stacspec.org/v1.0.0/core",
  "https://api.stacspec.org/v1.0.0/collections",
  "https://api.stacspec.org/v1.0.0/ogcapi-features",
  ...["core", "oas30", "geojson"].map((name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`),
];

/** The entry point: a Catalog whose children are the point clouds. */
export async function catalog(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  const { base, name } = call;
  const { collections: all } = await listOf(call, { limit: MAX_LIMIT, offset: 0 });
  withCaching(reply, call.actor.userId === null);
  return {
    type: "Catalog",
    stac_version: STAC_VERSION,
    id: name === null ? "archipel" : new URL(base).hostname,
    title: name ?? "Archipel",
    description: name === null ? "Point clouds of this platform" : `Point clouds of ${name}`,
    conformsTo: CONFORMANCE,
    links: [
      rootLink(base),
      { href: base, rel: "self", type: JSON_TYPE },
      { href: `${base}/api`, rel: "service-desc", type: "application/vnd.oai.openapi+json;version=3.0" },
      { href: `${base}/conformance`, rel: "conformance", type: JSON_TYPE },
      { href: `${base}/collections`, rel: "data", type: JSON_TYPE },
      ...all.map(({ id, title }) => ({ href: `${base}/collections/${id}`, rel: "child", type: JSON_TYPE, title })),
    ],
  };
}

export async function conformance(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  await readCall(asker, request);
  withCaching(reply, true);
  return { conformsTo: CONFORMANCE };
}

export async function collections(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request, PAGE_PARAMETERS);
  const { base, query } = call;
  const page = { limit: limitOf(query), offset: cursorOf(query) };
  const { collections: found, isMore } = await listOf(call, page);
  withCaching(reply, call.actor.userId === null);
  const path = `${base}/collections`;
  return {
    collections: found.map((one) => collectionDocument(base, one)),
    numberReturned: found.length,
    links: [
      rootLink(base),
      { href: withQuery(path, query), rel: "self", type: JSON_TYPE },
      ...(isMore ? [{ href: withQuery(path, { ...query, cursor: String(page.offset + page.limit) }), rel: "next", type: JSON_TYPE }] : []),
    ],
  };
}

export async function collection(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  const found = await named(call, request);
  withCaching(reply, found.isPublic).header("content-language", found.language);
  return collectionDocument(call.base, found);
}

export async function items(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request, ITEMS_PARAMETERS);
  const { core, actor, base, query } = call;
  const page = { after: cursorOf(query), limit: limitOf(query) };
  const filter = filterOf(query);
  const found = await named(call, request);
  const { items: tiles, matched, next } = await listCloudItems(core, actor, found, filter, page);
  withCaching(reply, found.isPublic);
  const path = `${base}/collections/${found.id}`;
  return reply.type(GEOJSON).send(
    JSON.stringify({
      type: "FeatureCollection",
      timeStamp: new Date().toISOString(),
      numberMatched: matched,
      numberReturned: tiles.length,
      features: tiles.map((tile) => itemDocument(base, found, tile)),
      links: [
        rootLink(base),
        { href: withQuery(`${path}/items`, query), rel: "self", type: GEOJSON },
        { href: path, rel: "collection", type: JSON_TYPE, title: found.title },
        ...(next === null ? [] : [{ href: withQuery(`${path}/items`, { ...query, cursor: String(next) }), rel: "next", type: GEOJSON }]),
      ],
    }),
  );
}

export async function item(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  const found = await named(call, request);
  const tile = await getCloudItem(call.core, call.actor, found, request.params.itemId ?? "");
  withCaching(reply, found.isPublic);
  return reply.type(GEOJSON).send(JSON.stringify(itemDocument(call.base, found, tile)));
}

function listOf({ core, actor, portalId, languages }: StacCall, page: { limit: number; offset: number }) {
  return listCloudCollections(core, actor, portalId, languages, page);
}

function named({ core, actor, portalId, languages }: StacCall, request: HttpRequest): Promise<CloudCollection> {
  return getCloudCollection(core, actor, portalId, request.params.collectionId ?? "", languages);
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? path : `${path}?${text}`;
}
