import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { pageInput } from "./page.ts";

/** One change: who, what, on what, when. The sentence is the message `audit.<action>` with `summary`. */
export const auditEntry = z.object({
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
export type AuditEntry = z.infer<typeof auditEntry>;

/** An entry of the platform's journal, about an account or a network. What is the same within an hour is one entry: attacks make many. */
export const journalEntry = auditEntry.extend({
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
  resourceType: z.string().max(40).optional(),
  resourceId: z.string().max(80).optional(),
  actorId: id.optional(),
  ...pageInput,
});
