import { newKeyPair, type PublicKey, type Signer, signerOf } from "../keys.ts";
import type { Statement } from "../statement.ts";

export const MADE_AT = new Date("2026-12-01T08:00:00Z");

/** What is said of an answer, for tests. */
export const sampleStatement: Omit<Statement, "file"> = {
  format: "archipel-answer/1",
  iss: "https://core.example",
  iat: MADE_AT.getTime() / 1000 + 60,
  portal: "0198",
  locale: "fr",
  place: { centre: [-5.33, 46.52], commune: "99001" },
  said: "0".repeat(64),
  layers: [{ id: "zones", version: "4-x" }],
  rules: [{ pack: "fr-plu", version: "2026.1" }],
};

/** The smallest contents that a signature can follow. */
export const sampleContents = {
  json: JSON.stringify({ portal: "Urbanisme", themes: [{ sentence: "On peut construire, avec l’accord de l’architecte." }] }),
  pdf: "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n52\n%%EOF",
} as const;

export async function sampleKey(): Promise<{ published: PublicKey; signer: Signer }> {
  const { published, secret } = await newKeyPair(MADE_AT);
  return { published, signer: await signerOf(published.kid, secret) };
}
