import type { FastifyReply } from "fastify";
import { apiPage, type NamedOperation, type OperationId } from "../../pages/ogc/api.ts";
import { sendPage } from "../../pages/ogc/page.ts";
import type { HttpRequest } from "../route.ts";
import { MERGE_PATCH } from "./body.ts";
import { type Asker, type Call, readCall, sendDescription, withCaching } from "./call.ts";
import { DEFAULT_LIMIT, MAX_LIMIT } from "./parameters.ts";

const OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

/** What `/ogc` understands, as OpenAPI 3.0. Clients read the size of a page from it. */
export async function api(asker: Asker, request: HttpRequest, reply: FastifyReply) {
  const call = await readCall(asker, request);
  withCaching(reply, true);
  const definition = definitionOf(call);
  if (call.isHtml) return sendPage(reply, apiPage(call, operationsOf(definition.paths)));
  return sendDescription(request, reply, definition, OPENAPI);
}

type Operation = { operationId: OperationId; summary: string; [key: string]: unknown };
type Paths = Record<string, Record<string, Operation>>;

function operationsOf(paths: Paths): NamedOperation[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { operationId }]) => ({ method: method.toUpperCase(), path, operationId })),
  );
}

const ref = (kind: "parameters" | "responses", name: string) => ({ $ref: `#/components/${kind}/${name}` });
const content = (type: string) => ({ [type]: { schema: { type: "object" } } });
const ok = (description: string, type = "application/json") => ({ description, content: { ...content(type), "text/html": {} } });
const problems = (...statuses: number[]) => Object.fromEntries(statuses.map((status) => [status, ref("responses", "problem")]));

function reading(operationId: OperationId, summary: string, type: string, parameters: readonly string[]): Operation {
  return {
    operationId,
    summary,
    tags: ["read"],
    parameters: [...parameters, "f"].map((name) => ref("parameters", name)),
    responses: { 200: ok(summary, type), ...problems(400, 404) },
  };
}

function writing(operationId: OperationId, summary: string, done: number, type: string | null, parameters: readonly string[]): Operation {
  return {
    operationId,
    summary,
    tags: ["write"],
    security: [{ bearer: [] }],
    parameters: parameters.map((name) => ref("parameters", name)),
    ...(type && { requestBody: { required: true, content: content(type) } }),
    responses: {
      [done]: { description: "Done." },
      202: { description: "It waits for review." },
      ...problems(400, 401, 403, 404, 412, 415, 422),
    },
  };
}

const GEOJSON = "application/geo+json";
const SCHEMA = "application/schema+json";

const PATHS: Paths = {
  "/": { get: reading("start", "Landing page", "application/json", []) },
  "/api": { get: reading("api", "This document", OPENAPI, []) },
  "/conformance": { get: reading("conformance", "Conformance classes", "application/json", []) },
  "/collections": { get: reading("collections", "Layers of the catalogue", "application/json", []) },
  "/collections/{collectionId}": { get: reading("collection", "A layer", "application/json", ["collectionId"]) },
  "/collections/{collectionId}/queryables": { get: reading("queryables", "Fields that filter", SCHEMA, ["collectionId"]) },
  "/collections/{collectionId}/schema": { get: reading("schema", "Schema of the features", SCHEMA, ["collectionId"]) },
  "/collections/{collectionId}/items": {
    get: reading("items", "Features", GEOJSON, ["collectionId", "limit", "bbox", "bbox-crs", "crs", "datetime", "offset", "cursor"]),
    post: writing("add", "Add a feature", 201, GEOJSON, ["collectionId", "contentCrs"]),
  },
  "/collections/{collectionId}/items/{featureId}": {
    get: reading("item", "A feature", GEOJSON, ["collectionId", "featureId", "crs"]),
    put: writing("replace", "Replace a feature", 200, GEOJSON, ["collectionId", "featureId", "contentCrs", "ifMatch"]),
    patch: writing("change", "Change a feature", 200, MERGE_PATCH, ["collectionId", "featureId", "contentCrs", "ifMatch"]),
    delete: writing("remove", "Delete a feature", 204, null, ["collectionId", "featureId", "ifMatch"]),
  },
};

const inQuery = (name: string, schema: object, description: string) => ({ name, in: "query", required: false, description, schema });
const inPath = (name: string, schema: object) => ({ name, in: "path", required: true, schema });
const inHeader = (name: string, description: string) => ({ name, in: "header", required: false, description, schema: { type: "string" } });
const NUMBERS = {
  type: "array",
  oneOf: [
    { minItems: 4, maxItems: 4 },
    { minItems: 6, maxItems: 6 },
  ],
  items: { type: "number" },
};
const URI = { type: "string", format: "uri" };

const PARAMETERS = {
  collectionId: inPath("collectionId", { type: "string", format: "uuid" }),
  featureId: inPath("featureId", { type: "string" }),
  f: inQuery("f", { type: "string", enum: ["json", "html"] }, "Form of the answer."),
  limit: inQuery(
    "limit",
    { type: "integer", minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
    "Features on a page. More than the maximum gives the maximum.",
  ),
  bbox: { ...inQuery("bbox", NUMBERS, "Box that the features touch, in the axes of bbox-crs."), style: "form", explode: false },
  "bbox-crs": inQuery("bbox-crs", URI, "CRS of bbox; CRS84 unless told."),
  crs: inQuery("crs", URI, "CRS of the answer, one that the collection lists; CRS84 unless told."),
  datetime: inQuery("datetime", { type: "string" }, "Read and checked; features here have no time of their own."),
  offset: inQuery("offset", { type: "integer", minimum: 0 }, "Features to skip. With a filter, following `next` is faster."),
  cursor: inQuery("cursor", { type: "string" }, "Where a `next` link goes on."),
  contentCrs: inHeader("Content-Crs", "CRS of the geometry sent, in angle brackets; CRS84 unless told."),
  ifMatch: inHeader("If-Match", "The ETag of the feature as it was seen: 412 when it changed since."),
};

function definitionOf({ base, catalogue }: Call) {
  return {
    openapi: "3.0.3",
    info: { title: catalogue.name ?? "Archipel", version: "1.0.0", description: "OGC API – Features" },
    servers: [{ url: base }],
    paths: PATHS,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
      parameters: PARAMETERS,
      responses: { problem: { description: "What is wrong, and how to mend it.", content: content("application/problem+json") } },
    },
  };
}
