import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Core } from "./core.ts";

/** A text encrypted with the platform's secret (AES-256-GCM), as the database keeps it; each part in base64url. */
export const sealed = z.object({ iv: z.string(), tag: z.string(), data: z.string() });
export type Sealed = z.infer<typeof sealed>;

/** Derives a separate key for each use from the platform's secret: 32 bytes. */
export function derivedKey({ env }: Pick<Core, "env">, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", use, 32));
}

export function seal(key: Buffer, text: string): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  return { iv: iv.toString("base64url"), tag: cipher.getAuthTag().toString("base64url"), data: data.toString("base64url") };
}

/** @throws Error when it was sealed under another key, or changed */
export function unseal(key: Buffer, { iv, tag, data }: Sealed): string {
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(data, "base64url")), decipher.final()]).toString();
}
