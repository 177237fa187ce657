import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { forgetExpired } from "../../modules/identity/service/sessions.ts";
import { faceOf } from "../../pages/hub/face.ts";
import { htmlForm, unread } from "../bodies.ts";
import { protocol } from "../protocol.ts";
import { ANY_METHOD, type CoreAlone, coreAlone, type HttpRequest } from "../route.ts";
import { accountForm, mailSent, passwordDone, passwordForm, submitAccountForm, submitPassword } from "./hub/account-steps.ts";
import { addressPage, submitAddress } from "./hub/address-steps.ts";
import { font, hubStyles, passkeyScript, themeLogo, themeStyles } from "./hub/assets.ts";
import { submitConsent } from "./hub/consent-steps.ts";
import { linkStep, signedOutStep, signOutStep } from "./hub/link-steps.ts";
import { beginOutside, createOutside, linkOutside, outsideCallback, outsideStep } from "./hub/outside-steps.ts";
import { newPasskeyOptions, newPasskeyPage, passkeyOptions, submitNewPasskey, submitPasskey } from "./hub/passkey-steps.ts";
import { sendProblem, siteProblem } from "./hub/problems.ts";
import { providerOf } from "./hub/provider-pages.ts";
import { signInStep, submitKeep, submitSecondFactor, submitSignIn } from "./hub/sign-in-steps.ts";
import type { HubParts } from "./hub/step.ts";
import { assertUnhurried } from "./protocol-limits.ts";
import { endSessionOfToken, sessionOfToken, siteAtHost } from "./sites.ts";

const HOUSEKEEPING_MS = 15 * 60_000;
const STEP = "/hub/steps/:uid";

const open = { permission: "identity.sign-in", callers: "unasked" } as const;
const page = { ...open, cost: "page" } as const;
/** Reads or writes an account. Attempts have limits of their own too. */
const form = { ...open, cost: "form" } as const;
/** From memory. */
const asset = { ...open, cost: "light" } as const;
/** The sites ask here for all their visitors; attempts have limits of their own. */
const step = { ...open, cost: "light" } as const;

export const oidc = protocol<OidcParts>({
  about: "The protocol of the identity hub (OpenID Connect): authorization code with PKCE. oidc-provider proves its clients by itself.",
  body: unread,
  open: openOidc,
  routes: [{ method: ANY_METHOD, path: "/oidc/*", ...step, handler: oidcRequest }],
});

