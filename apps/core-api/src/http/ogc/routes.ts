import { jsonKeepingDigits } from "../bodies.ts";
import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone, type HttpRequest, type Route } from "../route.ts";
import { api } from "./api.ts";
import { MERGE_PATCH } from "./body.ts";
import { collection, collections } from "./collections.ts";
import { item } from "./item.ts";
import { items } from "./items.ts";
import { conformance, landing } from "./landing.ts";
import { otherMethods } from "./other-methods.ts";
import { sendProblem } from "./problem.ts";
import { fieldsAs } from "./schema.ts";
import { addItem, changeItem, collectionToWrite, deleteItem, itemOptions, itemsOptions, type NamedCollection } from "./write.ts";

const COLLECTION = "/ogc/collections/:collectionId";
const ITEMS = `${COLLECTION}/items`;
const ITEM = `${ITEMS}/:itemId`;

/** Body limit: a little more than the maximum number of vertices of one geometry. */
const BODY_LIMIT = 10 * 1024 * 1024;

/** For every route: one without a collection in its path has nothing to explain. */
const data = ({ params }: HttpRequest) => ({ layerId: params.collectionId ?? "" });
const read = { permission: "features.view", callers: "any-key", service: "features", data } as const;
const write = {
  permission: "features.write",
  callers: "any-key",
  service: "features",
  data,
  cost: "write",
  bodyLimit: BODY_LIMIT,
  community: collectionToWrite,
  outsiders: "contributors-only",
  isForEditors: true,
} as const;

const lines: readonly Route<CoreAlone, NamedCollection>[] = [
  { method: "GET", path: "/ogc", ...read, cost: "light", handler: landing },
  { method: "GET", path: "/ogc/", ...read, cost: "light", handler: landing },
  { method: "GET", path: "/ogc/api", ...read, cost: "light", handler: api },
  { method: "GET", path: "/ogc/conformance", ...read, cost: "light", handler: conformance },
  { method: "GET", path: "/ogc/collections", ...read, cost: "list", handler: collections },
  { method: "GET", path: COLLECTION, ...read, cost: "list", handler: collection },
  { method: "GET", path: `${COLLECTION}/queryables`, ...read, cost: "list", handler: fieldsAs("queryables") },
  { method: "GET", path: `${COLLECTION}/schema`, ...read, cost: "list", handler: fieldsAs("schema") },
  { method: "GET", path: ITEMS, ...read, cost: "search", handler: items },
  { method: "POST", path: ITEMS, ...write, handler: addItem },
  { method: "OPTIONS", path: ITEMS, ...read, cost: "list", handler: itemsOptions },
  { method: "GET", path: ITEM, ...read, cost: "list", handler: item },
  { method: "PUT", path: ITEM, ...write, handler: changeItem },
  { method: "PATCH", path: ITEM, ...write, handler: changeItem },
  { method: "DELETE", path: ITEM, ...write, handler: deleteItem },
  { method: "OPTIONS", path: ITEM, ...read, cost: "list", handler: itemOptions },
];

const rest = { permission: "features.view", callers: "unasked", cost: "light", handler: otherMethods(lines) } as const;

export const ogc = protocol<CoreAlone, NamedCollection>({
  about:
    "OGC API – Features, Parts 1, 2 and 4, with the queryables of 3 and the schemas of 5. Under a portal's host it serves that portal's " +
    "catalogue, elsewhere all that the caller may read. Errors are problem details (RFC 9457).",
  body: jsonKeepingDigits(["application/geo+json", MERGE_PATCH]),
  errors: sendProblem,
  open: coreAlone,
  routes: [
    ...lines,
    { method: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"], path: "/ogc", ...rest },
    { method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], path: "/ogc/*", ...rest },
  ],
});
