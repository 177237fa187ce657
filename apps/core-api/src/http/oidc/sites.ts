import type { FastifyReply } from "fastify";
import { z } from "zod";
import { bearerToken } from "../../gate/authenticate.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { signOutAddress } from "../../modules/identity/providers/service/sign-out.ts";
import { endSession, sessionUser } from "../../modules/identity/service/sessions.ts";
import { siteOfHost } from "../../modules/identity/service/sites.ts";
import { isPass, openPass } from "../../modules/portals/passes/service.ts";
import { type CoreAlone, type HttpRequest, notFound } from "../route.ts";

/** The site of a host: 404 for an unknown host. */
export async function siteAtHost({ core }: CoreAlone, request: HttpRequest) {
  const host = z.string().max(253).safeParse(request.params.host);
  const pass = bearerToken(request);
  const openTo = pass !== undefined && isPass(pass) ? await openPass(core, pass) : null;
  const site = host.success ? await siteOfHost(core, host.data.toLowerCase(), openTo) : null;
  if (!site) throw notFound("portal-not-found");
  return site;
}

/** The person of a token's session: 401 once it has ended. */
export async function sessionOfToken({ core }: CoreAlone, request: HttpRequest) {
  const token = bearerToken(request);
  const user = token ? await sessionUser(core, token) : null;
  if (!user) throw noSession();
  return user;
}

/** Signs the person out everywhere. The answer names the address that ends the session at the person's institution too, if it came from one. */
export async function endSessionOfToken({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const token = bearerToken(request);
  const next = token ? await signOutAddress(core, token) : null;
  if (!token || !(await endSession(core, token))) throw noSession();
  return next === null ? reply.status(204).send() : { next };
}

const noSession = () => new DomainError("not-signed-in", "sign-in-first");
