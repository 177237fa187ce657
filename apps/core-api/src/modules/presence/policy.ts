import { createHash } from "node:crypto";
import type { Role } from "@archipel/contracts/members.ts";
import type { PresencePart } from "@archipel/contracts/presence.ts";
import { roleSuffices } from "../../gate/permissions.ts";

/** What a page may say that it does: only an author edits, only a moderator reviews what is another's. */
export function partOf(said: PresencePart, { isAuthor, role }: { isAuthor: boolean; role: Role }): PresencePart {
  const isModerator = roleSuffices(role, "moderator");
  if (said === "edits") return isAuthor ? "edits" : "reads";
  if (said === "reviews") return isModerator && !isAuthor ? "reviews" : "reads";
  if (said === "settles") return isAuthor || isModerator ? "settles" : "reads";
  return "reads";
}

/** A name for a person that groups their pages on one contribution, and tells nothing anywhere else. */
export function personOn(contributionId: string, userId: string): string {
  return createHash("sha256").update(`${contributionId} ${userId}`).digest("hex").slice(0, 16);
}
