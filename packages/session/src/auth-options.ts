import type { AuthOptions } from "next-auth";
import { clientSecretOf, cookieSecretOf } from "./client-keys.ts";
import { type SessionSettings, siteKey } from "./settings.ts";
import type { Site } from "./site.ts";

/** The provider's id, which makes the callback `/api/auth/callback/archipel`. */
export const PROVIDER_ID = "archipel";

/** As long as the hub's own session, which core-api checks at each call anyway. */
const SESSION_SECONDS = 7 * 24 * 3600;

/** `__Host-` binds the cookie to this host and to https; browsers refuse this prefix over plain http (localhost). */
export function sessionCookieName(site: Site): string {
  return `${site.origin.startsWith("https:") ? "__Host-" : ""}archipel.session`;
}

interface Claims {
  sub: string;
  name?: string;
  email?: string;
}

/** next-auth's options for one site: an OIDC client of the hub (code + PKCE + state + nonce), sessions in an encrypted cookie. */
export function authOptions(settings: SessionSettings, site: Site): AuthOptions {
  const key = siteKey(settings);
  const isSecure = site.origin.startsWith("https:");
  const issuer = `${settings.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/oidc`;
  const inner = `${settings.CORE_API_URL}/oidc`;
  const cookie = (name: string, maxAge?: number) => ({
    name: `${isSecure ? "__Host-" : ""}archipel.${name}`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure, ...(maxAge ? { maxAge } : {}) },
  });
  return {
    secret: cookieSecretOf(key, site.clientId),
    useSecureCookies: isSecure,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS, updateAge: SESSION_SECONDS },
    cookies: {
      sessionToken: cookie("session"),
      callbackUrl: cookie("callback"),
      csrfToken: cookie("csrf"),
      pkceCodeVerifier: cookie("pkce", 3600),
      state: cookie("state", 3600),
      nonce: cookie("nonce", 3600),
    },
    pages: { signIn: "/api/session/problem", error: "/api/session/problem" },
    providers: [
      {
        id: PROVIDER_ID,
        name: "Archipel",
        type: "oauth",
        clientId: site.clientId,
        clientSecret: clientSecretOf(key, site.clientId),
        client: { id_token_signed_response_alg: "ES256" },
        issuer,
        // Browsers use the hub's public address; this server uses the internal one.
        authorization: { url: `${issuer}/auth`, params: { scope: "openid profile email" } },
        token: `${inner}/token`,
        jwks_endpoint: `${inner}/jwks`,
        idToken: true,
        checks: ["pkce", "state", "nonce"],
        profile: (claims: Claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
      },
    ],
    callbacks: {
      // The access token stays inside the encrypted cookie and is never part of the session for pages.
      jwt: ({ token, account }) => (account?.access_token ? { ...token, accessToken: account.access_token } : token),
      redirect: ({ url, baseUrl }) => `${baseUrl}${localPath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url)}`,
    },
    logger: { warn: () => {} },
  };
}

/** A path of this site; `/` for anything that could lead to another site. */
export function localPath(path: string | null | undefined): string {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}
