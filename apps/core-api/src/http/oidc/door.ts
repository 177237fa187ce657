import { translator } from "@archipel/i18n/translator.ts";
import formbody from "@fastify/formbody";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { endSession, forgetExpired, sessionUser } from "../../modules/identity/service/sessions.ts";
import { siteOfHost } from "../../modules/identity/service/sites.ts";
import { accountSteps } from "./hub/account-steps.ts";
import { hubAssets } from "./hub/assets.ts";
import { backLabel, faceOf } from "./hub/face.ts";
import { messagePage, signOutForm } from "./hub/forms.ts";
import { renderPage } from "./hub/page.ts";
import { answerContext, answerError, faceOfContext, sendProblem, siteProblem } from "./hub/problems.ts";
import { signInSteps } from "./hub/sign-in-steps.ts";
import { stepPath } from "./hub/step.ts";
import { createProvider } from "./provider.ts";

const HOUSEKEEPING_MS = 15 * 60_000;

/** `/oidc`: the identity hub's protocol. `/hub`: its pages, and what the sites ask it server to server. */
export async function oidcDoor(app: FastifyInstance, core: Core): Promise<void> {
  const provider = await createProvider(core, {
    interactionPath: stepPath,
    error: (ctx, code) => answerError(core, ctx, code),
    async confirmSignOut(ctx, xsrf) {
      const face = await faceOfContext(core, ctx);
      const title = translator(face.locale, "hub")("signOut.title");
      const body = signOutForm(face, { action: "/oidc/session/end/confirm", xsrf });
      const { redirectUris = [], postLogoutRedirectUris = [] } = ctx.oidc.client ?? {};
      const targets = [...redirectUris, ...postLogoutRedirectUris].map((uri) => new URL(uri).origin);
      answerContext(ctx, renderPage({ face, title, path: null, body }), targets);
    },
    async signedOut(ctx) {
      const face = await faceOfContext(core, ctx);
      const t = translator(face.locale, "hub");
      const title = t("signOut.doneTitle");
      const actions = [{ label: backLabel(face), href: `${face.site.origin}/` }];
      answerContext(ctx, renderPage({ face, title, path: null, body: messagePage({ title, text: [t("signOut.doneText")], actions }) }));
    },
  });

  await app.register(async (scope) => mountProvider(scope, core, provider));
  await app.register(async (scope) => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 });
    await hubAssets(scope, core);
    await signInSteps(scope, core, provider);
    await accountSteps(scope, core, provider);
  });
  await app.register(async (scope) => siteCalls(scope, core));

  app.get("/hub/problem", async (request, reply) => {
    const { client, error, lang } = z
      .object({ client: z.string().max(80).optional(), error: z.string().max(40).default(""), lang: z.string().max(5).optional() })
      .parse(request.query);
    const face = await faceOf(core, { clientId: client, lang, acceptLanguage: request.headers["accept-language"] });
    return sendProblem(reply, face, siteProblem(error), 200);
  });

  const timer = setInterval(() => {
    forgetExpired(core).catch((error: unknown) => core.log.warn({ err: error }, "expired sessions were not cleared"));
  }, HOUSEKEEPING_MS);
  timer.unref();
  app.addHook("onClose", async () => clearInterval(timer));
}

/** Hands requests to oidc-provider as they came, but for their host and scheme: those are the issuer's, whoever asks. */
function mountProvider(app: FastifyInstance, core: Core, provider: Provider): void {
  const { host, protocol } = new URL(core.env.ARCHIPEL_PUBLIC_URL);
  const handle = provider.callback();
  app.removeAllContentTypeParsers();
  // It reads bodies itself.
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.all("/oidc/*", async (request, reply) => {
    const { raw } = request;
    raw.headers.host = host;
    raw.headers["x-forwarded-host"] = host;
    raw.headers["x-forwarded-proto"] = protocol.slice(0, -1);
    const url = (raw.url ?? "/").replace(/^\/oidc/, "");
    reply.hijack();
    await handle(Object.assign(raw, { url, baseUrl: "/oidc" }), reply.raw);
  });
}

/** What portal and admin ask, server to server. */
function siteCalls(app: FastifyInstance, core: Core): void {
  /** Which site answers on a host: 404 when none does. */
  app.get("/hub/sites/:host", async (request, reply) => {
    const { host } = z.object({ host: z.string().max(253) }).parse(request.params);
    const site = await siteOfHost(core, host.toLowerCase());
    return site ?? reply.status(404).send({ error: "portal-not-found", params: {} });
  });

  /** Whose session a token belongs to: 401 once it has ended. */
  app.get("/hub/session", async (request, reply) => {
    const token = bearer(request);
    const user = token ? await sessionUser(core, token) : null;
    return user ?? noSession(reply);
  });

  /** Signs the person out everywhere. */
  app.delete("/hub/session", async (request, reply) => {
    const token = bearer(request);
    const ended = token ? await endSession(core, token) : false;
    return ended ? reply.status(204).send() : noSession(reply);
  });
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
}

function noSession(reply: FastifyReply): FastifyReply {
  return reply.status(401).send({ error: "sign-in-first", params: {} });
}
