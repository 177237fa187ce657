import { createHmac, hkdfSync } from "node:crypto";
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Core } from "../../../kernel/core.ts";
import { fingerprintOf } from "../policy/fingerprint.ts";
import { type SignedAnswer, writeToken } from "../policy/verify-token.ts";

export const SIGNATURE_BYTES = 16;

/** Each portal has a key of its own. */
export function signatureOf({ env }: Core, portalId: string, content: Buffer): Buffer {
  const key = Buffer.from(hkdfSync("sha256", env.ARCHIPEL_SECRET, "archipel", `answer-verify ${portalId}`, 32));
  return createHmac("sha256", key).update(content).digest().subarray(0, SIGNATURE_BYTES);
}

/**
 * The address where a report can be verified. Null for a report with layers that not everyone may see, and for a drawn place without a short
 * link, which is too long for an address.
 */
export function verifyAddress(
  core: Core,
  { portalId, place, link = null }: { portalId: string; place: AnswerPlace; link?: string | null | undefined },
  report: Report,
): string | null {
  const asked = shortest(place, link);
  if (report.restricted || asked === null) return null;
  const content = writeToken({ portalId, createdAt: report.createdAt, locale: report.locale, asked, ...fingerprintOf(report) });
  const token = Buffer.concat([content, signatureOf(core, portalId, content)]).toString("base64url");
  return `${new URL(core.env.ARCHIPEL_PUBLIC_URL).origin}/verify?r=${token}`;
}

/** A list of parcels is longer than a link; a point is not, and needs nothing that is kept. */
function shortest(place: AnswerPlace, link: string | null): SignedAnswer["asked"] | null {
  const isLonger =
    place.kind === "drawn" || (place.kind === "parcels" && place.ids.join(",").length > (link?.length ?? Number.POSITIVE_INFINITY));
  if (link !== null && isLonger) return { kind: "link", id: link };
  return place.kind === "drawn" ? null : place;
}
