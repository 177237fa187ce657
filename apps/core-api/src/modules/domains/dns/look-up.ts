import type { DomainFound, DomainProof } from "@archipel/contracts/domains.ts";
import { isProof, proofRecord } from "../policy/records.ts";
import type { DnsAnswer, DomainResolver } from "./resolver.ts";

const MOST_TEXTS = 3;
const MOST_ADDRESSES = 4;
const SHOWN = 100;

interface Question {
  host: string;
  token: string;
  /** The host that surely leads here, and the addresses that the operator set. */
  slugHost: string;
  ownAddresses: readonly string[];
}

/**
 * Looks a domain's proof up, and where it leads.
 *
 * @returns null when nothing answers, not even about the platform's own name: then the fault is on this side, and says nothing of the domain
 */
export async function lookUp(resolver: DomainResolver, { host, token, slugHost, ownAddresses }: Question): Promise<DomainFound | null> {
  const [texts, addresses, own] = await Promise.all([
    resolver.texts(proofRecord(host, token).name),
    resolver.addresses(host),
    ownAddresses.length > 0 ? null : resolver.addresses(slugHost),
  ]);
  const proof = proofIn(texts, token);
  const control = own ?? (proof === "no-answer" ? await resolver.addresses(slugHost) : null);
  if (proof === "no-answer" && control?.kind === "silent") return null;
  const known = ownAddresses.length > 0 ? ownAddresses : own?.kind === "values" ? own.values : [];
  const to = addresses.kind === "values" ? addresses.values : [];
  const isHere = to.some((one) => known.includes(one));
  return {
    proof,
    texts: proof === "other" && texts.kind === "values" ? texts.values.slice(0, MOST_TEXTS).map(plain) : [],
    points: addresses.kind === "silent" ? "no-answer" : addresses.kind === "none" ? "nowhere" : isHere ? "here" : "elsewhere",
    pointsTo: isHere ? [] : to.slice(0, MOST_ADDRESSES),
  };
}

function proofIn(texts: DnsAnswer, token: string): DomainProof {
  if (texts.kind === "silent") return "no-answer";
  if (texts.kind === "none") return "missing";
  return texts.values.some((text) => isProof(text, token)) ? "proved" : "other";
}

/** A text of somebody else's DNS, to be shown: without control characters, shortened. */
function plain(text: string): string {
  const clean = text.replace(/[^\P{C}]/gu, "�");
  return clean.length > SHOWN ? `${clean.slice(0, SHOWN - 1)}…` : clean;
}
