import type { FastifyInstance } from "fastify";
import type { Core } from "../../kernel/core.ts";
import { readCall, selfLinks, withCaching } from "./call.ts";
import { conformancePage, landingPage } from "./pages/landing.ts";
import { sendPage } from "./pages/page.ts";

const SPEC = "http://www.opengis.net/spec";

/** What this door does of the standards. Clients in use look for Part 1 in its version 1.0. */
const CONFORMANCE = [
  ...["core", "oas30", "html", "geojson"].map((name) => `${SPEC}/ogcapi-features-1/1.0/conf/${name}`),
  `${SPEC}/ogcapi-features-2/1.0/conf/crs`,
  ...["queryables", "queryables-query-parameters"].map((name) => `${SPEC}/ogcapi-features-3/1.0/conf/${name}`),
  ...["create-replace-delete", "update", "features", "optimistic-locking-etags"].map(
    (name) => `${SPEC}/ogcapi-features-4/1.0/conf/${name}`,
  ),
  ...["schemas", "core-roles-features"].map((name) => `${SPEC}/ogcapi-features-5/1.0/conf/${name}`),
];

/** `/ogc`: where a client starts, and `/conformance`. */
export function landing(app: FastifyInstance, core: Core): void {
  for (const address of ["/ogc", "/ogc/"]) {
    app.get(address, async (request, reply) => {
      const call = await readCall(core, request);
      withCaching(reply, true);
      if (call.isHtml) return sendPage(reply, landingPage(call));
      const { base } = call;
      return {
        title: call.catalogue.name ?? "Archipel",
        links: [
          ...selfLinks(call, ""),
          { href: `${base}/api`, rel: "service-desc", type: "application/vnd.oai.openapi+json;version=3.0" },
          { href: `${base}/api?f=html`, rel: "service-doc", type: "text/html" },
          { href: `${base}/conformance`, rel: "conformance", type: "application/json" },
          { href: `${base}/collections`, rel: "data", type: "application/json" },
        ],
      };
    });
  }

  app.get("/ogc/conformance", async (request, reply) => {
    const call = await readCall(core, request);
    withCaching(reply, true);
    if (call.isHtml) return sendPage(reply, conformancePage(call, CONFORMANCE));
    return { conformsTo: CONFORMANCE, links: selfLinks(call, "/conformance") };
  });
}
