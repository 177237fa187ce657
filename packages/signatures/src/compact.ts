import { base64url, CompactSign, compactVerify, decodeProtectedHeader, importJWK } from "jose";
import type { KeySet, PublicKey, Signer } from "./keys.ts";

/** Why a signature says nothing. `changed`: it is not the one of this content. `later`: its key had been replaced before that moment. */
export type SignatureProblem = "unreadable" | "unknown-key" | "changed" | "later";

export class SignatureError extends Error {
  readonly problem: SignatureProblem;
  constructor(problem: SignatureProblem) {
    super(`the signature is not good: ${problem}`);
    this.problem = problem;
  }
}

/** A content and its signature as a JWS in compact form (RFC 7515, EdDSA). The same content and key give the same text. */
export function signCompact(content: Uint8Array, { kid, key }: Signer): Promise<string> {
  return new CompactSign(content).setProtectedHeader({ alg: "EdDSA", kid }).sign(key);
}

/**
 * The content of a JWS, when one of the keys signed it.
 *
 * @throws SignatureError unless it did, and for a text that says the same in other letters: only one text is the signed one
 */
export async function openCompact(jws: string, { keys }: KeySet): Promise<{ content: Uint8Array; key: PublicKey }> {
  const key = keys.find(({ kid }) => kid === kidOf(jws));
  if (!key) throw new SignatureError("unknown-key");
  if (!jws.split(".").every(isOnlyText)) throw new SignatureError("unreadable");
  try {
    const { payload } = await compactVerify(jws, await importJWK(key, "EdDSA"), { algorithms: ["EdDSA"] });
    return { content: payload, key };
  } catch {
    throw new SignatureError("changed");
  }
}

/** @throws SignatureError later — when the key had been replaced at that moment */
export function assertInForce({ exp }: PublicKey, atSeconds: number): void {
  if (exp !== undefined && atSeconds > exp) throw new SignatureError("later");
}

/** The last letter of base64url has bits that say nothing: other letters would say the same. */
function isOnlyText(part: string): boolean {
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

function kidOf(jws: string): string {
  try {
    const { alg, kid, ...others } = decodeProtectedHeader(jws);
    if (alg === "EdDSA" && typeof kid === "string" && Object.keys(others).length === 0) return kid;
  } catch {
    // Said below.
  }
  throw new SignatureError("unreadable");
}