export const hub = protocol<HubParts>({
  about: "The pages of the identity hub, in the colours and language of the site that sent the person. The uid of a step needs its cookie.",
  body: htmlForm,
  open: async (core) => ({ core, provider: await providerOf(core) }),
  routes: [
    { method: "GET", path: "/hub/assets/hub.css", ...asset, handler: hubStyles },
    { method: "GET", path: "/hub/assets/passkeys.js", ...asset, handler: passkeyScript },
    { method: "GET", path: "/hub/assets/theme.css", ...asset, handler: themeStyles },
    { method: "GET", path: "/hub/assets/logo.svg", ...asset, handler: themeLogo },
    { method: "GET", path: "/hub/assets/fonts/:id.woff2", ...asset, handler: font },
    { method: "GET", path: STEP, ...page, handler: signInStep },
    { method: "POST", path: `${STEP}/sign-in`, ...form, handler: submitSignIn },
    { method: "POST", path: `${STEP}/second-factor`, ...form, handler: submitSecondFactor },
    { method: "POST", path: `${STEP}/passkey`, ...form, handler: submitPasskey },
    { method: "POST", path: `${STEP}/passkey/options`, ...form, handler: passkeyOptions },
    { method: "POST", path: `${STEP}/keep`, ...form, handler: submitKeep },
    { method: "POST", path: `${STEP}/consent`, ...form, handler: submitConsent },
    { method: "GET", path: `${STEP}/sign-up`, ...page, handler: accountForm("sign-up") },
    { method: "POST", path: `${STEP}/sign-up`, ...form, handler: submitAccountForm("sign-up") },
    { method: "GET", path: `${STEP}/forgot`, ...page, handler: accountForm("forgot") },
    { method: "POST", path: `${STEP}/forgot`, ...form, handler: submitAccountForm("forgot") },
    { method: "GET", path: `${STEP}/sent`, ...page, handler: mailSent },
    { method: "GET", path: `${STEP}/confirm`, ...page, handler: passwordForm("confirm") },
    { method: "POST", path: `${STEP}/confirm`, ...form, handler: submitPassword("confirm") },
    { method: "GET", path: `${STEP}/reset`, ...page, handler: passwordForm("reset") },
    { method: "POST", path: `${STEP}/reset`, ...form, handler: submitPassword("reset") },
    { method: "GET", path: `${STEP}/done`, ...page, handler: passwordDone },
    { method: "GET", path: "/hub/address/confirm", ...page, handler: addressPage("confirm") },
    { method: "POST", path: "/hub/address/confirm", ...form, handler: submitAddress("confirm") },
    { method: "GET", path: "/hub/address/undo", ...page, handler: addressPage("undo") },
    { method: "POST", path: "/hub/address/undo", ...form, handler: submitAddress("undo") },
    { method: "GET", path: `${STEP}/with/:providerId`, ...form, handler: beginOutside },
    { method: "GET", path: `${STEP}/outside`, ...page, handler: outsideStep },
    { method: "POST", path: `${STEP}/outside/create`, ...form, handler: createOutside },
    { method: "POST", path: `${STEP}/outside/link`, ...form, handler: linkOutside },
    { method: "GET", path: "/hub/providers/:providerId/callback", ...form, handler: outsideCallback },
    { method: "GET", path: "/hub/providers/:providerId/link", ...form, handler: linkStep },
    { method: "GET", path: "/hub/passkeys/new", ...page, handler: newPasskeyPage },
    { method: "POST", path: "/hub/passkeys/new", ...form, handler: submitNewPasskey },
    { method: "POST", path: "/hub/passkeys/new/options", ...form, handler: newPasskeyOptions },
    { method: "GET", path: "/hub/sign-out", ...page, handler: signOutStep },
    { method: "GET", path: "/hub/signed-out", ...page, handler: signedOutStep },
    { method: "GET", path: "/hub/problem", ...page, handler: problem },
  ],
});

export const sites = protocol<CoreAlone>({
  about: "What the portals and the admin ask the hub, server to server. The token of a session is the question itself.",
  open: coreAlone,
  routes: [
    { method: "GET", path: "/hub/sites/:host", ...step, handler: siteAtHost },
    { method: "GET", path: "/hub/session", ...step, handler: sessionOfToken },
    { method: "DELETE", path: "/hub/session", ...step, handler: endSessionOfToken },
  ],
});

interface OidcParts extends CoreAlone {
  handle(request: HttpRequest, reply: FastifyReply): Promise<void>;
}

/** Passes requests to oidc-provider unchanged, except for host and scheme: these are always the issuer's. */
async function openOidc(core: Core, scope: FastifyInstance): Promise<OidcParts> {
  const { host, protocol } = new URL(core.env.ARCHIPEL_PUBLIC_URL);
  const callback = (await providerOf(core)).callback();
  const timer = setInterval(() => {
    forgetExpired(core).catch((error: unknown) => core.log.warn({ err: error }, "expired sessions were not cleared"));
  }, HOUSEKEEPING_MS);
  timer.unref();
  scope.addHook("onClose", async () => clearInterval(timer));
  return {
    core,
    async handle({ raw }, reply) {
      raw.headers.host = host;
      raw.headers["x-forwarded-host"] = host;
      raw.headers["x-forwarded-proto"] = protocol.slice(0, -1);
      const url = (raw.url ?? "/").replace(/^\/oidc/, "");
      reply.hijack();
      await callback(Object.assign(raw, { url, baseUrl: "/oidc" }), reply.raw);
    },
  };
}

async function oidcRequest({ core, handle }: OidcParts, request: HttpRequest, reply: FastifyReply): Promise<void> {
  await assertUnhurried(core, request);
  return handle(request, reply);
}

/** The page for a sign-in that failed on the site's side. */
async function problem({ core }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { client, error, lang } = z
    .object({
      client: z.string().max(80).optional().catch(undefined),
      error: z.string().max(40).catch(""),
      lang: z.string().max(5).optional().catch(undefined),
    })
    .parse(request.query);
  const face = await faceOf(core, { clientId: client, lang, acceptLanguage: request.headers["accept-language"] });
  return sendProblem(reply, face, siteProblem(error), 200);
}
