import { decode } from "next-auth/jwt";
import { sessionCookieName } from "./auth-options.ts";
import { cookieSecretOf } from "./client-keys.ts";
import { type SessionSettings, siteKey } from "./settings.ts";
import type { Site } from "./site.ts";

/** The cookies of a `Cookie` header. A malformed value is kept unchanged: it will not decrypt. */
export function parseCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(/;\s*/).filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      const [name, value] = at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
      try {
        return [name, decodeURIComponent(value)];
      } catch {
        return [name, value];
      }
    }),
  );
}

/** The access token inside a site's session cookie; null without a cookie, or for one of another site, expired or changed. */
export async function accessTokenIn(
  settings: SessionSettings,
  site: Site,
  cookies: Readonly<Record<string, string>>,
): Promise<string | null> {
  const value = joinChunks(cookies, sessionCookieName(site));
  if (!value) return null;
  try {
    const claims = await decode({ token: value, secret: cookieSecretOf(siteKey(settings), site.clientId) });
    return typeof claims?.accessToken === "string" ? claims.accessToken : null;
  } catch {
    return null;
  }
}

/** next-auth splits a long cookie into `name.0`, `name.1`… */
function joinChunks(cookies: Readonly<Record<string, string>>, name: string): string {
  if (cookies[name]) return cookies[name];
  let value = "";
  for (let part = 0; cookies[`${name}.${part}`]; part++) value += cookies[`${name}.${part}`];
  return value;
}

/** `Set-Cookie` values that end the session on this site, chunks included. */
export function clearSessionCookies(site: Site, cookies: Readonly<Record<string, string>>): string[] {
  const name = sessionCookieName(site);
  const secure = site.origin.startsWith("https:") ? "; Secure" : "";
  const present = Object.keys(cookies).filter((cookie) => cookie === name || cookie.startsWith(`${name}.`));
  return present.map((cookie) => `${cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`);
}
