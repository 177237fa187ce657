import { calculatePKCECodeChallenge, randomPKCECodeVerifier } from "openid-client";
import type { Core } from "../../../../kernel/core.ts";
import { seal } from "../../../../kernel/sealed.ts";
import { claimsParameter, hashOf, newSecret } from "../policy.ts";
import { insertSignIn, type ProviderRow, providerRow, signInRow, updateSignIn } from "../queries.ts";
import { configurationOf, DiscoveryError, providerKeyOf, redirectUriOf } from "./configuration.ts";

/** Time at the provider: a password, a second step, perhaps a forgotten password. */
const SIGN_IN_MS = 15 * 60_000;

export type Begun = { outcome: "begun"; url: URL } | { outcome: "unavailable"; name: unknown } | { outcome: "unknown" };

interface Begin {
  providerId: string;
  /** The sign-in at the hub. */
  step: string;
  /** The site that the person comes from. */
  clientId: string;
  /** What the browser keeps in a cookie: the answer counts in it alone. */
  browserSecret: string;
}

/** Begins a sign-in at a provider. @returns the address at the provider to which the browser goes */
export async function beginAtProvider(core: Core, { providerId, step, clientId, browserSecret }: Begin): Promise<Begun> {
  const provider = await core.database.withSystem((tx) => providerRow(tx, providerId));
  if (!provider?.isOn) return { outcome: "unknown" };
  const asked = await requestTo(core, provider);
  if (!asked) return { outcome: "unavailable", name: provider.name };
  const { url, state, sealedSecret } = asked;
  await core.database.withSystem((tx) =>
    insertSignIn(tx, {
      ...{ providerId, step, clientId, sealedSecret, userId: null, stateHash: hashOf(state), browserHash: hashOf(browserSecret) },
      expiresAt: new Date(Date.now() + SIGN_IN_MS),
    }),
  );
  return { outcome: "begun", url };
}

/** Goes on with the link of an identity that a person began on the account page (`beginLink`). */
export async function beginLinkAtProvider(core: Core, signInId: string, browserSecret: string): Promise<Begun> {
  const row = await core.database.withSystem((tx) => signInRow(tx, signInId));
  if (!row?.provider.isOn) return { outcome: "unknown" };
  const asked = await requestTo(core, row.provider);
  if (!asked) return { outcome: "unavailable", name: row.provider.name };
  const { url, state, sealedSecret } = asked;
  const expiresAt = new Date(Date.now() + SIGN_IN_MS);
  await core.database.withSystem((tx) =>
    updateSignIn(tx, signInId, { sealedSecret, stateHash: hashOf(state), browserHash: hashOf(browserSecret), expiresAt }),
  );
  return { outcome: "begun", url };
}

/**
 * The request to a provider, with no parameter besides those that every provider lists. Null when it does not answer.
 * State and nonce have 43 letters each.
 */
async function requestTo(core: Core, provider: ProviderRow) {
  try {
    const configuration = await configurationOf(core, provider);
    const endpoint = configuration.serverMetadata().authorization_endpoint;
    if (!endpoint || !mayOpen(core, endpoint)) return null;
    const [state, nonce] = [newSecret(), newSecret()];
    const verifier = provider.usesPkce ? randomPKCECodeVerifier() : null;
    const claims = claimsParameter(provider);
    const url = new URL(endpoint);
    const parameters = {
      client_id: provider.clientId,
      redirect_uri: redirectUriOf(core, provider.id),
      response_type: "code",
      scope: ["openid", ...provider.scopes.filter((scope) => scope !== "openid")].join(" "),
      state,
      nonce,
      ...(verifier && { code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" }),
      ...(claims && { claims }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return { url, state, sealedSecret: seal(providerKeyOf(core), JSON.stringify({ nonce, verifier })) };
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    core.log.warn({ provider: provider.id, fault: error.fault, ...error.params }, "identity provider cannot be read");
    return null;
  }
}

/** Where browsers may be sent: a published document must not name `javascript:` or a plain page. */
export function mayOpen({ env }: Pick<Core, "env">, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && env.SIGN_IN_INTERNAL_HOSTS.includes(host));
}
