import { timingSafeEqual } from "node:crypto";
import type { Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { anonymous } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { placeAsked } from "../links/service.ts";
import { fingerprintOf } from "../policy/fingerprint.ts";
import { readToken, type SignedAnswer } from "../policy/verify-token.ts";
import { reportAt } from "./report.ts";
import { SIGNATURE_BYTES, signatureOf } from "./verify-address.ts";

/** The portal that a token names, before anyone knows whether the token is authentic. */
export function portalOfToken(token: string): string {
  return read(token).answer.portalId;
}

function read(token: string): { answer: SignedAnswer; content: Buffer; signature: Buffer } {
  const bytes = Buffer.from(token, "base64url");
  const content = bytes.subarray(0, -SIGNATURE_BYTES);
  const answer = bytes.length > SIGNATURE_BYTES ? readToken(content) : null;
  if (answer === null) throw new DomainError("not-found", "verify-invalid");
  return { answer, content, signature: bytes.subarray(-SIGNATURE_BYTES) };
}

export interface Verification {
  outcome: "unchanged" | "changed" | "incomplete";
  locale: Locale;
  createdAt: string;
  /** As it is today. */
  place: Report["place"];
  asked: SignedAnswer["asked"];
  portalId: string;
  placeChanged: boolean;
  /** The portal answers about other themes than then. */
  themesChanged: boolean;
  changed: { theme: string; title: ThemeAnswer["title"] }[];
}

/**
 * Computes the answer of a token again, as a visitor would get it, and compares. Nothing is stored.
 *
 * @throws DomainError `verify-invalid` when we did not write the token; those of a report when its place or portal is gone
 */
export async function verifyReport(core: Core, token: string): Promise<Verification> {
  const { answer, content, signature } = read(token);
  const { portalId, locale, createdAt, asked } = answer;
  if (!timingSafeEqual(signature, signatureOf(core, portalId, content))) throw new DomainError("not-found", "verify-invalid");
  const report = await reportAt(core, anonymous, { portalId, place: await placeAsked(core, portalId, asked), locale });
  const now = fingerprintOf(report);
  const isSame = now.whole.equals(answer.whole);
  const themesChanged = !now.names.equals(answer.names) || now.themes.length !== answer.themes.length;
  const isDown = report.themes.some(({ reason }) => reason === "sourceDown");
  const changed = themesChanged ? [] : report.themes.filter((_theme, index) => now.themes[index] !== answer.themes[index]);
  return {
    outcome: isSame ? "unchanged" : isDown ? "incomplete" : "changed",
    locale,
    portalId,
    createdAt,
    place: report.place,
    asked,
    placeChanged: !now.place.equals(answer.place),
    themesChanged,
    changed: changed.map(({ theme, title }) => ({ theme, title })),
  };
}
