import { createUser } from "@archipel/testing/factories.ts";
import { relyingParty } from "../modules/identity/passkeys/policy.ts";
import { issueCode } from "../modules/identity/service/one-time-codes.ts";
import { makePasskey, signWith } from "./authenticator.ts";
import type { AddressOf } from "./route-addresses.ts";
import { fromHub, HubBrowser, type RouteWorld, signedInBrowser } from "./route-world.ts";

/** Addresses of passkeys: each call comes from a browser with an authenticator in software. */

const originOf = ({ core }: RouteWorld) => relyingParty(core.env)?.origin ?? "";

/** A form of the hub's pages. */
const form = (browser: HubBrowser, values: Record<string, string>) => ({
  headers: { cookie: browser.cookie, ...fromHub },
  body: new URLSearchParams(values),
});

let questions = 0;
/** What the hub asks to make or to sign. Each question comes from a network of its own, whose tries are not used up. */
async function asked<Options>({ url }: RouteWorld, browser: HubBrowser, address: string, values: Record<string, string>): Promise<Options> {
  questions += 1;
  const { headers, body } = form(browser, values);
  const network = { "x-forwarded-for": `198.51.100.${questions % 250}` };
  const response = await fetch(new URL(address, url), { method: "POST", headers: { ...headers, ...network }, body });
  return (await response.json()) as Options;
}

const signIn: AddressOf = async (world) => {
  const { id: userId } = await createUser(world.database);
  const browser = new HubBrowser(world);
  const step = await browser.beginAtPortal();
  const user = { id: Buffer.from(userId.replaceAll("-", ""), "hex").toString("base64url") };
  const { passkey } = makePasskey({ challenge: "AAAA", rp: { id: "localhost" }, user }, originOf(world));
  const publicCose = passkey.publicCose;
  await world.database.withSystem(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { emailVerifiedAt: new Date() } });
    await tx.passkey.create({ data: { userId, credentialId: passkey.id, publicCose, name: "x" } });
  });
  const options = await asked<Parameters<typeof signWith>[1]>(world, browser, `${step}/passkey/options`, {});
  return { url: `${step}/passkey`, ...form(browser, { signed: signWith(passkey, options, originOf(world)) }) };
};

/** A browser with a session, and the ticket to add a passkey. */
async function addsPasskey(world: RouteWorld): Promise<{ browser: HubBrowser; ticket: string }> {
  const { userId, browser } = await signedInBrowser(world);
  const ticket = await world.database.withSystem(async (tx) => {
    // A person may only have a few.
    await tx.passkey.deleteMany({ where: { userId } });
    return issueCode(tx, userId, "passkey");
  });
  return { browser, ticket };
}

export const passkeyAddresses: Readonly<Record<string, AddressOf>> = {
  "GET /hub/assets/passkeys.js": () => ({ url: "/hub/assets/passkeys.js" }),
  "POST /hub/steps/:uid/passkey": signIn,
  "POST /hub/steps/:uid/passkey/options": async (world) => {
    const browser = new HubBrowser(world);
    return { url: `${await browser.beginAtPortal()}/passkey/options`, ...form(browser, {}) };
  },
  "GET /hub/passkeys/new": async (world) => {
    const { browser, ticket } = await addsPasskey(world);
    return { url: `/hub/passkeys/new?ticket=${ticket}`, headers: { cookie: browser.cookie } };
  },
  "POST /hub/passkeys/new/options": async (world) => {
    const { browser, ticket } = await addsPasskey(world);
    return { url: "/hub/passkeys/new/options", ...form(browser, { ticket }) };
  },
  "POST /hub/passkeys/new": async (world) => {
    const { browser, ticket } = await addsPasskey(world);
    const options = await asked<Parameters<typeof makePasskey>[0]>(world, browser, "/hub/passkeys/new/options", { ticket });
    const { sent } = makePasskey(options, originOf(world));
    return { url: "/hub/passkeys/new", ...form(browser, { ticket, signed: sent, name: "x" }) };
  },
};
