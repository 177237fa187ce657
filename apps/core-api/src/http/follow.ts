import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import { negotiateLocale } from "@archipel/i18n/locales.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { portalOrigin } from "../kernel/addresses.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError, httpStatus } from "../kernel/domain-error.ts";
import { confirmFollow, followAsked } from "../modules/follows/guests/service.ts";
import { followPage } from "../pages/follows/unfollow-page.ts";
import { sendError } from "./errors.ts";
import { type CoreAlone, type HttpRequest, queryText } from "./route.ts";
import { sendFollowsHtml } from "./unfollow.ts";

/** Asks before it confirms anything: mail programs open links to check them. */
export async function askToConfirm({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  const found = await followAsked(core, tokenIn(request));
  return sendFollowsHtml(reply, pageOf(core, request, found.isConfirmed ? "done" : "asked", found));
}

/** The form of that page. */
export async function confirmFollowing({ core }: CoreAlone, request: HttpRequest, reply: FastifyReply) {
  return sendFollowsHtml(reply, pageOf(core, request, "done", await confirmFollow(core, tokenIn(request))));
}

export function sendFollowError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof DomainError) || error.code !== "follow-link-invalid") return sendError(error, request, reply);
  const locale = negotiateLocale(request.headers["accept-language"]);
  return sendFollowsHtml(reply.status(httpStatus[error.kind]), followPage(locale, { state: "invalid" }));
}

function pageOf(
  { env }: Core,
  request: HttpRequest,
  state: "asked" | "done",
  { kind, label, portalName, host }: { kind: "place" | "news" | "alerts"; label: string; portalName: string; host: string | null },
): string {
  const answers = host === null ? null : portalOrigin(env, host);
  return followPage(localeIn(request), { state, kind, label, site: portalName, answers });
}

function tokenIn(request: HttpRequest): string {
  const token = queryText(request, "t");
  if (token === undefined) throw new DomainError("not-found", "follow-link-invalid");
  return token;
}

function localeIn(request: HttpRequest): Locale {
  return localeSchema.safeParse(queryText(request, "lang")).data ?? negotiateLocale(request.headers["accept-language"]);
}
