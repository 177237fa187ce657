import { freePort } from "@archipel/testing/free-ports.mjs";
import { startOutsideProvider } from "@archipel/testing/outside-provider.ts";
import { seal } from "../kernel/sealed.ts";
import { providerKeyOf, redirectUriOf } from "../modules/identity/providers/service/configuration.ts";
import { beginLink } from "../modules/identity/providers/service/ways.ts";
import { demoPassword } from "./permission-world.ts";
import type { AddressOf } from "./route-addresses.ts";
import { fromHub, HubBrowser, type RouteWorld, signedInBrowser } from "./route-world.ts";

/** Addresses of the sign-in at another provider: each call goes there and back as a browser does. */

/** By the core of their world: a matrix passes a copy of the world for each person. */
const providers = new WeakMap<RouteWorld["core"], Promise<string>>();

/** The id of a provider that answers on loopback, started once for the world. */
function providerOf(world: RouteWorld): Promise<string> {
  const known = providers.get(world.core) ?? startProvider(world);
  providers.set(world.core, known);
  return known;
}

async function startProvider({ core, database }: RouteWorld): Promise<string> {
  const port = await freePort("localhost");
  core.env.SIGN_IN_INTERNAL_HOSTS.push(`localhost:${port}`);
  const sealedSecret = seal(providerKeyOf(core), "a secret that the provider made");
  const settings = {
    issuer: `http://localhost:${port}`,
    clientId: "archipel",
    clientAuth: "post",
    usesPkce: false,
    userinfoAlgorithm: "RS256",
  };
  const { id } = await database.withSystem((tx) =>
    tx.signInProvider.create({ data: { ...settings, name: { fr: "x", en: "x" }, sealedSecret, scopes: ["email"], isOn: true } }),
  );
  const outside = await startOutsideProvider({ port, redirectUris: [redirectUriOf(core, id)], isUnheeded: true });
  outside.person = { sub: "someone", email: "someone@ministere.example", email_verified: true };
  return id;
}

/** A browser that comes back from the provider, and the address with which it comes. */
async function onTheWayBack(world: RouteWorld): Promise<{ browser: HubBrowser; step: string; callback: string }> {
  const id = await providerOf(world);
  const browser = new HubBrowser(world);
  const step = await browser.beginAtPortal();
  let address = await browser.open(`${step}/with/${id}`);
  while (!address.startsWith(redirectUriOf(world.core, id))) {
    const next = await browser.open(address, {}, address);
    // The provider's own pages name each other without its origin.
    address = new URL(next, address).href;
  }
  return { browser, step, callback: address };
}

const atStep =
  (page: string, isForm: boolean): AddressOf =>
  async (world) => {
    const { browser, step, callback } = await onTheWayBack(world);
    await browser.open(callback);
    const headers = { cookie: browser.cookie, ...fromHub };
    return { url: `${step}/outside${page}`, headers, ...(isForm && { body: new URLSearchParams() }) };
  };

const link: AddressOf = async (world) => {
  const providerId = await providerOf(world);
  const { userId, browser } = await signedInBrowser(world);
  const person = { userId, isOperator: false, isSuspended: false };
  const address = new URL(await beginLink(world.core, person, { providerId, password: demoPassword, code: "" }, "::1"));
  return { url: `${address.pathname}${address.search}`, headers: { cookie: browser.cookie }, isUsedUp: true };
};

export const outsideAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /hub/steps/:uid/with/:providerId": async (world) => {
    const browser = new HubBrowser(world);
    const url = `${await browser.beginAtPortal()}/with/${await providerOf(world)}`;
    return { url, headers: { cookie: browser.cookie } };
  },
  "GET /hub/providers/:providerId/callback": async (world) => {
    const { browser, callback } = await onTheWayBack(world);
    const { pathname, search } = new URL(callback);
    return { url: pathname + search, headers: { cookie: browser.cookie }, isUsedUp: true };
  },
  "GET /hub/steps/:uid/outside": atStep("", false),
  "POST /hub/steps/:uid/outside/create": atStep("/create", true),
  "POST /hub/steps/:uid/outside/link": atStep("/link", true),
  "GET /hub/providers/:providerId/link": link,
  "GET /hub/sign-out": () => ({ url: "/hub/sign-out?ticket=x" }),
  "GET /hub/signed-out": () => ({ url: "/hub/signed-out?state=x" }),
};
