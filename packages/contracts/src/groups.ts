import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { email, line, paragraph } from "./text.ts";

/** Groups of people of a community: their people get and lose rights together, and need no role in the community. */

/** Most groups of a community, and most people of a group, invited ones included. */
export const MAX_GROUPS = 100;
export const MAX_GROUP_PEOPLE = 500;

export const group = z.object({
  id,
  name: z.string(),
  description: z.string(),
  members: z.int(),
  invited: z.int(),
  /** Grants to the group that are valid, or will be. */
  grants: z.int(),
  createdAt: z.date(),
});
export type Group = z.infer<typeof group>;

/** The people of a group, and the invitations that nobody accepted yet. */
export const groupPeople = z.object({
  members: z.array(z.object({ userId: id, name: z.string(), email: z.string(), since: z.date() })),
  invitations: z.array(z.object({ id, email: z.string(), expiresAt: z.date() })),
});
export type GroupPeople = z.infer<typeof groupPeople>;

/** A group of which the caller is a member. */
export const ownGroup = z.object({ id, name: z.string(), description: z.string(), communityName: z.string(), since: z.date() });
export type OwnGroup = z.infer<typeof ownGroup>;

/** An invitation to a group, as the holder of its link sees it. */
export const offeredGroup = z.object({
  groupName: z.string(),
  description: z.string(),
  communityName: z.string(),
  email: z.string(),
  expiresAt: z.date(),
});
export type OfferedGroup = z.infer<typeof offeredGroup>;

/** A group that the caller just joined, and the first portals on which they see what it opens. */
export const joinedGroup = z.object({ id, name: z.string(), portals: z.array(z.object({ name: z.string(), address: z.string() })) });
export type JoinedGroup = z.infer<typeof joinedGroup>;

const words = { name: line(80), description: paragraph(500).default("") };
export const makeGroupInput = z.object({ communityId, ...words });
export const groupInput = z.object({ communityId, groupId: id });
export const changeGroupInput = groupInput.extend(words);
export const inviteToGroupInput = groupInput.extend({ email });
export const revokeGroupInvitationInput = groupInput.extend({ invitationId: id });
export const removeFromGroupInput = groupInput.extend({ userId: id });
export const leaveGroupInput = z.object({ groupId: id });
export const readGroupInvitationInput = z.object({ code: z.string().min(1).max(200) });
export const joinGroupInput = z.object({ code: z.string().min(20).max(200) });
