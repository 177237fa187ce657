import Provider, { type Account, type Configuration, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { activeAccount } from "../../modules/identity/service/profile.ts";
import { siteOfClient } from "../../modules/identity/service/sites.ts";
import { noteBrowser } from "../../modules/identity/sessions/service.ts";
import { adapterFactory } from "./adapter.ts";
import { cookieKeys, signingJwk } from "./keys.ts";

/** Lifetime of a hub session and its tokens: a week. Every call checks the token, so a sign-out takes effect at once. */
const SESSION_SECONDS = 7 * 24 * 3600;
/** After this time, a person types the password again, however often they came back. */
const MOST_SESSION_SECONDS = 30 * 24 * 3600;
/** Time to open the mail and return to the same page. */
const INTERACTION_SECONDS = 3600;

/** The pages of the hub that oidc-provider asks for. */
export interface HubPages {
  interactionPath(uid: string): string;
  error(ctx: KoaContextWithOIDC, code: string): Promise<void>;
  confirmSignOut(ctx: KoaContextWithOIDC, xsrf: string): Promise<void>;
  signedOut(ctx: KoaContextWithOIDC): Promise<void>;
}

/** The OIDC server of the platform: code + PKCE only, opaque access tokens that end with their session, no refresh tokens. */
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
    scopes: ["openid"],
    responseTypes: ["code"],
    pkce: { required: () => true },
    // 128 bits of strength. Applications that were registered before read it from their metadata of the provider.
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    enabledJWA: { idTokenSigningAlgValues: ["ES256"] },
    // The code of the invitation that a site's visitor opened (hub/account-steps.ts).
    extraParams: ["invitation"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => pages.confirmSignOut(ctx, /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? ""),
        postLogoutSuccessSource: (ctx) => pages.signedOut(ctx),
      },
    },
    interactions: { policy, url: (_ctx, { uid }) => pages.interactionPath(uid) },
    findAccount: (_ctx, id) => findAccount(core, id),
    loadExistingGrant: (ctx) => existingGrant(core, ctx),
    issueRefreshToken: () => false,
    renderError: (ctx, out) => pages.error(ctx, out.error),
    ttl: {
      AccessToken: SESSION_SECONDS,
      AuthorizationCode: 60,
      Grant: SESSION_SECONDS,
      IdToken: 3600,
      Interaction: INTERACTION_SECONDS,
      Session: SESSION_SECONDS,
    },
  };
  const provider = new Provider(issuer, configuration);
  provider.use(async (ctx, next) => {
    await next();
    const session = ctx.oidc?.entities?.Session;
    const isSignIn = ctx.oidc?.route === "authorization" || ctx.oidc?.route === "resume";
    if (!isSignIn || !session?.accountId || !session.uid || ctx.oidc.result?.error) return;
    await noteBrowser(core, { uid: session.uid, userId: session.accountId, userAgent: ctx.get("user-agent") });
  });
  // The route sets the scheme and host of the issuer on every request.
  provider.proxy = true;
  provider.on("server_error", (_ctx, error) => core.log.error({ err: error }, "identity hub failed"));
  return provider;
}

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
