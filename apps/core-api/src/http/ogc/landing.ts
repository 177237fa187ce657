import type { FastifyReply } from "fastify";
import { conformancePage, landingPage } from "../../pages/ogc/landing.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, readCall, selfLinks, sendDescription, withCaching } from "./call.ts";

const SPEC = "http://www.opengis.net/spec";

/** Conformance classes. Clients in use look for Part 1 in its version 1.0. */
const CONFORMANCE = [
  ...["core", "oas30", "html", "geojson"].map((name) => `${SPEC}/ogcapi-features-1/1.0/conf/${name}`),
  `${SPEC}/ogcapi-features-2/1.0/conf/crs`,
  ...["queryables", "queryables-query-parameters"].map((name) => `${SPEC}/ogcapi-features-3/1.0/conf/${name}`),
  ...["create-replace-delete", "update", "features", "optimistic-locking-etags"].map(
    (name) => `${SPEC}/ogcapi-features-4/1.0/conf/${name}`,
  ),
  ...["schemas", "core-roles-features"].map((name) => `${SPEC}/ogcapi-features-5/1.0/conf/${name}`),
];

/** The entry point for clients. */
export async function landing(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  withCaching(reply, true);
  if (call.isHtml) return sendPage(reply, landingPage(call));
  const { base } = call;
  return sendDescription(request, reply, {
    title: call.catalogue.name ?? "Archipel",
    links: [
      ...selfLinks(call, ""),
      { href: `${base}/api`, rel: "service-desc", type: "application/vnd.oai.openapi+json;version=3.0" },
      { href: `${base}/api?f=html`, rel: "service-doc", type: "text/html" },
      { href: `${base}/conformance`, rel: "conformance", type: "application/json" },
      { href: `${base}/collections`, rel: "data", type: "application/json" },
    ],
  });
}

/** The implemented conformance classes. */
export async function conformance(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  withCaching(reply, true);
  if (call.isHtml) return sendPage(reply, conformancePage(call, CONFORMANCE));
  return sendDescription(request, reply, { conformsTo: CONFORMANCE, links: selfLinks(call, "/conformance") });
}
