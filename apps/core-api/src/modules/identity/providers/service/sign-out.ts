import type { Core } from "../../../../kernel/core.ts";
import { sealed, unseal } from "../../../../kernel/sealed.ts";
import { sessionWays } from "../../service/sessions.ts";
import { hashOf, newSecret, signInOfMarks } from "../policy.ts";
import { deleteSignIn, redeemSignOut, signInRow, updateSignIn } from "../queries.ts";
import { mayOpen } from "./begin.ts";
import { configurationOf, DiscoveryError, providerKeyOf, signedOutUriOf } from "./configuration.ts";

/** Time for the browser to go from the site to the hub, and from the provider back. */
const SIGN_OUT_MS = 10 * 60_000;

/**
 * For a session that came from a provider: the address at the hub that ends the session there too. Asked before the session ends. Null for
 * every other session.
 */
export async function signOutAddress(core: Core, accessToken: string): Promise<string | null> {
  const ticket = newSecret();
  const isPrepared = await core.database.withSystem(async (tx) => {
    const id = signInOfMarks(await sessionWays(tx, accessToken));
    const row = id === null ? null : await signInRow(tx, id);
    if (!row?.provider.isOn || row.subject === null) return false;
    await updateSignIn(tx, row.id, { stateHash: hashOf(ticket), expiresAt: new Date(Date.now() + SIGN_OUT_MS) });
    return true;
  });
  if (!isPrepared) return null;
  const address = new URL(`${core.env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/hub/sign-out`);
  address.searchParams.set("ticket", ticket);
  return address.href;
}

/** Where a browser goes next: to the provider, or home to the site that it came from. */
export type SignOut = { outcome: "at-provider"; url: URL } | { outcome: "home"; clientId: string } | { outcome: "expired" };

/** Takes the address of `signOutAddress`, once. A provider that does not answer must not keep the person. */
export async function beginSignOut(core: Core, ticket: string): Promise<SignOut> {
  const row = await core.database.withSystem(async (tx) => {
    const id = await redeemSignOut(tx, hashOf(ticket));
    return id === null ? null : signInRow(tx, id);
  });
  if (!row) return { outcome: "expired" };
  const home: SignOut = { outcome: "home", clientId: row.clientId };
  try {
    const endpoint = (await configurationOf(core, row.provider)).serverMetadata().end_session_endpoint;
    if (!endpoint || !mayOpen(core, endpoint)) return home;
    const state = newSecret();
    const url = new URL(endpoint);
    url.searchParams.set("id_token_hint", unseal(providerKeyOf(core), sealed.parse(row.sealedSecret)));
    url.searchParams.set("state", state);
    url.searchParams.set("post_logout_redirect_uri", signedOutUriOf(core));
    await core.database.withSystem((tx) => updateSignIn(tx, row.id, { stateHash: hashOf(state) }));
    return { outcome: "at-provider", url };
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    core.log.warn({ provider: row.providerId, fault: error.fault }, "identity provider cannot be read at a sign-out");
    return home;
  }
}

/** The browser is back from the provider. @returns the site that the person came from; null for a state that this hub did not make */
export function finishSignOut(core: Core, state: string): Promise<string | null> {
  return core.database.withSystem(async (tx) => {
    const id = await redeemSignOut(tx, hashOf(state));
    const row = id === null ? null : await signInRow(tx, id);
    if (row) await deleteSignIn(tx, row.id);
    return row?.clientId ?? null;
  });
}
