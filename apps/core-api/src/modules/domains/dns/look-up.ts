import type { DomainFound, DomainProof } from "@archipel/contracts/domains.ts";
import { isProof, proofRecord } from "../policy/records.ts";
import type { DnsAnswer, DomainResolver } from "./resolver.ts";

const MOST_TEXTS = 3;
const MOST_ADDRESSES = 4;
const SHOWN = 100;

interface Question {
  host: string;
  token: string;
  /** The token of the portal that the host serves now, if that is another one. While its proof is there too, the host stays there. */
  holderToken?: string | undefined;
  /** The host that surely leads here, and the addresses that the operator set. */
  slugHost: string;
  ownAddresses: readonly string[];
}

/**
 * Looks a domain's proof up, and where it leads.
 *
 * @returns null when nothing answers, not even about the platform's own name: then the fault is on this side, and says nothing of the domain
 */
export async function lookUp(
  resolver: DomainResolver,
  { host, token, holderToken, slugHost, ownAddresses }: Question,
): Promise<DomainFound | null> {
  const [texts, addresses, own] = await Promise.all([
    resolver.texts(proofRecord(host, token).name),
    resolver.addresses(host),
    ownAddresses.length > 0 ? null : resolver.addresses(slugHost),
  ]);
  const proof = proofIn(texts, token, holderToken);
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

/** Both proofs are looked for in one answer: a record that was replaced between two answers would make both present, or both absent. */
function proofIn(texts: DnsAnswer, token: string, holderToken?: string): DomainProof {
  if (texts.kind === "silent") return "no-answer";
  if (texts.kind === "none") return "missing";
  const has = (one: string) => texts.values.some((text) => isProof(text, one));
  if (!has(token)) return "other";
  return holderToken !== undefined && has(holderToken) ? "taken" : "proved";
}

/** A text of somebody else's DNS, to be shown: without control characters, shortened. */
function plain(text: string): string {
  const clean = text.replace(/[^\P{C}]/gu, "�");
  return clean.length > SHOWN ? `${clean.slice(0, SHOWN - 1)}…` : clean;
}
