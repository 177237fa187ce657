import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { readCode, type SignedAnswer } from "@archipel/signatures/code.ts";
import { assertInForce, openCompact, SignatureError } from "@archipel/signatures/compact.ts";
import { anonymous } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { placeAsked } from "../links/service.ts";
import { fingerprintOf } from "../policy/fingerprint.ts";
import { publishedKeys } from "../signing/service.ts";
import { reportAt } from "./report.ts";

/** The portal that a code names, before anyone knows whether the code is authentic. */
export function portalOfCode(code: string): string {
  const content = code.includes(".") ? Buffer.from(code.split(".")[1] ?? "", "base64url") : olderParts(code).content;
  return readAnswer(content).portalId;
}

function readAnswer(content: Buffer): SignedAnswer {
  const answer = readCode(content);
  if (answer === null) throw new DomainError("not-found", "verify-invalid");
  return answer;
}

/** @throws DomainError unless we signed it */
async function answerIn(core: Core, code: string): Promise<SignedAnswer> {
  if (!code.includes(".")) return olderAnswer(core, code);
  try {
    const { content, key } = await openCompact(code, await publishedKeys(core));
    const answer = readAnswer(Buffer.from(content));
    assertInForce(key, Math.floor(Date.parse(answer.createdAt) / 1000));
    return answer;
  } catch (error) {
    if (error instanceof SignatureError) throw new DomainError("not-found", "verify-invalid");
    throw error;
  }
}

const OLDER_SIGNATURE_BYTES = 16;

/** Codes of papers that were printed before answers had public keys: each portal had a secret of its own. */
function olderAnswer({ env }: Core, code: string): SignedAnswer {
  const { content, signature } = olderParts(code);
  const answer = readAnswer(content);
  const key = Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", `answer-verify ${answer.portalId}`, 32));
  const expected = createHmac("sha256", key).update(content).digest().subarray(0, OLDER_SIGNATURE_BYTES);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) throw new DomainError("not-found", "verify-invalid");
  return answer;
}

function olderParts(code: string): { content: Buffer; signature: Buffer } {
  const bytes = Buffer.from(code, "base64url");
  return { content: bytes.subarray(0, -OLDER_SIGNATURE_BYTES), signature: bytes.subarray(-OLDER_SIGNATURE_BYTES) };
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
 * Computes the answer of a code again, as a visitor would get it, and compares. Nothing is stored.
 *
 * @throws DomainError `verify-invalid` when we did not write the token; those of a report when its place or portal is gone
 */
export async function verifyReport(core: Core, code: string): Promise<Verification> {
  const answer = await answerIn(core, code);
  const { portalId, locale, createdAt, asked } = answer;
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
