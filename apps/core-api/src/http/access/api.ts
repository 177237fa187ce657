import { accessExplanation, accessRefusal } from "@archipel/contracts/grants.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { HttpRequest } from "../route.ts";

const OPENAPI = "application/vnd.oai.openapi+json;version=3.0";

const schemaOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, {
    target: "openapi-3.0",
    io: "output",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
    },
  });
const named = (name: string) => ({ name, in: "query", description: `Id of the ${name}.`, schema: { type: "string", format: "uuid" } });
const problem = (description: string) => ({ description, content: { "application/problem+json": { schema: { type: "object" } } } });

const document = {
  openapi: "3.0.3",
  info: {
    title: "Rights on data",
    version: "1.0.0",
    description:
      "What the caller reads of a layer or a dataset, the conditions that close the rest, and where to ask. Refusals of /tiles, /downloads, /ogc and " +
      "/stac have the same `missing` and `ask`, for callers who have or had a grant on what they asked for.",
  },
  components: {
    securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    schemas: { refusal: schemaOf(accessRefusal) },
  },
  paths: {
    "/access/explain": {
      get: {
        operationId: "explainAccess",
        summary: "Why not more",
        description: "Give one of the two parameters.",
        security: [{ bearer: [] }],
        parameters: [named("layer"), named("dataset")],
        responses: {
          200: {
            description: "What is read, and what is missing",
            content: { "application/json": { schema: schemaOf(accessExplanation) } },
          },
          400: problem("Not one layer or one dataset."),
          401: problem("The key is not valid."),
          404: problem("There is none, or the caller never had a right to it."),
        },
      },
    },
  },
};

/** What `/access` understands, as OpenAPI 3.0. */
export function accessApi(_call: object, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .type(OPENAPI)
    .header("cache-control", "public, max-age=3600")
    .send(Buffer.from(JSON.stringify(document)));
}
