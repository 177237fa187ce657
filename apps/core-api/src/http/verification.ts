import { type Locale, negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { PortalVisit } from "../kernel/actor.ts";
import { DomainError, httpStatus } from "../kernel/domain-error.ts";
import { refusalOf } from "../kernel/refusal.ts";
import { portalOfCode, verifyReport } from "../modules/answers/service/verify.ts";
import { VERIFY_POLICY, verifyPage, verifyProblemPage } from "../pages/answers/verify-page.ts";
import { isOutage, sendError, withRetryAfter } from "./errors.ts";
import { prefersPage } from "./negotiate.ts";
import { type CoreAlone, type HttpRequest, queryText } from "./route.ts";

/** The portal of the report that `?r=` names. */
export function portalVerified(request: HttpRequest): string {
  return portalOfCode(codeIn(request));
}

function codeIn(request: HttpRequest): string {
  const unknown = Object.keys(request.query).find((parameter) => parameter !== "r");
  if (unknown !== undefined) throw new DomainError("malformed", "parameter-unknown", { parameter: unknown });
  const code = queryText(request, "r");
  if (code === undefined) throw new DomainError("not-found", "verify-invalid");
  return code;
}

/** A page for people who scan the code, JSON for programs. The address contains the place: nobody keeps it. */
export async function verification({ core, visit }: CoreAlone & { visit: PortalVisit }, request: HttpRequest, reply: FastifyReply) {
  const found = await verifyReport(core, codeIn(request));
  reply.header("cache-control", "private, no-store").header("vary", "accept").header("referrer-policy", "no-referrer");
  if (prefersPage(request)) return sendHtml(reply, verifyPage(found, visit.communityName));
  const { asked: _asked, ...sent } = found;
  return reply.type("application/json; charset=utf-8").send(sent);
}

/** A person sees what to do next; a program gets the code. */
export function sendVerifyError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = error instanceof DomainError ? error : refusalOf(error);
  reply.header("cache-control", "private, no-store").header("referrer-policy", "no-referrer");
  if (refusal === null || isOutage(error) || !prefersPage(request)) return sendError(error, request, reply);
  const locale: Locale = negotiateLocale(request.headers["accept-language"]);
  withRetryAfter(reply.status(httpStatus[refusal.kind]), refusal);
  return sendHtml(reply, verifyProblemPage(locale, refusal));
}

function sendHtml(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header("content-security-policy", VERIFY_POLICY)
    .header("x-content-type-options", "nosniff")
    .type("text/html; charset=utf-8")
    .send(page);
}
