import { email as emailSchema } from "@archipel/contracts/text.ts";
import { authorizationCodeGrant, type Configuration, fetchUserInfo } from "openid-client";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { seal, sealed, unseal } from "../../../../kernel/sealed.ts";
import { type Claims, hashOf, isSecondStep, nameOf } from "../policy.ts";
import { deleteSignIn, type ProviderRow, redeemState, signInRow, updateSignIn } from "../queries.ts";
import { configurationOf, DiscoveryError, providerKeyOf, redirectUriOf } from "./configuration.ts";

/** Time to decide on the hub's page, and to sign in to an account that exists. */
const DECISION_MS = 30 * 60_000;
/** OpenID Connect Core 1.0, section 2. */
const LONGEST_SUBJECT = 255;

export type Received =
  /** The provider said who it is. `step` is null for the link of an identity. */
  | { outcome: "arrived"; signInId: string; step: string | null; clientId: string; userId: string | null }
  /** The person or the provider refused. */
  | { outcome: "refused"; step: string | null; clientId: string }
  /** The provider does not answer, or its answer is not valid. */
  | { outcome: "failed"; step: string | null; clientId: string; name: unknown }
  /** No sign-in of this browser: too late, used, or begun elsewhere. */
  | { outcome: "expired" };

interface Answer {
  providerId: string;
  query: URLSearchParams;
  browserSecret: string;
}

/** Takes the answer of a provider: one use of its state, in the browser that began; then code, tokens and user information, all checked. */
export async function receiveFromProvider(core: Core, { providerId, query, browserSecret }: Answer): Promise<Received> {
  if (browserSecret === "") return { outcome: "expired" };
  const state = query.get("state") ?? "";
  const redeemed = { providerId, stateHash: hashOf(state), browserHash: hashOf(browserSecret) };
  const row = await core.database.withSystem(async (tx) => {
    const id = await redeemState(tx, redeemed);
    return id === null ? null : signInRow(tx, id);
  });
  if (!row?.provider.isOn) return { outcome: "expired" };
  const { id: signInId, step, clientId, provider, userId } = row;
  const error = query.get("error");
  if (error !== null) {
    await core.database.withSystem((tx) => deleteSignIn(tx, signInId));
    const description = query.get("error_description")?.slice(0, 300);
    core.log.warn({ provider: providerId, error: error.slice(0, 100), description }, "identity provider refused a sign-in");
    return error === "access_denied" ? { outcome: "refused", step, clientId } : { outcome: "failed", step, clientId, name: provider.name };
  }
  try {
    const kept = secrets.parse(JSON.parse(unseal(providerKeyOf(core), sealed.parse(row.sealedSecret))));
    const said = await claimsOf(core, provider, query, { ...kept, state });
    await core.database.withSystem((tx) => updateSignIn(tx, signInId, { ...said, expiresAt: new Date(Date.now() + DECISION_MS) }));
    return { outcome: "arrived", signInId, step, clientId, userId };
  } catch (caught) {
    await core.database.withSystem((tx) => deleteSignIn(tx, signInId));
    core.log.warn({ err: reasonOf(caught), provider: providerId }, "answer of an identity provider is not valid");
    return { outcome: "failed", step, clientId, name: provider.name };
  }
}

const secrets = z.object({ nonce: z.string(), verifier: z.string().nullable() });

/** Exchanges the code and reads the person's claims. */
async function claimsOf(core: Core, provider: ProviderRow, query: URLSearchParams, kept: z.infer<typeof secrets> & { state: string }) {
  const configuration = await configurationOf(core, provider);
  const url = new URL(redirectUriOf(core, provider.id));
  url.search = query.toString();
  const tokens = await authorizationCodeGrant(configuration, url, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    idTokenExpected: true,
    ...(kept.verifier !== null && { pkceCodeVerifier: kept.verifier }),
  });
  const idClaims = tokens.claims();
  if (!idClaims || !tokens.id_token || idClaims.sub === "" || idClaims.sub.length > LONGEST_SUBJECT)
    throw new Error("the id token has no usable subject");
  const info = await userinfoOf(configuration, provider, tokens.access_token, idClaims.sub);
  const claims: Claims = { ...idClaims, ...info };
  const address = emailSchema.safeParse(claims.email);
  return {
    subject: idClaims.sub,
    email: address.success ? address.data : null,
    isVerified: address.success && claims.email_verified === true,
    name: nameOf(claims),
    // How the person signed in is in the id token alone: it is what this answer was signed for.
    isSecondStep: isSecondStep(idClaims, provider.secondStepValues),
    sealedSecret: seal(providerKeyOf(core), tokens.id_token),
  };
}

async function userinfoOf(configuration: Configuration, provider: ProviderRow, accessToken: string, subject: string): Promise<Claims> {
  if (!configuration.serverMetadata().userinfo_endpoint) return {};
  const info: Claims = await fetchUserInfo(configuration, accessToken, subject);
  // The library checks both only where they are present; a signed answer for another client or of another issuer is no proof.
  if (provider.userinfoAlgorithm !== null && !isMeantForUs(info, provider))
    throw new Error("the signed user information has no iss or aud");
  return info;
}

function isMeantForUs({ iss, aud }: Claims, { issuer, clientId }: ProviderRow): boolean {
  return iss === issuer && [aud].flat().includes(clientId);
}

/** What the log keeps of an error: never a token, which the library adds as a cause. */
function reasonOf(error: unknown) {
  if (error instanceof DiscoveryError) return { message: error.fault, ...error.params };
  if (!(error instanceof Error)) return { message: "unknown" };
  return { message: error.message, ...("code" in error && { code: error.code }), ...("error" in error && { error: error.error }) };
}
