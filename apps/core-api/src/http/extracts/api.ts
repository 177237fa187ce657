import { estimateExtractInput, extractEstimate, extractState, requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { HttpRequest } from "../route.ts";

const OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

const schemaOf = (schema: z.ZodType, io: "input" | "output") =>
  z.toJSONSchema(schema, { target: "openapi-3.0", io, unrepresentable: "any" });
const json = (schema: object) => ({ "application/json": { schema } });
const problems = (...statuses: number[]) =>
  Object.fromEntries(
    statuses.map((status) => [status, { description: "Why not, as { error, params }.", content: json({ type: "object" }) }]),
  );

const extractId = { name: "extractId", in: "path", required: true, schema: { type: "string", format: "uuid" } };
const secret = {
  name: "secret",
  in: "query",
  description: "The secret of the request. A session or a key of the same person needs none.",
  schema: { type: "string" },
};

const document = {
  openapi: "3.0.3",
  info: {
    title: "Areas of point clouds",
    version: "1.0.0",
    description:
      "Asks for an area of a point-cloud layer as points and as models of heights, follows how far it is, and downloads the archive: a zip with " +
      "the files, a read-me of their sources and their SHA-256.",
  },
  paths: {
    "/downloads/extracts/estimate": {
      post: {
        operationId: "estimateExtract",
        summary: "Points and bytes of an area, about",
        requestBody: { required: true, content: json(schemaOf(estimateExtractInput, "input")) },
        responses: {
          200: { description: "The estimate", content: json(schemaOf(extractEstimate, "output")) },
          ...problems(400, 404, 422, 429),
        },
      },
    },
    "/downloads/extracts": {
      post: {
        operationId: "requestExtract",
        summary: "Ask for an area",
        requestBody: { required: true, content: json(schemaOf(requestExtractInput, "input")) },
        responses: {
          202: { description: "It is being made: the addresses of its state and of its archive." },
          ...problems(400, 404, 422, 429),
        },
      },
    },
    "/downloads/extracts/{extractId}": {
      parameters: [extractId, secret],
      get: {
        operationId: "followExtract",
        summary: "How far it is",
        responses: { 200: { description: "Its state", content: json(schemaOf(extractState, "output")) }, ...problems(404) },
      },
      delete: { operationId: "cancelExtract", summary: "Give it up", responses: { 204: { description: "Done" }, ...problems(404) } },
    },
    "/downloads/extracts/{extractId}/file": {
      parameters: [extractId, secret],
      get: {
        operationId: "downloadExtract",
        summary: "The archive, whole or by ranges",
        responses: {
          200: { description: "The archive", content: { "application/zip": {} } },
          206: { description: "A part" },
          ...problems(404),
        },
      },
    },
  },
};

/** What the addresses of extracts understand, as OpenAPI 3.0. */
export function extractsApi(_call: object, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .type(OPENAPI)
    .header("cache-control", "public, max-age=3600")
    .send(Buffer.from(JSON.stringify(document)));
}
