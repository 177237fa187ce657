import { sendProblem } from "../ogc/problem.ts";
import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";
import { api } from "./api.ts";
import { catalog, collection, collections, conformance, item, items } from "./handlers.ts";

const COLLECTION = "/stac/collections/:collectionId";
/** For every route: one without a collection in its path has nothing to explain. */
const data = ({ params }: HttpRequest) => ({ layerId: params.collectionId ?? "" });
const read = { permission: "clouds.view", callers: "any-key", service: "features", data } as const;

export const stac = protocol<CoreAlone>({
  about:
    "STAC 1.1 with the API's core, collections and features: point clouds as collections, their tiles as items. Under a portal's host it " +
    "serves that portal's catalogue, elsewhere all that the caller may read. Errors are problem details (RFC 9457).",
  errors: sendProblem,
  open: coreAlone,
  routes: [
    { method: "GET", path: "/stac", ...read, cost: "list", handler: catalog },
    { method: "GET", path: "/stac/", ...read, cost: "list", handler: catalog },
    { method: "GET", path: "/stac/api", ...read, cost: "light", handler: api },
    { method: "GET", path: "/stac/conformance", ...read, cost: "light", handler: conformance },
    { method: "GET", path: "/stac/collections", ...read, cost: "list", handler: collections },
    { method: "GET", path: COLLECTION, ...read, cost: "list", handler: collection },
    { method: "GET", path: `${COLLECTION}/items`, ...read, cost: "search", handler: items },
    { method: "GET", path: `${COLLECTION}/items/:itemId`, ...read, cost: "list", handler: item },
  ],
});
