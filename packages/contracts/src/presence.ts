import { z } from "zod";
import { contributionStatus } from "./contributions.ts";
import { communityId, id } from "./ids.ts";

/** What someone does with a contribution that they have open. */
export const presencePart = z.enum(["edits", "reviews", "settles", "reads"]);
export type PresencePart = z.infer<typeof presencePart>;

/** The change that someone is at, as an editor's draft names it: `<layer id>/<fid>`, or `new/<edit id>`. */
export const presencePlace = z
  .string()
  .max(80)
  .regex(/^(new\/[0-9a-f-]{36}|[0-9a-f-]{36}\/[1-9][0-9]{0,17})$/);

/** One open page: a tab, on some device. */
export const present = z.object({
  /** The page's own name, made by it. */
  tab: z.string(),
  /** The same for all pages of one person on one contribution, and on no other. */
  person: z.string(),
  name: z.string().nullable(),
  isAuthor: z.boolean(),
  part: presencePart,
  place: z.string().nullable(),
  /** Another page of whoever is told. */
  isSelf: z.boolean(),
});
export type Present = z.infer<typeof present>;

/** Where a contribution stands: when one of these moved, what a page shows of it is old. */
export const contributionStanding = z.object({
  status: contributionStatus,
  editsVersion: z.int(),
  /** How many reviews and comments there are. */
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

/** Said by an attending page when it goes to another change, and in answer to each `beat`: without it the page is taken for gone. */
export const attendInput = z.object({ communityId, contributionId: id, tab: id, place: presencePlace.nullable() });

// Events of `/events` about the contribution that a page attends: `present` (`{ people: Present[] }`, the other pages), `standing`
// (ContributionStanding), `beat` (the page must answer it) and `closed` (the caller can no longer see the contribution).
