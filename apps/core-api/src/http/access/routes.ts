import { id } from "@archipel/contracts/ids.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply } from "fastify";
import type { Actor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { explainNamed } from "../../modules/grants/explain/refusals/service.ts";
import { sendProblem } from "../ogc/problem.ts";
import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone, type HttpRequest, type NamedData } from "../route.ts";
import { accessApi } from "./api.ts";

/** @throws DomainError unless the query is one layer or one dataset, by its id */
function named({ query }: HttpRequest): NamedData {
  const [[name, value] = [], more] = Object.entries(query);
  const { data } = id.safeParse(value);
  if (data === undefined || more || (name !== "layer" && name !== "dataset")) throw new DomainError("malformed", "access-names-one");
  return name === "layer" ? { layerId: data } : { datasetId: data };
}

async function explain({ core, actor }: CoreAlone & { actor: Actor }, request: HttpRequest, reply: FastifyReply) {
  const explanation = await explainNamed(core, actor, named(request), negotiateLocale(request.headers["accept-language"]));
  return reply.header("cache-control", "no-store").send(explanation);
}

export const access = protocol<CoreAlone>({
  about: "What the caller may read of a layer or a dataset, why not more, and where to ask. Only for those who have or had a grant on it.",
  errors: sendProblem,
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/access/explain",
      permission: "grants.look-up",
      callers: "any-key",
      service: "features",
      cost: "list",
      parse: (request) => void named(request),
      data: named,
      handler: explain,
    },
    { method: "GET", path: "/access/api", permission: "grants.look-up", callers: "unasked", cost: "light", handler: accessApi },
  ],
});
