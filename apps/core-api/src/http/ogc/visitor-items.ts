import type { IncomingMessage } from "node:http";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import { httpRequests } from "@archipel/observability/metrics.ts";
import type { FastifyInstance } from "fastify";
import { anonymous } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { openCollection, ROWS_AT_A_TIME } from "../../modules/features/collections/service.ts";
import { answerAhead, plainProtocol } from "../ahead-of-routes.ts";
import { openApiHeaders } from "../headers.ts";
import { acceptedLanguages, prefersPage } from "../negotiate.ts";
import { PUBLIC_CACHING, VARY } from "./call.ts";
import { GEOJSON, itemsCall, knownPage, pageText } from "./items.ts";
import { DEFAULT_LIMIT, limitOf, startOf } from "./parameters.ts";

/** Features of a layer with parameters that need no decoding. */
const ITEMS = /^\/ogc\/collections\/([0-9a-f]{8}-[0-9a-f-]{27})\/items(?:\?([\w=&-]{1,200}))?$/;
const PARAMETER = /^(limit|offset|cursor)=([\w-]+)$/;
const ITEMS_ROUTE = "/ogc/collections/:collectionId/items";

/** As Fastify completes the media type of a text. */
const TYPE = `${GEOJSON}; charset=utf-8`;

const served = httpRequests.labels({ method: "GET", route: ITEMS_ROUTE, status: "2xx" });

/**
 * Answers with pages of layers that visitors were found to read whole within the last second, ahead of the routes: programs read a layer page after
 * page. It answers as the route would, and leaves all else to the route: boxes, filters, other systems of coordinates, long pages, mistakes.
 */
export function answerVisitorItems(app: FastifyInstance, core: Core): void {
  const common = openApiHeaders(core);
  answerAhead<string>(app, core, (request, response, host) => {
    const asked = itemsAsked(request);
    if (!asked) return null;
    const languages = acceptedLanguages(request);
    const open = openCollection(core, { host: host.replace(/:\d+$/, "").toLowerCase(), layerId: asked.layerId, languages });
    if (!open) return null;
    const locale = negotiateLocale(request.headers["accept-language"]);
    const base = `${asked.protocol}://${host}/ogc`;
    const call = itemsCall({ core, actor: anonymous, ...open, base, locale, languages, isHtml: false, query: asked.query });
    const crs = `<${call.page.crs.uri}>`;
    return {
      cost: "search",
      known: knownPage(call),
      read: () => pageText(call),
      write: (text, id, started) => {
        const about = ["x-request-id", id, "cache-control", PUBLIC_CACHING, "vary", VARY, "content-crs", crs, "content-type", TYPE];
        response.writeHead(200, [...common, ...about, "content-length", String(Buffer.byteLength(text))]);
        response.end(text);
        served.observe((performance.now() - started) / 1000);
      },
    };
  });
}

/** The page that a visitor asks for in the way of programs; null for all that a route must look at. */
function itemsAsked(request: IncomingMessage) {
  const [, layerId, text = ""] = ITEMS.exec(request.url ?? "") ?? [];
  if (layerId === undefined) return null;
  const query: Record<string, string> = {};
  for (const part of text === "" ? [] : text.split("&")) {
    const [, name, value] = PARAMETER.exec(part) ?? [];
    if (name === undefined || value === undefined || Object.hasOwn(query, name)) return null;
    query[name] = value;
  }
  const protocol = plainProtocol(request);
  return protocol && isShortPage(query) && !prefersPage(request) ? { layerId, query, protocol } : null;
}

/** Whether the parameters are valid, and the page is one text. */
function isShortPage(query: Readonly<Record<string, string>>): boolean {
  try {
    startOf(query);
    return (query.limit === undefined ? DEFAULT_LIMIT : limitOf(query)) <= ROWS_AT_A_TIME;
  } catch {
    return false;
  }
}
