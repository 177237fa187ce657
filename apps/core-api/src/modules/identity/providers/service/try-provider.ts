import type { TrialFinding, tryProviderInput } from "@archipel/contracts/identity-providers.ts";
import type { ServerMetadata } from "openid-client";
import type { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { OutsideError } from "../../../../kernel/outside-fetch.ts";
import { DiscoveryError, discover, outsideFetchOf } from "./configuration.ts";

type Draft = z.infer<typeof tryProviderInput>;
type Code = TrialFinding["code"];

const fault = (code: Code, params: Record<string, string> = {}): TrialFinding => ({ level: "fault", code, params });
const advice = (code: Code, params: Record<string, string> = {}): TrialFinding => ({ level: "advice", code, params });

/** Reads what a provider publishes, and compares it with the settings: whatever is found says how to repair it. Nothing is stored. */
export async function tryProvider(core: Core, draft: Draft): Promise<TrialFinding[]> {
  let server: ServerMetadata;
  try {
    server = await discover(core, draft.issuer);
  } catch (error) {
    if (error instanceof DiscoveryError) return [fault(error.fault, error.params)];
    throw error;
  }
  const found = [...compared(server, draft), ...(await keysOf(core, server))];
  return found.some(({ level }) => level === "fault")
    ? found
    : [...found, { level: "good", code: "works", params: { issuer: draft.issuer } }];
}

const wordsOf = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : null;

/** What the published document says against the settings. */
function compared(server: ServerMetadata, draft: Draft): TrialFinding[] {
  const { scopes_supported, acr_values_supported, code_challenge_methods_supported } = server;
  const found: TrialFinding[] = [];
  if (!(wordsOf(server.response_types_supported) ?? ["code"]).includes("code") || !server.authorization_endpoint || !server.token_endpoint)
    found.push(fault("no-code"));
  if (!server.userinfo_endpoint) found.push(draft.userinfoAlgorithm ? fault("no-userinfo") : advice("no-userinfo"));
  const scopes = wordsOf(scopes_supported);
  for (const scope of draft.scopes) if (scopes && !scopes.includes(scope)) found.push(fault("scope-unknown", { scope }));
  const hasPkce = (wordsOf(code_challenge_methods_supported) ?? []).includes("S256");
  if (draft.usesPkce && !hasPkce) found.push(fault("pkce-unknown"));
  if (!draft.usesPkce && hasPkce) found.push(advice("pkce-possible"));
  const auth = draft.clientAuth === "post" ? "client_secret_post" : "client_secret_basic";
  if (!(wordsOf(server.token_endpoint_auth_methods_supported) ?? ["client_secret_basic"]).includes(auth)) found.push(fault("auth-unknown"));
  const algorithms = wordsOf(server.userinfo_signing_alg_values_supported) ?? [];
  if (draft.userinfoAlgorithm && !algorithms.includes(draft.userinfoAlgorithm))
    found.push(fault("algorithm-unknown", { algorithm: draft.userinfoAlgorithm }));
  if ((draft.wantsAmr || draft.wantedAcr.length > 0) && server.claims_parameter_supported !== true) found.push(advice("claims-unknown"));
  const levels = wordsOf(acr_values_supported);
  for (const acr of draft.wantedAcr) if (levels && !levels.includes(acr)) found.push(advice("acr-unknown", { acr }));
  if (!server.end_session_endpoint) found.push(advice("no-sign-out"));
  return found;
}

/** Without keys, no signature could be checked. */
async function keysOf(core: Core, { jwks_uri: address }: ServerMetadata): Promise<TrialFinding[]> {
  if (!address || !URL.canParse(address)) return [fault("no-keys", { address: "jwks_uri" })];
  try {
    const response = await outsideFetchOf(core)(address, { headers: { accept: "application/json" } });
    const document: unknown = response.status === 200 ? await response.json().catch(() => null) : null;
    const keys = typeof document === "object" && document !== null && "keys" in document ? document.keys : null;
    return Array.isArray(keys) && keys.length > 0 ? [] : [fault("no-keys", { address })];
  } catch (error) {
    if (error instanceof OutsideError) return [fault(error.fault, { host: error.host })];
    throw error;
  }
}
