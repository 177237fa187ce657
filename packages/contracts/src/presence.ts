import { z } from "zod";
import { contributionStatus } from "./contributions.ts";
import { communityId, id } from "./ids.ts";

/** What a person does with a contribution that they have open. */
export const presencePart = z.enum(["edits", "reviews", "settles", "reads"]);
export type PresencePart = z.infer<typeof presencePart>;

/** The change that a person is working on, as the draft of an editor names it: `<layer id>/<fid>`, or `new/<edit id>`. */
export const presencePlace = z
  .string()
  .max(80)
  .regex(/^(new\/[0-9a-f-]{36}|[0-9a-f-]{36}\/[1-9][0-9]{0,17})$/);

/** One open page: a tab, on some device. */
export const present = z.object({
  /** Identifier that the page gave itself. */
  tab: z.string(),
  /** Identifies all pages of one person on one contribution; it differs on other contributions. */
  person: z.string(),
  name: z.string().nullable(),
  isAuthor: z.boolean(),
  part: presencePart,
  place: z.string().nullable(),
  /** True for another page of the person who receives this. */
  isSelf: z.boolean(),
});
export type Present = z.infer<typeof present>;

/** State of a contribution: when one of these values changes, a page must load the contribution again. */
export const contributionStanding = z.object({
  status: contributionStatus,
  editsVersion: z.int(),
  /** Number of reviews and comments. */
  said: z.int(),
});
export type ContributionStanding = z.infer<typeof contributionStanding>;

/** `&community=…&contribution=…&tab=…&part=…` of `/events`: the page has this contribution open. */
export const attendance = z.object({
  community: communityId,
  contribution: id,
  tab: id,
  part: presencePart,
  place: presencePlace.optional(),
});
export type Attendance = z.infer<typeof attendance>;

/** Sent by an attending page when it moves to another change, and in answer to each `beat`: a page that does not answer counts as closed. */
export const attendInput = z.object({ communityId, contributionId: id, tab: id, place: presencePlace.nullable() });

// Events of `/events` about the contribution that a page attends: `present` (`{ people: Present[] }`, the other pages), `standing`
// (ContributionStanding), `beat` (the page must answer it) and `closed` (the caller can no longer see the contribution).
