import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { type SignedAnswer, writeCode } from "@archipel/signatures/code.ts";
import { signCompact } from "@archipel/signatures/compact.ts";
import type { Core } from "../../../kernel/core.ts";
import { fingerprintOf } from "../policy/fingerprint.ts";
import { type AnswerSources, sourcesDigest } from "../signing/policy.ts";
import { signerInUse } from "../signing/service.ts";

interface Asked {
  portalId: string;
  place: AnswerPlace;
  link?: string | null | undefined;
}

/**
 * The address where a report can be verified, of which the code alone is enough to check the signature. Null for a report with layers that not
 * everyone may see, and for a drawn place without a short link, which is too long for an address.
 */
export async function verifyAddress(
  core: Core,
  { portalId, place, link = null }: Asked,
  report: Report,
  made: AnswerSources,
): Promise<string | null> {
  const asked = shortest(place, link);
  if (report.restricted || asked === null) return null;
  const { createdAt, locale } = report;
  const code = writeCode({ portalId, createdAt, locale, asked, ...fingerprintOf(report), sources: sourcesDigest(made).subarray(0, 8) });
  return `${new URL(core.env.ARCHIPEL_PUBLIC_URL).origin}/verify?r=${await signCompact(code, await signerInUse(core))}`;
}

/** A list of parcels is longer than a link; a point is not, and needs nothing that is kept. */
function shortest(place: AnswerPlace, link: string | null): SignedAnswer["asked"] | null {
  const isLonger =
    place.kind === "drawn" || (place.kind === "parcels" && place.ids.join(",").length > (link?.length ?? Number.POSITIVE_INFINITY));
  if (link !== null && isLonger) return { kind: "link", id: link };
  return place.kind === "drawn" ? null : place;
}
