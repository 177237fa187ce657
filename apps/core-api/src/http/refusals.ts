import type { AccessRefusal } from "@archipel/contracts/grants.ts";
import { outageOf } from "@archipel/database/outage.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { whyRefused } from "../modules/grants/explain/refusals/service.ts";
import type { HttpRequest, NamedData } from "./route.ts";

const known = new WeakMap<FastifyRequest, AccessRefusal>();

/** What is added to the error of a request: `missing` and `ask`, for a caller who has or had a grant on what was refused. */
export const refusalFields = (request: FastifyRequest): Partial<AccessRefusal> => known.get(request) ?? {};

/** Calls a handler. When it refuses data, what the caller's grants lack is kept for the error. */
export async function explaining<T>(
  core: Core,
  actor: Actor,
  request: HttpRequest,
  { data, work }: { data: ((request: HttpRequest) => NamedData) | undefined; work: () => Promise<T> },
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof DomainError || (error instanceof Error && "code" in error) ? String(error.code) : null;
    if (data && code !== null && outageOf(error) === null) {
      const locale = negotiateLocale(request.headers["accept-language"]);
      const why = await whyRefused(core, actor, { named: data(request), code, locale }).catch((failed) => {
        request.log.error({ err: failed }, "refusal not explained");
        return null;
      });
      if (why) known.set(request, why);
    }
    throw error;
  }
}
