import { z } from "zod";
import { communityId, id } from "./ids.ts";
import { invitation, role, territorySource } from "./members.ts";
import { email, paragraph } from "./text.ts";

/** Invitations of several people at once, and those that a person received. */

/** Most people of one call. */
export const MOST_INVITED = 100;
/** Most characters of a line: an address, perhaps with the name of its owner. */
const MOST_CHARACTERS = 400;

const given = {
  role,
  groupId: id.nullable().optional(),
  territory: territorySource.nullable().optional(),
  /** Shown on the page of the invitation. */
  words: paragraph(1000).optional(),
};
export const inviteMemberInput = z.object({ communityId, email, ...given });
export const inviteMembersInput = z.object({
  communityId,
  lines: z.array(z.string().trim().min(1).max(MOST_CHARACTERS)).min(1).max(MOST_INVITED),
  ...given,
});

/**
 * What became of a line. `twice`: the address is on an earlier line; `oneself` and `stronger`: an organisation may not invite this person;
 * `not-sent`: the invitation waits, but its mail could not be sent.
 */
export const invitedOutcome = z.enum(["invited", "no-address", "twice", "member", "oneself", "stronger", "not-sent"]);
export type InvitedOutcome = z.infer<typeof invitedOutcome>;
export const invitedLine = z.object({ line: z.string(), email: z.string().nullable(), outcome: invitedOutcome });
export type InvitedLine = z.infer<typeof invitedLine>;

/** An open invitation of the caller's own address. */
export const ownInvitation = invitation
  .pick({ id: true, role: true, groupName: true, hasTerritory: true, words: true, expiresAt: true })
  .extend({ communityName: z.string() });
export type OwnInvitation = z.infer<typeof ownInvitation>;
export const acceptOwnInvitationInput = z.object({ invitationId: id });

/** The address of one line: alone, or as mail programs copy it: `Nina Morvan <nina@example.org>`. Null when it has none. */
export function addressIn(line: string): string | null {
  const text = (/<([^<>]*)>\s*$/.exec(line)?.[1] ?? line).trim();
  return email.safeParse(text).data ?? null;
}

/** The lines of a pasted list: one person each; lists of mail programs separate people by semicolons or commas. */
export function invitedLines(text: string): string[] {
  return text
    .split(/[\n\r;,\t]+/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
