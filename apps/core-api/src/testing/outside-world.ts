import { randomUUID } from "node:crypto";
import type { ProviderSettings, SignInProvider, WaysIn } from "@archipel/contracts/identity-providers.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { type OutsidePerson, type OutsideProvider, startOutsideProvider } from "@archipel/testing/outside-provider.ts";
import { expect } from "vitest";
import { bearer } from "./bearer.ts";
import { Browser, type Page } from "./browser.ts";
import { type HubServer, startHub } from "./hub-server.ts";
import { attempt, callbackOf, callIdentity, signIn } from "./oidc-client.ts";

export interface OutsideWorld {
  hub: HubServer;
  outside: OutsideProvider;
  /** The provider as the operator's form set it up. */
  provider: SignInProvider;
  portal: { clientId: string; origin: string };
  operator: string;
  /** Changes settings of the provider. */
  set(changes: Partial<ProviderSettings>): Promise<void>;
  stop(): Promise<void>;
}

/** A hub, an operator's session, and a second provider that behaves like ProConnect, set up through the operator's procedure. */
export async function startOutsideWorld(): Promise<OutsideWorld> {
  const port = await freePort("localhost");
  const hub = await startHub({ SIGN_IN_INTERNAL_HOSTS: [`localhost:${port}`] });
  const portal = await hub.addPortal("reef");
  const id = await hub.addPerson("operator@example.org");
  await hub.core.database.withSystem((tx) => tx.user.update({ where: { id }, data: { isOperator: true } }));
  const { access_token: operator } = await signIn(hub, new Browser(), portal, "operator@example.org");
  const settings: ProviderSettings = {
    name: { fr: "Mon ministère", en: "My ministry" },
    issuer: `http://localhost:${port}`,
    clientId: "archipel",
    clientSecret: "a secret that the provider made",
    clientAuth: "post",
    scopes: ["given_name", "usual_name", "email"],
    usesPkce: false,
    userinfoAlgorithm: "RS256",
    wantsAmr: true,
    wantedAcr: [],
    secondStepValues: [],
    emailDomains: [],
    trustsAddresses: false,
    isOn: true,
  };
  const provider = await resultOf<SignInProvider>(
    await callIdentity(hub, operator, "saveProvider", { id: randomUUID(), isNew: true, ...settings }),
  );
  const outside = await startOutsideProvider({ port, redirectUris: [provider.redirectUri], signedOutUris: [provider.signOutUri] });
  let now: ProviderSettings = { ...settings, clientSecret: null };
  return {
    ...{ hub, outside, provider, portal, operator },
    async set(changes) {
      now = { ...now, ...changes };
      const response = await callIdentity(hub, operator, "saveProvider", { id: provider.id, isNew: false, ...now });
      expect(response.status, await response.clone().text()).toBe(200);
      now = { ...now, clientSecret: null };
    },
    async stop() {
      await outside.stop();
      await hub.stop();
    },
  };
}

export async function resultOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: { json: T } } };
  if (!body.result) throw new Error(`the call failed with status ${response.status}: ${JSON.stringify(body)}`);
  return body.result.data.json;
}

/** The sign-in page of the hub, for a person of the portal. */
export async function openSignIn(
  { hub, portal }: OutsideWorld,
  browser: Browser,
): Promise<{ page: Page; finish: (page: Page) => Promise<string> }> {
  const started = await attempt(hub, portal.clientId, callbackOf(portal));
  const page = await browser.open(started.url, portal.origin);
  const { authorizationCodeGrant } = await import("openid-client");
  return {
    page,
    async finish(last) {
      expect(last.url.href, last.text).toContain(callbackOf(portal));
      const tokens = await authorizationCodeGrant(started.config, last.url, {
        pkceCodeVerifier: started.verifier,
        expectedState: started.state,
      });
      return tokens.access_token;
    },
  };
}

/** The link of the sign-in page to the provider. */
export function linkOf(page: Page): URL {
  const href = /<a class="button" href="([^"]+\/with\/[^"]+)"/.exec(page.text)?.[1];
  if (!href) throw new Error(`no link to a provider on ${page.url.href}:\n${page.text.slice(0, 2000)}`);
  return new URL(href.replaceAll("&amp;", "&"), page.url);
}

let count = 0;
/** Someone that the provider alone knows. */
export function newPerson(values: Partial<OutsidePerson> = {}): OutsidePerson {
  const sub = `subject-${++count}`;
  return { sub, email: `${sub}@ministere.example`, email_verified: true, given_name: "Inès", usual_name: "Le Goff", ...values };
}

/** A well-behaved provider with its first settings, and a new person there. */
export async function reset({ outside, set }: OutsideWorld): Promise<void> {
  Object.assign(outside, { person: newPerson(), tampering: {}, delay: 0, isDown: false, asked: [] });
  await set({ isOn: true, emailDomains: [], trustsAddresses: false, secondStepValues: [], wantsAmr: true, usesPkce: false });
}

/** Goes to the provider and back, until a page of the hub or the portal. */
export async function comeBack(world: OutsideWorld, browser = new Browser()) {
  const { page, finish } = await openSignIn(world, browser);
  return { browser, finish, page: await browser.open(linkOf(page), world.portal.origin) };
}

/** Signs a person of the provider in, with a new account if they have none. */
export async function enter(
  world: OutsideWorld,
  person = newPerson(),
): Promise<{ token: string; browser: Browser; person: OutsidePerson }> {
  world.outside.person = person;
  const { page, finish, browser } = await comeBack(world);
  const last = page.status === 0 ? page : await browser.submit(page, "/outside/create", {}, world.portal.origin);
  return { token: await finish(last), browser, person };
}

export async function waysOf({ hub }: OutsideWorld, token: string): Promise<WaysIn> {
  return resultOf<WaysIn>(await fetch(`${hub.url}/trpc/identity.waysIn`, { headers: bearer(token) }));
}
