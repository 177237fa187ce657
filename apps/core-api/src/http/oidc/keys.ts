import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { z } from "zod";
import type { Core } from "../../kernel/core.ts";
import { derivedKey, type Sealed, seal, sealed, unseal } from "../../kernel/sealed.ts";
import { storeOnce } from "../../modules/identity/service/oidc-store.ts";

/** Signs the hub's cookies. */
export function cookieKeys(core: Core): string[] {
  return [derivedKey(core, "hub-cookies").toString("base64url")];
}

const privateJwk = z.looseObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string(), d: z.string() });

/**
 * The key that signs id tokens. The first process creates it and stores it in the database, encrypted with the platform's secret, so that all
 * processes and restarts use the same key.
 */
export async function signingJwk(core: Core) {
  const key = derivedKey(core, "hub-signing-key");
  const kept = sealed.parse(await storeOnce(core.database, "SigningKeyES256", () => makeSealedKey(key)));
  let opened: string;
  try {
    opened = unseal(key, kept);
  } catch {
    throw new Error("the signing key in the database was sealed under another ARCHIPEL_SECRET: give this process the same one");
  }
  return { ...privateJwk.parse(JSON.parse(opened)), use: "sig", alg: "ES256" };
}

async function makeSealedKey(key: Buffer): Promise<Sealed> {
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return seal(key, JSON.stringify(privateKey.export({ format: "jwk" })));
}
