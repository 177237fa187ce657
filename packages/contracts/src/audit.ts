import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";

/** One change: who, what, on what, when. The sentence is the message `audit.<action>` with `summary`. */
const journalFields = z.object({
  id,
  actorName: z.string().nullable(),
  /** The community key that made the change, if any. */
  keyName: z.string().nullable(),
  /** The organisation by which the person acted; null: by their own role. */
  organisation: z.object({ nameFr: z.string(), nameEn: z.string() }).nullable(),
  action: z.string(),
  resourceType: z.string(),
  resourceId: z.string(),
  summary: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});

/** A change of a community, with what leads to the changed thing. */
export const auditEntry = journalFields.extend({
  actorId: id.nullable(),
  /** Where the thing is: the portal of a page or alert, the dataset of a layer. */
  placeId: z.string().nullable(),
  /** `bin`: deleted, and may still come back. */
  standing: z.enum(["there", "bin", "gone"]),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** An entry of the platform's journal, about an account or a network. What is the same within an hour is one entry: attacks make many. */
export const journalEntry = journalFields.extend({
  /** How often it happened, from `firstAt` to `createdAt`. */
  occurrences: z.int(),
  firstAt: z.date(),
  /** Where tries came from: an IPv4 address or an IPv6 /64. */
  network: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

export const listJournalInput = z.object(pageInput);

export const listAuditInput = z.object({
  communityId,
  /** Only actions of these nouns. */
  nouns: z.array(z.string().max(40)).max(40).optional(),
  resourceType: z.string().max(40).optional(),
  resourceId: z.string().max(80).optional(),
  actorId: id.optional(),
  /** What happened to this portal, its pages and its alerts. */
  portalId: id.optional(),
  after: z.date().optional(),
  before: z.date().optional(),
  ...pageInput,
});

/** Somebody who changed something, as a filter of the journal shows them. */
export const auditActor = z.object({ id, name: z.string() });
export type AuditActor = z.infer<typeof auditActor>;
