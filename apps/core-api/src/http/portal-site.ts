import { openSiteInput } from "@archipel/contracts/portals.ts";
import type { FastifyReply } from "fastify";
import { bearerToken } from "../gate/authenticate.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { openingText } from "../modules/portals/open/kept-openings.ts";
import { isPass, openPass } from "../modules/portals/passes/service.ts";
import { afterContent } from "./after-content.ts";
import { type CoreAlone, type HttpRequest, queryText } from "./route.ts";

/**
 * `?host=&locale=&slug=`: what a site needs for its pages, and what the page with the slug shows in the language (no slug: the home; no
 * language: no page). Null for a host without a live portal. Beside tRPC, because every first page of a portal waits for it.
 */
export async function portalSite({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply): Promise<FastifyReply> {
  const locale = queryText(request, "locale");
  const page = locale === undefined ? {} : { page: { locale, slug: queryText(request, "slug") ?? null } };
  const { data: asked, error } = openSiteInput.safeParse({ host: queryText(request, "host"), ...page });
  if (error) throw new DomainError("malformed", "parameter-invalid", { parameter: String(error.issues[0]?.path.at(-1)) });
  await afterContent(core, request);
  const pass = bearerToken(request);
  const passTo = pass !== undefined && isPass(pass) ? await openPass(core, pass) : null;
  const text = await openingText(core, { ...asked, ...(passTo !== null && { passTo }) });
  return reply.header("cache-control", "no-store").type("application/json; charset=utf-8").send(text);
}
