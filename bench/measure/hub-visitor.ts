import { createHash } from "node:crypto";
import { Browser } from "@archipel/core-api/testing/browser.ts";
import { clientSecretOf, siteKeyOf } from "@archipel/session/client-keys.ts";

/** A person at a portal of a running core-api. */
export interface Visitor {
  /** Address of core-api, which is also that of the identity hub. */
  base: string;
  /** Slug of the portal. */
  slug: string;
  email: string;
  password: string;
}

const VERIFIER = "a-verifier-of-the-benchmarks-long-enough-for-PKCE";
const originOf = ({ slug }: Visitor) => `http://${slug}.localhost:3000`;
const callbackOf = (visitor: Visitor) => `${originOf(visitor)}/api/auth/callback/archipel`;

/**
 * The steps of a person at the identity hub, with the password.
 *
 * @returns the code that the portal gets
 */
export async function signInAtHub(visitor: Visitor): Promise<string> {
  const query = new URLSearchParams({
    client_id: `portal-${visitor.slug}`,
    response_type: "code",
    scope: "openid profile email",
    redirect_uri: callbackOf(visitor),
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    state: "x",
  });
  const browser = new Browser();
  const page = await browser.open(`${visitor.base}/oidc/auth?${query}`, originOf(visitor));
  const end = await browser.submit(page, "/sign-in", { email: visitor.email, password: visitor.password }, originOf(visitor));
  const code = end.url.searchParams.get("code");
  if (code === null) throw new Error(`the sign-in ended at ${end.url.href} (${end.status})`);
  return code;
}

/** The access token that the portal gets for a code. `secret` is core-api's `ARCHIPEL_SECRET`. */
export async function tokenOf(visitor: Visitor, code: string, secret: string): Promise<string> {
  const clientId = `portal-${visitor.slug}`;
  const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecretOf(siteKeyOf(secret), clientId))}`).toString("base64");
  const response = await fetch(`${visitor.base}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: callbackOf(visitor), code_verifier: VERIFIER }),
  });
  const answer = (await response.json()) as { access_token?: string };
  if (!answer.access_token) throw new Error(`the token was refused: ${JSON.stringify(answer)}`);
  return answer.access_token;
}
