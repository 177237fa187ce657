import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { slug } from "./text.ts";

/** The most domains of one portal, and of all portals of a community. */
export const DOMAINS_PER_PORTAL = 5;
export const DOMAINS_PER_COMMUNITY = 20;
/** The most former addresses that a portal keeps, and for how long each redirects to it and is nobody else's. */
export const FORMER_ADDRESSES_MAX = 5;
export const FORMER_ADDRESS_DAYS = 365;
/** How long a proof may be missing before the domain stops serving the portal. */
export const SUSPENDED_AFTER_HOURS = 72;

/** pending: never proved; proved: serves the portal; failing: still serves it; suspended: the proof was missing for too long. */
export const domainState = z.enum(["pending", "proved", "failing", "suspended"]);
export type DomainState = z.infer<typeof domainState>;

/**
 * What a check of the proof found. proved: the record is there; missing: no TXT record; other: records, but not this one; no-answer: the
 * domain's name servers do not answer; taken: it is there, but the domain serves another portal.
 */
export const domainProof = z.enum(["proved", "missing", "other", "no-answer", "taken"]);
export type DomainProof = z.infer<typeof domainProof>;

/** The last answer of DNS about a domain. */
export const domainFound = z.object({
  proof: domainProof,
  /** The TXT values that were found instead, shortened. */
  texts: z.array(z.string().max(120)).max(3),
  /** Whether visitors of the domain arrive at this platform. */
  points: z.enum(["here", "elsewhere", "nowhere", "no-answer"]),
  /** The addresses to which it points instead. */
  pointsTo: z.array(z.string().max(60)).max(4),
});
export type DomainFound = z.infer<typeof domainFound>;

/** A record that a manager writes at the domain's provider. */
export const dnsRecord = z.object({ type: z.enum(["TXT", "CNAME", "A", "AAAA"]), name: z.string(), value: z.string() });
export type DnsRecord = z.infer<typeof dnsRecord>;

export const portalDomain = z.object({
  id,
  /** The ASCII form, as DNS and browsers send it. */
  host: z.string(),
  /** As people write it. */
  name: z.string(),
  state: domainState,
  isPrimary: z.boolean(),
  /** The proof, which must stay. */
  proofRecord: dnsRecord,
  /** What leads visitors here; empty when the platform's own addresses are unknown. */
  pointRecords: z.array(dnsRecord),
  found: domainFound.nullable(),
  provedAt: z.date().nullable(),
  checkedAt: z.date().nullable(),
  failingSince: z.date().nullable(),
  /** When it stops serving the portal if the proof stays away. */
  suspendsAt: z.date().nullable(),
});
export type PortalDomain = z.infer<typeof portalDomain>;

/** An address made from the portal's slug, or from a former one. */
export const platformAddress = z.object({
  host: z.string(),
  origin: z.string(),
  isFormer: z.boolean(),
  isPrimary: z.boolean(),
  reservedUntil: z.date().nullable(),
});

/** All addresses of a portal. */
export const portalAddresses = z.object({
  portalName: z.string(),
  slug: z.string(),
  addresses: z.array(platformAddress),
  domains: z.array(portalDomain),
});
export type PortalAddresses = z.infer<typeof portalAddresses>;

export const portalAddressesInput = z.object({ communityId, portalId: id });
/** As the person typed it: an address of a page is accepted too. */
export const addDomainInput = z.object({ communityId, portalId: id, name: z.string().trim().min(1).max(500) });
export const domainInput = z.object({ communityId, domainId: id });
export const makePrimaryInput = z.object({ communityId, portalId: id, host: z.string().min(1).max(253) });
export const changeSlugInput = z.object({ communityId, portalId: id, slug });
