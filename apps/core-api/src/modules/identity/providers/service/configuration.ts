import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from "openid-client";
import type { Core } from "../../../../kernel/core.ts";
import { fetchOutside, OutsideError, type OutsideFault } from "../../../../kernel/outside-fetch.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { derivedKey, sealed, unseal } from "../../../../kernel/sealed.ts";
import type { ProviderRow } from "../queries.ts";

/** A page of a sign-in waits for it. */
const MOST_MILLISECONDS = 5000;
/** Documents of large providers have some 10 kB; keys with certificates some 50 kB. */
const MOST_BYTES = 512 * 1024;
const REMEMBERED_MS = 15 * 60_000;

/** A provider's answers, read within limits. */
export function outsideFetchOf({ env }: Pick<Core, "env">) {
  const limits = { internalHosts: env.SIGN_IN_INTERNAL_HOSTS, milliseconds: MOST_MILLISECONDS, bytes: MOST_BYTES };
  return (address: string, init: Parameters<typeof fetchOutside>[1] = {}) => fetchOutside(address, init, limits);
}

export type DiscoveryFault = OutsideFault | "no-document" | "other-issuer";

export class DiscoveryError extends Error {
  readonly fault: DiscoveryFault;
  readonly params: Record<string, string>;

  constructor(fault: DiscoveryFault, params: Record<string, string>) {
    super(`discovery: ${fault}`);
    this.name = "DiscoveryError";
    this.fault = fault;
    this.params = params;
  }
}

/**
 * Reads what a provider publishes about itself (OpenID Connect Discovery 1.0).
 *
 * @throws DiscoveryError with what is wrong
 */
export async function discover(core: Pick<Core, "env">, issuer: string): Promise<ServerMetadata> {
  const address = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  let response: Response;
  try {
    response = await outsideFetchOf(core)(address, { headers: { accept: "application/json" } });
  } catch (error) {
    if (error instanceof OutsideError) throw new DiscoveryError(error.fault, { host: error.host });
    throw error;
  }
  const document: unknown = response.status === 200 ? await response.json().catch(() => null) : null;
  if (typeof document !== "object" || document === null || !("issuer" in document) || typeof document.issuer !== "string")
    throw new DiscoveryError("no-document", { address, status: String(response.status) });
  if (document.issuer !== issuer) throw new DiscoveryError("other-issuer", { expected: issuer, found: document.issuer.slice(0, 200) });
  return { ...document, issuer: document.issuer };
}

interface Remembered {
  /** Of the row: a changed setting makes another one. */
  version: number;
  until: number;
  configuration: Promise<Configuration>;
}
const rememberedOf = perCore(() => new Map<string, Remembered>());

/**
 * The client of a provider. The published document and keys are remembered; a failure is not.
 *
 * @throws DiscoveryError
 */
export function configurationOf(core: Core, provider: ProviderRow): Promise<Configuration> {
  const remembered = rememberedOf(core);
  const known = remembered.get(provider.id);
  const version = provider.updatedAt.getTime();
  if (known && known.version === version && known.until > Date.now()) return known.configuration;
  const configuration = makeConfiguration(core, provider);
  remembered.set(provider.id, { version, until: Date.now() + REMEMBERED_MS, configuration });
  configuration.catch(() => remembered.delete(provider.id));
  return configuration;
}

async function makeConfiguration(core: Core, provider: ProviderRow): Promise<Configuration> {
  const server = await discover(core, provider.issuer);
  const secret = unseal(providerKeyOf(core), sealed.parse(provider.sealedSecret));
  const auth = provider.clientAuth === "post" ? ClientSecretPost(secret) : ClientSecretBasic(secret);
  const { userinfoAlgorithm } = provider;
  const configuration = new Configuration(
    server,
    provider.clientId,
    { client_secret: secret, ...(userinfoAlgorithm && { userinfo_signed_response_alg: userinfoAlgorithm }) },
    auth,
  );
  configuration[customFetch] = outsideFetchOf(core);
  configuration.timeout = MOST_MILLISECONDS / 1000;
  // Signatures are checked with the provider's keys even where TLS would do.
  enableNonRepudiationChecks(configuration);
  // The reader refuses http of every host that the operator's setting does not name.
  if (provider.issuer.startsWith("http:")) allowInsecureRequests(configuration);
  return configuration;
}

export function providerKeyOf(core: Pick<Core, "env">): Buffer {
  return derivedKey(core, "sign-in-providers");
}

/** Where the provider sends the browser back: one address for each provider, so that the answer of one never counts as another's. */
export function redirectUriOf({ env }: Pick<Core, "env">, providerId: string): string {
  return `${env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/hub/providers/${providerId}/callback`;
}

export function signedOutUriOf({ env }: Pick<Core, "env">): string {
  return `${env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}/hub/signed-out`;
}
