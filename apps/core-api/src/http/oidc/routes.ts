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
const page = { ...open, cost: "light" } as const;
/** Reads or writes an account. Attempts have limits of their own, and the sites ask here for all their visitors. */
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
    { method: "GET", path: "/hub/assets/hub.css", ...page, handler: hubStyles },
    { method: "GET", path: "/hub/assets/passkeys.js", ...page, handler: passkeyScript },
    { method: "GET", path: "/hub/assets/theme.css", ...page, handler: themeStyles },
    { method: "GET", path: "/hub/assets/logo.svg", ...page, handler: themeLogo },
    { method: "GET", path: "/hub/assets/fonts/:id.woff2", ...page, handler: font },
    { method: "GET", path: STEP, ...step, handler: signInStep },
    { method: "POST", path: `${STEP}/sign-in`, ...step, handler: submitSignIn },
    { method: "POST", path: `${STEP}/second-factor`, ...step, handler: submitSecondFactor },
    { method: "POST", path: `${STEP}/passkey`, ...step, handler: submitPasskey },
    { method: "POST", path: `${STEP}/passkey/options`, ...step, handler: passkeyOptions },
    { method: "POST", path: `${STEP}/keep`, ...step, handler: submitKeep },
    { method: "POST", path: `${STEP}/consent`, ...step, handler: submitConsent },
    { method: "GET", path: `${STEP}/sign-up`, ...step, handler: accountForm("sign-up") },
    { method: "POST", path: `${STEP}/sign-up`, ...step, handler: submitAccountForm("sign-up") },
    { method: "GET", path: `${STEP}/forgot`, ...step, handler: accountForm("forgot") },
    { method: "POST", path: `${STEP}/forgot`, ...step, handler: submitAccountForm("forgot") },
    { method: "GET", path: `${STEP}/sent`, ...step, handler: mailSent },
    { method: "GET", path: `${STEP}/confirm`, ...step, handler: passwordForm("confirm") },
    { method: "POST", path: `${STEP}/confirm`, ...step, handler: submitPassword("confirm") },
    { method: "GET", path: `${STEP}/reset`, ...step, handler: passwordForm("reset") },
    { method: "POST", path: `${STEP}/reset`, ...step, handler: submitPassword("reset") },
    { method: "GET", path: `${STEP}/done`, ...step, handler: passwordDone },
    { method: "GET", path: "/hub/address/confirm", ...step, handler: addressPage("confirm") },
    { method: "POST", path: "/hub/address/confirm", ...step, handler: submitAddress("confirm") },
    { method: "GET", path: "/hub/address/undo", ...step, handler: addressPage("undo") },
    { method: "POST", path: "/hub/address/undo", ...step, handler: submitAddress("undo") },
    { method: "GET", path: `${STEP}/with/:providerId`, ...step, handler: beginOutside },
    { method: "GET", path: `${STEP}/outside`, ...step, handler: outsideStep },
    { method: "POST", path: `${STEP}/outside/create`, ...step, handler: createOutside },
    { method: "POST", path: `${STEP}/outside/link`, ...step, handler: linkOutside },
    { method: "GET", path: "/hub/providers/:providerId/callback", ...step, handler: outsideCallback },
    { method: "GET", path: "/hub/providers/:providerId/link", ...step, handler: linkStep },
    { method: "GET", path: "/hub/passkeys/new", ...step, handler: newPasskeyPage },
    { method: "POST", path: "/hub/passkeys/new", ...step, handler: submitNewPasskey },
    { method: "POST", path: "/hub/passkeys/new/options", ...step, handler: newPasskeyOptions },
    { method: "GET", path: "/hub/sign-out", ...step, handler: signOutStep },
    { method: "GET", path: "/hub/signed-out", ...step, handler: signedOutStep },
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
