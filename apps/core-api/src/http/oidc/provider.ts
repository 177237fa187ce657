import { ALLOWED_DAYS, applicationScope } from "@archipel/contracts/applications.ts";
import { isSiteClient } from "@archipel/session/client-keys.ts";
import Provider, { type Account, type Configuration, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { COMMAND_LINE, COMMAND_LINE_SCOPES } from "../../modules/identity/applications/policy.ts";
import { activeAccount } from "../../modules/identity/service/profile.ts";
import { siteOfClient } from "../../modules/identity/service/sites.ts";
import { noteBrowser } from "../../modules/identity/sessions/service.ts";
import { adapterFactory } from "./adapter.ts";
import { prefixApplicationTokens } from "./application-tokens.ts";
import { asDevice } from "./device-polls.ts";
import { cookieKeys, signingJwk } from "./keys.ts";
import { answerOutages } from "./outages.ts";

/** Lifetime of a hub session and its tokens: a week. Every call checks the token, so a sign-out takes effect at once. */
const SESSION_SECONDS = 7 * 24 * 3600;
/** After this time, a person types the password again, however often they came back. */
const MOST_SESSION_SECONDS = 30 * 24 * 3600;
/** Time to open the mail and return to the same page. */
const INTERACTION_SECONDS = 3600;

/** How long what a person allows lasts. */
const ALLOWED_SECONDS = ALLOWED_DAYS * 24 * 3600;

/** The pages of the hub that oidc-provider asks for. */
export interface HubPages {
  interactionPath(uid: string): string;
  error(ctx: KoaContextWithOIDC, code: string): Promise<void>;
  confirmSignOut(ctx: KoaContextWithOIDC, xsrf: string): Promise<void>;
  signedOut(ctx: KoaContextWithOIDC): Promise<void>;
  askDeviceCode(ctx: KoaContextWithOIDC, xsrf: string, isWrong: boolean): Promise<void>;
  confirmDevice(ctx: KoaContextWithOIDC, xsrf: string, userCode: string): Promise<void>;
  deviceDone(ctx: KoaContextWithOIDC): Promise<void>;
}

/** Access tokens of applications, which refresh them. */
const APPLICATION_TOKEN_SECONDS = 3600;
/** Access tokens of the command line: a long upload ends with the token that it began with. */
const COMMAND_LINE_SECONDS = 8 * 3600;

function tokenSeconds(clientId: string): number {
  if (isSiteClient(clientId)) return SESSION_SECONDS;
  return clientId === COMMAND_LINE ? COMMAND_LINE_SECONDS : APPLICATION_TOKEN_SECONDS;
}

/** Time to type the code of a device on the hub. */
const DEVICE_SECONDS = 600;

/**
 * The OIDC server of the platform: code + PKCE, and the device flow of the command line. Tokens are opaque and end with their session, but those
 * of applications that may act beyond it (`offline_access`): their refresh tokens change with every use, and one used twice ends them all.
 */
export async function createProvider(core: Core, pages: HubPages): Promise<Provider> {
  const issuer = `${core.env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/oidc`;
  const isSecure = issuer.startsWith("https:");
  const cookie = { signed: true, httpOnly: true, sameSite: "lax", secure: isSecure, overwrite: true } as const;
  const policy = interactionPolicy.base();
  // A person suspended while signed in must sign in again, and then gets the error.
  policy
    .get("login")
    ?.checks.add(
      new interactionPolicy.Check(
        "account_inactive",
        "the account is not active",
        (ctx) => Boolean(ctx.oidc.session?.accountId) && !ctx.oidc.account,
      ),
    );

  policy
    .get("login")
    ?.checks.add(
      new interactionPolicy.Check(
        "session_too_old",
        "the password was typed too long ago",
        (ctx) => (ctx.oidc.session?.loginTs ?? 0) + MOST_SESSION_SECONDS < Date.now() / 1000 && Boolean(ctx.oidc.session?.accountId),
      ),
    );

  const configuration: Configuration = {
    adapter: adapterFactory(core),
    jwks: { keys: [await signingJwk(core)] },
    cookies: {
      keys: cookieKeys(core),
      names: hubCookieNames(isSecure),
      long: { ...cookie, path: "/" },
      short: cookie,
    },
    claims: { openid: ["sub"], profile: ["name", "locale"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    scopes: ["openid", "offline_access", ...applicationScope.options.filter((scope) => scope !== "profile"), ...COMMAND_LINE_SCOPES],
    responseTypes: ["code"],
    pkce: { required: () => true },
    // 128 bits of strength. Applications that were registered before read it from their metadata of the provider.
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    // The code of the invitation that a site's visitor opened (hub/account-steps.ts).
    extraParams: ["invitation"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        // 20^8 codes, without vowels: they spell nothing. Tries are limited (routes.ts).
        charset: "base-20",
        mask: "****-****",
        userCodeInputSource: (ctx, form, _out, err) => pages.askDeviceCode(ctx, xsrfIn(form), err !== undefined),
        userCodeConfirmSource: (ctx, form, _client, _info, userCode) => pages.confirmDevice(ctx, xsrfIn(form), userCode),
        successSource: (ctx) => pages.deviceDone(ctx),
      },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => pages.confirmSignOut(ctx, xsrfIn(form)),
        postLogoutSuccessSource: (ctx) => pages.signedOut(ctx),
      },
    },
    interactions: { policy, url: (_ctx, { uid }) => pages.interactionPath(uid) },
    findAccount: (_ctx, id) => findAccount(core, id),
    loadExistingGrant: (ctx) => existingGrant(core, ctx),
    // Pages of the registered addresses. An application with a secret asks from its server.
    clientBasedCORS: (ctx, origin, client) =>
      (ctx.oidc.route === "userinfo" || client.clientAuthMethod === "none") &&
      (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin),
    issueRefreshToken: (_ctx, client, code) =>
      !isSiteClient(client.clientId) && client.grantTypeAllowed("refresh_token") && code.scopes.has("offline_access"),
    rotateRefreshToken: () => true,
    renderError: (ctx, out) => pages.error(ctx, out.error),
    ttl: {
      AccessToken: (_ctx, _token, client) => tokenSeconds(client.clientId),
      DeviceCode: DEVICE_SECONDS,
      RefreshToken: ALLOWED_SECONDS,
      AuthorizationCode: 60,
      Grant: (_ctx, grant) => (isSiteClient(grant.clientId ?? "") ? SESSION_SECONDS : ALLOWED_SECONDS),
      IdToken: 3600,
      Interaction: INTERACTION_SECONDS,
      Session: SESSION_SECONDS,
    },
  };
  const provider = new Provider(issuer, configuration);
  answerOutages(provider);
  provider.use(async (ctx, next) => {
    await next();
    const session = ctx.oidc?.entities?.Session;
    const isSignIn = ctx.oidc?.route === "authorization" || ctx.oidc?.route === "resume";
    if (!isSignIn || !session?.accountId || !session.uid || ctx.oidc.result?.error) return;
    await noteBrowser(core, { uid: session.uid, userId: session.accountId, userAgent: ctx.get("user-agent") });
  });
  prefixApplicationTokens(provider);
  provider.use((ctx, next) => (ctx.path.endsWith("/token") ? asDevice(next) : next()));
  // The route sets the scheme and host of the issuer on every request.
  provider.proxy = true;
  provider.on("server_error", (_ctx, error) => core.log.error({ err: error }, "identity hub failed"));
  return provider;
}

/** The token against forged forms, in the form that oidc-provider writes. */
const xsrfIn = (form: string): string => /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? "";

/** Browsers keep what the prefixes promise: https only and, for the session, this host only. Over plain http they refuse them. */
function hubCookieNames(isSecure: boolean) {
  const [host, secure] = isSecure ? ["__Host-", "__Secure-"] : ["", ""];
  return { session: `${host}archipel.hub`, interaction: `${secure}archipel.hub-step`, resume: `${secure}archipel.hub-resume` };
}

async function findAccount(core: Core, id: string): Promise<Account | undefined> {
  const user = await activeAccount(core, id);
  if (!user) return undefined;
  return {
    accountId: user.id,
    claims: () => ({ sub: user.id, name: user.name, locale: user.locale, email: user.email, email_verified: true }),
  };
}

/** The platform's own sites need no consent: their grant is created here. Other clients get what the person consented to. */
async function existingGrant(core: Core, ctx: KoaContextWithOIDC) {
  const { client, session, account, result, provider } = ctx.oidc;
  if (!client || !session) return undefined;
  const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const grant = grantId ? await provider.Grant.find(grantId) : undefined;
  if (grant && grant.accountId === session.accountId) return grant;
  if (!account || !(await siteOfClient(core, client.clientId))) return undefined;
  const made = new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  made.addOIDCScope("openid profile email");
  await made.save();
  return made;
}
