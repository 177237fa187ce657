import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { Attestation, Made } from "./authenticator.ts";

/** Certificates that anybody can make (X.509 in DER), and the attestation of an Android device that carries them. */

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const integer = (value: number) => der(2, Buffer.from([value]));
const enumerated = (value: number) => der(10, Buffer.from([value]));
const octets = (content: Buffer) => der(4, content);
const oid = (hex: string) => der(6, Buffer.from(hex, "hex"));

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const COMMON_NAME = "550403";
const CRL_DISTRIBUTION_POINTS = "551d1f";
const KEY_DESCRIPTION = "2b06010401d679020111";

const nameOf = (text: string) => sequence(der(0x31, sequence(oid(COMMON_NAME), der(12, Buffer.from(text)))));
const timeOf = (text: string) => der(23, Buffer.from(text));
const extension = (id: string, content: Buffer) => sequence(oid(id), octets(content));

/** An address where a reader of the certificate asks whether it was revoked. */
function revokedAt(url: string): Buffer {
  const address = der(0x86, Buffer.from(url));
  return extension(CRL_DISTRIBUTION_POINTS, sequence(sequence(der(0xa0, der(0xa0, address)))));
}

/** What a device says of a key: that it was made for this challenge. */
function keyDescription(challenge: Buffer): Buffer {
  const fields = [integer(3), enumerated(1), integer(4), enumerated(1), octets(challenge), octets(Buffer.alloc(0)), sequence(), sequence()];
  return extension(KEY_DESCRIPTION, sequence(...fields));
}

interface Certificate {
  name: string;
  publicKey: KeyObject;
  issuer: { name: string; privateKey: KeyObject };
  extensions: Buffer[];
}

function certificate({ name, publicKey, issuer, extensions }: Certificate): Buffer {
  const about = sequence(
    der(0xa0, integer(2)),
    integer(1),
    ECDSA_SHA256,
    nameOf(issuer.name),
    sequence(timeOf("200101000000Z"), timeOf("491231235959Z")),
    nameOf(name),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  return sequence(about, ECDSA_SHA256, der(3, Buffer.from([0]), sign("sha256", about, issuer.privateKey)));
}

/** The attestation of a device whose maker is the caller, and whose certificate names an address that its reader asks. */
export const attestedWithAddress =
  (url: string) =>
  ({ publicKey, clientDataHash }: Made): Attestation => {
    const root = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const issuer = { name: "Root", privateKey: root.privateKey };
    const leaf = { name: "Device", publicKey, issuer, extensions: [keyDescription(clientDataHash), revokedAt(url)] };
    const x5c = [certificate(leaf), certificate({ name: "Root", publicKey: root.publicKey, issuer, extensions: [revokedAt(url)] })];
    const statement = new Map<string, unknown>([
      ["alg", -7],
      ["sig", new Uint8Array(70)],
      ["x5c", x5c.map((bytes) => new Uint8Array(bytes))],
    ]);
    return { format: "android-key", statement };
  };
