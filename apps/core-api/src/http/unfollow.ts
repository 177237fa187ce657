import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { DomainError, httpStatus } from "../kernel/domain-error.ts";
import { stopAsked, stopByLink } from "../modules/follows/service/stop.ts";
import { UNFOLLOW_STYLE, unfollowPage } from "../pages/follows/unfollow-page.ts";
import { pagePolicy } from "../pages/page-policy.ts";
import { sendError } from "./errors.ts";
import { type CoreAlone, type HttpRequest, queryText } from "./route.ts";

/** With one form, which is sent to this address. */
const POLICY = pagePolicy(UNFOLLOW_STYLE, "'self'");

/** Asks before it stops anything: mail programs open links to check them. */
export async function askToStop({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const { label } = await stopAsked(core, tokenIn(request));
  return sendFollowsHtml(reply, unfollowPage(localeIn(request), label === null ? { state: "done" } : { state: "asked", label }));
}

/** The form of that page, and the one click of mail programs (RFC 8058). */
export async function stopFollowing({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  await stopByLink(core, tokenIn(request));
  return sendFollowsHtml(reply, unfollowPage(localeIn(request), { state: "done" }));
}

export function sendUnfollowError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof DomainError) || error.code !== "unfollow-invalid") return sendError(error, request, reply);
  return sendFollowsHtml(
    reply.status(httpStatus[error.kind]),
    unfollowPage(negotiateLocale(request.headers["accept-language"]), { state: "invalid" }),
  );
}

function tokenIn(request: HttpRequest): string {
  const token = queryText(request, "t");
  if (token === undefined) throw new DomainError("not-found", "unfollow-invalid");
  return token;
}

function localeIn(request: HttpRequest): Locale {
  return localeSchema.safeParse(queryText(request, "lang")).data ?? negotiateLocale(request.headers["accept-language"]);
}

/** A page of a link of a mail: nobody keeps it. */
export function sendFollowsHtml(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header("cache-control", "private, no-store")
    .header("referrer-policy", "no-referrer")
    .header("x-robots-tag", "noindex")
    .header("content-security-policy", POLICY)
    .header("x-content-type-options", "nosniff")
    .type("text/html; charset=utf-8")
    .send(page);
}
