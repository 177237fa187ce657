import type { FastifyInstance } from "fastify";
import type { Core } from "../../kernel/core.ts";
import { api } from "./api.ts";
import { MERGE_PATCH } from "./body.ts";
import { collections } from "./collections.ts";
import { item } from "./item.ts";
import { items } from "./items.ts";
import { landing } from "./landing.ts";
import { otherMethods } from "./other-methods.ts";
import { sendProblem } from "./problem.ts";
import { schemas } from "./schema.ts";
import { writing } from "./write.ts";

/**
 * `/ogc`: OGC API – Features, Parts 1, 2 and 4, and the queryables of 3 and the schemas of 5. Under a portal's host it is that portal's
 * catalogue, elsewhere all that the caller may read. One verb a file.
 */
export async function ogcDoor(app: FastifyInstance, core: Core): Promise<void> {
  app.setErrorHandler(sendProblem);
  app.addContentTypeParser(["application/geo+json", MERGE_PATCH], { parseAs: "string" }, app.getDefaultJsonParser("error", "error"));
  for (const verb of [landing, api, collections, schemas, items, item, writing]) verb(app, core);
  otherMethods(app);
}
