import { createCipheriv, createDecipheriv, generateKeyPair, hkdfSync, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { storeOnce } from "../../modules/identity/service/oidc-store.ts";

/** Derives a separate key for each use from the platform's secret. */
function derivedKey(core: Core, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", core.env.ARCHIPEL_SECRET, "archipel", use, 32));
}

/** Signs the hub's cookies. */
export function cookieKeys(core: Core): string[] {
  return [derivedKey(core, "hub-cookies").toString("base64url")];
}

const sealed = z.object({ iv: z.string(), tag: z.string(), data: z.string() });
const privateJwk = z.looseObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string(), d: z.string() });

/**
 * The key that signs id tokens. The first process creates it and stores it in the database, encrypted with the platform's secret
 * (AES-256-GCM), so that all processes and restarts use the same key.
 */
export async function signingJwk(core: Core) {
  const key = derivedKey(core, "hub-signing-key");
  const kept = sealed.parse(await storeOnce(core.database, "SigningKeyES256", () => makeSealedKey(key)));
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(kept.iv, "base64url"));
  decipher.setAuthTag(Buffer.from(kept.tag, "base64url"));
  let opened: string;
  try {
    opened = Buffer.concat([decipher.update(Buffer.from(kept.data, "base64url")), decipher.final()]).toString();
  } catch {
    throw new Error("the signing key in the database was sealed under another ARCHIPEL_SECRET: give this process the same one");
  }
  return { ...privateJwk.parse(JSON.parse(opened)), use: "sig", alg: "ES256" };
}

async function makeSealedKey(key: Buffer): Promise<z.infer<typeof sealed>> {
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const data = Buffer.concat([cipher.update(JSON.stringify(privateKey.export({ format: "jwk" }))), cipher.final()]);
  return { iv: iv.toString("base64url"), tag: cipher.getAuthTag().toString("base64url"), data: data.toString("base64url") };
}
