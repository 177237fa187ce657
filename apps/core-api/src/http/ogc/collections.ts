import { CRS84 } from "@archipel/geo/crs-uri.ts";
import type { FastifyReply } from "fastify";
import { type Collection, listCollections } from "../../modules/features/collections/service.ts";
import { collectionPage, collectionsPage } from "../../pages/ogc/collections.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, type Call, type Link, readCall, readCollectionCall, selfLinks, sendDescription, withCaching } from "./call.ts";

const REL = "http://www.opengis.net/def/rel/ogc/1.0";

/** The layers of the catalogue that the caller may read. */
export async function collections(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  const all = await listCollections(call.core, call.actor, call.catalogue, call.languages);
  withCaching(reply, call.actor.userId === null);
  if (call.isHtml) return sendPage(reply, collectionsPage(call, all));
  const links = selfLinks(call, "/collections");
  const collections = all.map((collection) => descriptionOf(call, collection));
  return sendDescription(request, reply, { links, crs: [CRS84.uri], collections });
}

/** One layer. */
export async function collection(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCollectionCall(asker, request);
  withCaching(reply, call.collection.isPublic);
  if (call.isHtml) return sendPage(reply, collectionPage(call, call.collection));
  reply.header("content-language", call.collection.language);
  return sendDescription(request, reply, descriptionOf(call, call.collection, selfLinks(call, `/collections/${call.collection.id}`)));
}

function descriptionOf({ base }: Call, collection: Collection, own?: Link[]) {
  const path = `${base}/collections/${collection.id}`;
  const links: Link[] = [
    ...(own ?? [{ href: path, rel: "self", type: "application/json" }]),
    { href: `${path}/items`, rel: "items", type: "application/geo+json", title: collection.title },
    { href: `${path}/items?f=html`, rel: "items", type: "text/html", title: collection.title },
    { href: `${path}/queryables`, rel: `${REL}/queryables`, type: "application/schema+json" },
    { href: `${path}/schema`, rel: `${REL}/schema`, type: "application/schema+json" },
    { href: base.replace(/\/ogc$/, `/tiles/${collection.id}.json`), rel: `${REL}/tilesets-vector`, type: "application/json" },
    { href: base.replace(/\/ogc$/, `/downloads/${collection.id}.gpkg`), rel: "enclosure", type: "application/geopackage+sqlite3" },
    ...licenceLinks(collection.licence),
  ];
  return {
    id: collection.id,
    title: collection.title === collection.datasetTitle ? collection.title : `${collection.datasetTitle} – ${collection.title}`,
    description: collection.description,
    ...(collection.keywords.length > 0 && { keywords: collection.keywords }),
    ...(collection.bbox && { extent: { spatial: { bbox: [collection.bbox], crs: CRS84.uri } } }),
    itemType: "feature",
    crs: collection.crs.map(({ uri }) => uri),
    storageCrs: collection.storageCrs.uri,
    links,
  };
}

const LICENCES: Record<string, string> = {
  "etalab-2.0": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
  "odbl-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
  "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
  "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
};

export function licenceLinks(licence: string): Link[] {
  const href = LICENCES[licence];
  return href ? [{ href, rel: "license", type: "text/html", title: licence }] : [];
}
