import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

/** An authenticator in software (WebAuthn Level 3, ES256): makes passkeys and signs, honestly or not. */

export interface SoftPasskey {
  id: string;
  userHandle: string;
  privateKey: KeyObject;
  /** The public half, as COSE. */
  publicCose: Buffer<ArrayBuffer>;
  rpId: string;
  counter: number;
}

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const base64url = (data: Buffer | string) => Buffer.from(data).toString("base64url");

/** What an attack changes of an honest ceremony. */
export interface Deviation {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  isVerified?: boolean;
  isPresent?: boolean;
  counter?: number;
  userHandle?: string;
  id?: string;
  /** Signs with the key of another passkey. */
  signedBy?: SoftPasskey;
  /** Says which device made the passkey; absent: it does not say. */
  attest?: (made: Made) => Attestation;
}

/** What an attestation is about. */
export interface Made {
  publicKey: KeyObject;
  clientDataHash: Buffer;
}
export interface Attestation {
  format: string;
  statement: Map<string, unknown>;
}

interface CreationOptions {
  challenge: string;
  rp: { id?: string };
  user: { id: string };
}
interface RequestOptions {
  challenge: string;
  rpId?: string;
}

/** Makes a passkey, and what the browser sends about it. */
export function makePasskey(options: CreationOptions, origin: string, change: Deviation = {}): { passkey: SoftPasskey; sent: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = change.id === undefined ? randomBytes(32) : Buffer.from(change.id, "base64url");
  const rpId = change.rpId ?? options.rp.id ?? "";
  const publicCose = coseOf(publicKey);
  const passkey = { id: base64url(id), userHandle: options.user.id, privateKey, publicCose, rpId, counter: change.counter ?? 0 };
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const authData = Buffer.concat([dataOf(rpId, 0x40, passkey.counter, change), Buffer.alloc(16), length, id, publicCose]);
  const clientDataJSON = clientData(change.type ?? "webauthn.create", options.challenge, origin, change);
  const about = { publicKey, clientDataHash: sha256(Buffer.from(clientDataJSON, "base64url")) };
  const { format, statement } = change.attest?.(about) ?? { format: "none", statement: new Map() };
  const attestationObject = new Map<string, unknown>([
    ["fmt", format],
    ["attStmt", statement],
    ["authData", new Uint8Array(authData)],
  ]);
  const response = {
    clientDataJSON,
    attestationObject: base64url(Buffer.from(isoCBOR.encode(attestationObject as Parameters<typeof isoCBOR.encode>[0]))),
    transports: ["internal"],
  };
  const sent = { id: passkey.id, rawId: passkey.id, type: "public-key", clientExtensionResults: {}, response };
  return { passkey, sent: JSON.stringify(sent) };
}

/** What the browser sends after a signature; the counter rises. */
export function signWith(passkey: SoftPasskey, options: RequestOptions, origin: string, change: Deviation = {}): string {
  passkey.counter += passkey.counter > 0 ? 1 : 0;
  const authenticatorData = dataOf(change.rpId ?? options.rpId ?? "", 0, change.counter ?? passkey.counter, change);
  const clientDataJSON = clientData(change.type ?? "webauthn.get", options.challenge, origin, change);
  const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, "base64url"))]);
  const signature = sign("sha256", signed, (change.signedBy ?? passkey).privateKey);
  const id = change.id ?? passkey.id;
  return JSON.stringify({
    ...{ id, rawId: id, type: "public-key", clientExtensionResults: {} },
    response: {
      clientDataJSON,
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
      userHandle: change.userHandle ?? passkey.userHandle,
    },
  });
}

function clientData(type: string, challenge: string, origin: string, change: Deviation): string {
  const said = {
    type,
    challenge: change.challenge ?? challenge,
    origin: change.origin ?? origin,
    crossOrigin: change.crossOrigin ?? false,
  };
  return base64url(JSON.stringify(said));
}

/** The hash of the host, the flags of presence (1) and verification (4), and the counter. */
function dataOf(rpId: string, flags: number, counter: number, { isPresent = true, isVerified = true }: Deviation): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8(flags | (isPresent ? 1 : 0) | (isVerified ? 4 : 0));
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), rest]);
}

/** {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y} in CBOR. */
function coseOf(publicKey: KeyObject): Buffer<ArrayBuffer> {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const point = (text: string) => Buffer.concat([Buffer.from("5820", "hex"), Buffer.from(text, "base64url")]);
  return Buffer.concat([Buffer.from("a5010203262001", "hex"), Buffer.from("21", "hex"), point(x), Buffer.from("22", "hex"), point(y)]);
}
