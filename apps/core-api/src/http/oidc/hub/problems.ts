import type { FastifyReply } from "fastify";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Core } from "../../../kernel/core.ts";
import { type Face, faceOf } from "../../../pages/hub/face.ts";
import { type Problem, problemPage } from "../../../pages/hub/problem-page.ts";
import { hubHeaders, sendPage } from "./reply.ts";

/** The problem page for an OAuth or next-auth error. */
function problemOf(code: string): Problem {
  if (code === "access_denied" || code === "AccessDenied") return "refused";
  if (code.startsWith("invalid_client") || code.startsWith("invalid_redirect_uri") || code === "unauthorized_client") return "site";
  if (code === "session_not_found" || code === "OAuthCallback" || code === "Callback") return "expired";
  return "unknown";
}

export function sendProblem(reply: FastifyReply, face: Face, problem: Problem, status: number): FastifyReply {
  return sendPage(reply, problemPage(face, problem), [], status);
}

/** The branding of a page that oidc-provider requests. */
export function faceOfContext(core: Core, ctx: KoaContextWithOIDC): Promise<Face> {
  const { lang, ui_locales, client_id } = ctx.query;
  return faceOf(core, {
    clientId: ctx.oidc.client?.clientId ?? (typeof client_id === "string" ? client_id : undefined),
    lang: typeof lang === "string" ? lang : undefined,
    uiLocales: typeof ui_locales === "string" ? ui_locales : undefined,
    acceptLanguage: ctx.get("accept-language"),
  });
}

export function answerContext(ctx: KoaContextWithOIDC, page: string, formTargets: readonly string[] = []): void {
  ctx.set(hubHeaders(formTargets));
  ctx.type = "text/html; charset=utf-8";
  ctx.body = page;
}

/** The page for an error of oidc-provider, in the person's language. */
export async function answerError(core: Core, ctx: KoaContextWithOIDC, code: string): Promise<void> {
  const isLost = ctx.oidc?.route === "resume";
  answerContext(ctx, problemPage(await faceOfContext(core, ctx), isLost ? "expired" : problemOf(code)));
}

/** The problem that a site reports when its own side of a sign-in failed. */
export function siteProblem(code: string): Problem {
  return problemOf(code);
}
