import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from "jose";
import { z } from "zod";

/**
 * A public key that answers were signed with (RFC 8037). `iat` and `exp` say when it was made and when it was replaced, in seconds, as in the
 * historical keys of OpenID Federation: signatures from before `exp` stay good.
 */
export const publicKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().regex(/^[\w-]{43}$/),
  kid: z.string().min(1).max(64),
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
  iat: z.int().nonnegative(),
  exp: z.int().nonnegative().optional(),
});
export type PublicKey = z.infer<typeof publicKey>;

/** What is published at `/.well-known/answer-keys.json`, and what anybody can keep to check answers without the platform. */
export const keySet = z.object({ keys: z.array(publicKey).max(1000) });
export type KeySet = z.infer<typeof keySet>;

const privateJwk = z.object({ ...publicKey.pick({ kty: true, crv: true, x: true }).shape, d: z.string() });
export type PrivateJwk = z.infer<typeof privateJwk>;

/** Signs with a private key, and names it. */
export interface Signer {
  kid: string;
  key: CryptoKey | Uint8Array;
}

const KID_LENGTH = 11;

/**
 * A new pair. The key's id is the beginning of its thumbprint (RFC 7638), 66 bits, so that a QR code stays small.
 *
 * @param at the moment of the pair
 */
export async function newKeyPair(at: Date): Promise<{ published: PublicKey; secret: PrivateJwk }> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const secret = privateJwk.parse(await exportJWK(privateKey));
  const kid = (await calculateJwkThumbprint(secret)).slice(0, KID_LENGTH);
  const { kty, crv, x } = secret;
  return { secret, published: { kty, crv, x, kid, alg: "EdDSA", use: "sig", iat: Math.floor(at.getTime() / 1000) } };
}

/** @throws ZodError unless it is a private key of Ed25519 */
export async function signerOf(kid: string, secret: unknown): Promise<Signer> {
  return { kid, key: await importJWK(privateJwk.parse(secret), "EdDSA") };
}
