import { clientSecretOf, siteKeyOf } from "@archipel/session/client-keys.ts";
import * as oidc from "openid-client";
import { expect } from "vitest";
import { bearer } from "./bearer.ts";
import type { Browser } from "./browser.ts";
import { type HubServer, PASSWORD } from "./hub-server.ts";

interface ClientSite {
  clientId: string;
  origin: string;
}

interface Attempt {
  config: oidc.Configuration;
  /** Where a browser starts the sign-in. */
  url: URL;
  verifier: string;
  state: string;
}

export const callbackOf = (site: { origin: string }) => `${site.origin}/api/auth/callback/archipel`;

export function secretOf(hub: HubServer, clientId: string): string {
  return clientSecretOf(siteKeyOf(hub.core.env.ARCHIPEL_SECRET), clientId);
}

/** A sign-in as every OIDC library starts it, from the discovery document: code + PKCE. */
export async function attempt(hub: HubServer, clientId: string, redirectUri: string, secret = secretOf(hub, clientId)): Promise<Attempt> {
  const config = await oidc.discovery(new URL(`${hub.url}/oidc`), clientId, undefined, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
  });
  const verifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid profile email",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
  });
  return { config, url, verifier, state };
}

/** A person signs in by hand; returns the tokens. */
export async function signIn(hub: HubServer, browser: Browser, site: ClientSite, email: string) {
  const { config, url, verifier, state } = await attempt(hub, site.clientId, callbackOf(site));
  let page = await browser.open(url, site.origin);
  if (page.status !== 0) page = await browser.submit(page, "/sign-in", { email, password: PASSWORD }, site.origin);
  expect(page.url.href, page.text).toContain(callbackOf(site));
  return oidc.authorizationCodeGrant(config, page.url, { pkceCodeVerifier: verifier, expectedState: state });
}

/** Whether a site would still treat the person as signed in. */
export async function isAlive(hub: HubServer, token: string): Promise<boolean> {
  return (await fetch(`${hub.url}/hub/session`, { headers: bearer(token) })).status === 200;
}

/** The latest mail to an address, once it arrives. */
export async function mailTo(hub: HubServer, email: string) {
  await expect.poll(() => hub.sentMails.some(({ to }) => to === email), { timeout: 5000 }).toBe(true);
  return hub.sentMails.filter(({ to }) => to === email).at(-1);
}

export function linkIn(text: string | undefined): string {
  return /http:\/\/localhost\S+/.exec(text ?? "")?.[0] ?? "";
}

/** A person with a session changes something of their own account, as the sites do. */
export function callIdentity(hub: HubServer, token: string, procedure: string, input: object): Promise<Response> {
  return fetch(`${hub.url}/trpc/identity.${procedure}`, {
    method: "POST",
    headers: { ...bearer(token), "content-type": "application/json" },
    body: JSON.stringify({ json: input }),
  });
}
