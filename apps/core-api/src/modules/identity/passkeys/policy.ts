import { isIP } from "node:net";
import { passkeyName } from "@archipel/contracts/identity-passkeys.ts";
import { decodeAttestationObject, isoBase64URL, isoCBOR } from "@simplewebauthn/server/helpers";
import { z } from "zod";
import type { Env } from "../../../env.ts";

/** Passkeys of one account. */
export const MOST_PASSKEYS = 10;

/** The hub as passkeys know it: they are bound to its host, and sign for its origin alone. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/** Null where browsers know no passkeys: at an IP address, and without TLS except on this machine. */
export function relyingParty({ ARCHIPEL_PUBLIC_URL }: Pick<Env, "ARCHIPEL_PUBLIC_URL">): RelyingParty | null {
  const { hostname, origin, protocol } = new URL(ARCHIPEL_PUBLIC_URL);
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, "")) !== 0;
  const isSecure = protocol === "https:" || hostname === "localhost" || hostname.endsWith(".localhost");
  return isAddress || !isSecure ? null : { id: hostname, origin };
}

/** What an authenticator keeps as the name of the account: the bytes of its id, which say nothing of the person. */
export function userHandleOf(userId: string): Buffer<ArrayBuffer> {
  return Buffer.from(userId.replaceAll("-", ""), "hex");
}

const encoded = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/);
const common = {
  id: encoded(1400),
  rawId: encoded(1400),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).nullish().catch(null),
};
/** What the browser sends after the signature of a passkey (`AuthenticationResponseJSON`). */
const assertion = z.object({
  ...common,
  response: z.object({
    clientDataJSON: encoded(4000),
    authenticatorData: encoded(4000),
    signature: encoded(2000),
    userHandle: encoded(100).nullish(),
  }),
});
export type Assertion = z.infer<typeof assertion>;

/** What the browser sends with a new passkey (`RegistrationResponseJSON`). */
const attestation = z.object({
  ...common,
  response: z.object({
    clientDataJSON: encoded(4000),
    attestationObject: encoded(10_000),
    transports: z
      .array(z.string().regex(/^[\w-]{1,20}$/))
      .max(10)
      .catch([]),
  }),
});
export type Attestation = z.infer<typeof attestation>;

export const assertionIn = (text: string): Assertion | null => partOf(assertion, text);
export const attestationIn = (text: string): Attestation | null => partOf(attestation, text);

function partOf<Part>(schema: z.ZodType<Part>, text: string): Part | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether a page of another site embeds the page that asked for the signature: the hub's pages are never embedded. */
export function isEmbedded(clientDataJson: string): boolean {
  try {
    const { crossOrigin } = JSON.parse(Buffer.from(clientDataJson, "base64url").toString("utf8")) as { crossOrigin?: unknown };
    return crossOrigin === true;
  } catch {
    return true;
  }
}

/**
 * The same registration without what it says of its device. That would be checked with certificates that anyone can make, and with lists of
 * revoked ones at addresses that these certificates name: core-api would call them.
 *
 * @throws Error for an object that is not CBOR
 */
export function withoutDevice(attestationObject: string): string {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get("authData");
  const plain = new Map<string, string | Uint8Array | Map<string, string>>();
  plain.set("fmt", "none").set("attStmt", new Map<string, string>()).set("authData", authData);
  return isoBase64URL.fromBuffer(new Uint8Array(isoCBOR.encode(plain)));
}

/** A name as typed; the proposed one without a usable one. */
export function nameOrDefault(typed: string, proposed: string): string {
  return passkeyName.safeParse(typed).data ?? passkeyName.parse(proposed);
}
