import type { FastifyReply } from "fastify";
import { withCaching } from "../ogc/call.ts";
import type { HttpRequest } from "../route.ts";
import { type Asker, readCall } from "./call.ts";
import { DEFAULT_LIMIT, MAX_LIMIT } from "./parameters.ts";

const OPENAPI = "application/vnd.oai.openapi+json;version=3.0";
const GEOJSON = "application/geo+json";

const inPath = (name: string) => ({ name, in: "path", required: true, schema: { type: "string", format: "uuid" } });
const inQuery = (name: string, schema: object, description: string) => ({ name, in: "query", required: false, description, schema });

const PARAMETERS = {
  collectionId: inPath("collectionId"),
  itemId: inPath("itemId"),
  limit: inQuery(
    "limit",
    { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
    "Results on a page. More than the maximum gives the maximum.",
  ),
  cursor: inQuery("cursor", { type: "string" }, "Where a `next` link goes on."),
  bbox: {
    ...inQuery("bbox", { type: "array", minItems: 4, maxItems: 6, items: { type: "number" } }, "Box that the tiles touch, in degrees."),
    style: "form",
    explode: false,
  },
  datetime: inQuery("datetime", { type: "string" }, "Instant or interval in which the tiles were measured; an end may be `..`."),
};

function reading(operationId: string, summary: string, type: string, parameters: readonly (keyof typeof PARAMETERS)[]) {
  return {
    get: {
      operationId,
      summary,
      parameters: parameters.map((name) => ({ $ref: `#/components/parameters/${name}` })),
      responses: {
        200: { description: summary, content: { [type]: { schema: { type: "object" } } } },
        400: { $ref: "#/components/responses/problem" },
        404: { $ref: "#/components/responses/problem" },
      },
    },
  };
}

const PATHS = {
  "/": reading("catalog", "The catalog", "application/json", []),
  "/api": reading("api", "This document", OPENAPI, []),
  "/conformance": reading("conformance", "Conformance classes", "application/json", []),
  "/collections": reading("collections", "Point clouds", "application/json", ["limit", "cursor"]),
  "/collections/{collectionId}": reading("collection", "A point cloud", "application/json", ["collectionId"]),
  "/collections/{collectionId}/items": reading("items", "Its tiles", GEOJSON, ["collectionId", "limit", "cursor", "bbox", "datetime"]),
  "/collections/{collectionId}/items/{itemId}": reading("item", "A tile", GEOJSON, ["collectionId", "itemId"]),
};

/** What `/stac` understands, as OpenAPI 3.0. */
export async function api(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const { base, name } = await readCall(asker, request);
  withCaching(reply, true);
  const definition = {
    openapi: "3.0.3",
    info: { title: name ?? "Archipel", version: "1.0.0", description: "STAC API" },
    servers: [{ url: base }],
    paths: PATHS,
    components: {
      parameters: PARAMETERS,
      responses: {
        problem: {
          description: "What is wrong, and how to mend it.",
          content: { "application/problem+json": { schema: { type: "object" } } },
        },
      },
    },
  };
  // As bytes, so that Fastify does not rewrite the media type.
  return reply.type(OPENAPI).send(Buffer.from(JSON.stringify(definition)));
}
