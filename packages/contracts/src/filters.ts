import { z } from "zod";
import { contributionFilter } from "./contributions.ts";
import { communityId, id } from "./ids.ts";
import { reportFilter } from "./reports.ts";
import { line } from "./text.ts";

/** The queues that have saved filters. */
export const filterKind = z.enum(["contributions", "reports"]);
export type FilterKind = z.infer<typeof filterKind>;

// Strict: a filter that its queue does not know would be saved and do nothing.
const ofContributions = { kind: z.literal("contributions"), filter: z.strictObject(contributionFilter.shape) };
const ofReports = { kind: z.literal("reports"), filter: z.strictObject(reportFilter.shape) };

/** The filter of a queue, by queue. */
export const queueFilter = z.discriminatedUnion("kind", [z.object(ofContributions), z.object(ofReports)]);
export type QueueFilter = z.infer<typeof queueFilter>;

/** A filter that a person saved under a name. */
export type SavedFilter = QueueFilter & { id: string; name: string };

const named = { communityId, name: line(60) };
export const listFiltersInput = z.object({ communityId, kind: filterKind });
/** A name that the person already uses for this queue moves to the new filter. */
export const saveFilterInput = z.discriminatedUnion("kind", [
  z.object({ ...named, ...ofContributions }),
  z.object({ ...named, ...ofReports }),
]);
export const removeFilterInput = z.object({ communityId, filterId: id });
