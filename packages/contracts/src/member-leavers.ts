import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { role } from "./members.ts";

/** People who leave a community, by a file of its institution (columns of SCIM: userName or e-mail, active). */

/** Bytes and lines of a file. */
export const MOST_LEAVERS_BYTES = 1_000_000;
export const MOST_LEAVERS_LINES = 10_000;
/** People taken out by one call. */
export const MOST_LEAVERS_AT_ONCE = 100;

const address = z.string().trim().toLowerCase().max(254);
export const findLeaversInput = z.object({
  communityId,
  /** The lines of people who are no longer active. */
  lines: z.array(z.object({ line: z.int().min(1), email: address })).max(MOST_LEAVERS_LINES),
});
export const removeLeaversInput = z.object({ communityId, userIds: z.array(id).min(1).max(MOST_LEAVERS_AT_ONCE) });

export const leaver = z.object({
  userId: id,
  line: z.int(),
  name: z.string(),
  email: z.string(),
  /** Null: not a member, only in groups of the community. */
  role: role.nullable(),
  /** Names of the community's groups that the person is in, and of its keys that the person made. */
  groups: z.array(z.string()),
  keys: z.array(z.string()),
});
export type Leaver = z.infer<typeof leaver>;
export const foundLeavers = z.object({
  leavers: z.array(leaver),
  /** Lines whose address nobody here has, whether or not it has an account. */
  unknown: z.array(z.int()),
  /** The line of the person who asks: they stay. */
  own: z.int().nullable(),
});
export type FoundLeavers = z.infer<typeof foundLeavers>;
