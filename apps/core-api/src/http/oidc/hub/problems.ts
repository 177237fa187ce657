import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyReply } from "fastify";
import type { KoaContextWithOIDC } from "oidc-provider";
import type { Core } from "../../../kernel/core.ts";
import { backLabel, type Face, faceOf, signInLinkOf } from "./face.ts";
import { messagePage } from "./forms.ts";
import { renderPage } from "./page.ts";
import { hubHeaders, sendPage } from "./reply.ts";

export type Problem = "expired" | "link" | "site" | "refused" | "unknown";

/** What a person is told of an OAuth or next-auth error. */
function problemOf(code: string): Problem {
  if (code === "access_denied" || code === "AccessDenied") return "refused";
  if (code.startsWith("invalid_client") || code.startsWith("invalid_redirect_uri") || code === "unauthorized_client") return "site";
  if (code === "session_not_found" || code === "OAuthCallback" || code === "Callback") return "expired";
  return "unknown";
}

function problemPage(face: Face, problem: Problem): string {
  const t = translator(face.locale, "hub");
  const title = t(`problem.${problem}.title`);
  const retry = { label: t("problem.retry"), href: signInLinkOf(face) };
  const back = { label: backLabel(face), href: `${face.site.origin}/` };
  const actions = problem === "site" ? [back] : [retry, back];
  return renderPage({ face, title, path: null, body: messagePage({ title, text: [t(`problem.${problem}.text`)], actions }) });
}

export function sendProblem(reply: FastifyReply, face: Face, problem: Problem, status: number): FastifyReply {
  return sendPage(reply, problemPage(face, problem), [], status);
}

/** The face of a page that oidc-provider asks for. */
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

/** oidc-provider could not go on: says why in the person's words. */
export async function answerError(core: Core, ctx: KoaContextWithOIDC, code: string): Promise<void> {
  const isLost = ctx.oidc?.route === "resume";
  answerContext(ctx, problemPage(await faceOfContext(core, ctx), isLost ? "expired" : problemOf(code)));
}

/** The page to which a site sends what its own side of a sign-in could not finish. */
export function siteProblem(code: string): Problem {
  return problemOf(code);
}
