import { createHash } from "node:crypto";
import type { Role } from "@archipel/contracts/members.ts";
import type { PresencePart } from "@archipel/contracts/presence.ts";
import { roleSuffices } from "../../gate/permissions.ts";

/** The activity to show for a page. Only authors edit, and only moderators review others' contributions. */
export function partOf(requested: PresencePart, { isAuthor, role }: { isAuthor: boolean; role: Role }): PresencePart {
  const isModerator = roleSuffices(role, "moderator");
  if (requested === "edits") return isAuthor ? "edits" : "reads";
  if (requested === "reviews") return isModerator && !isAuthor ? "reviews" : "reads";
  if (requested === "settles") return isAuthor || isModerator ? "settles" : "reads";
  return "reads";
}

/** A pseudonym that groups a person's pages on one contribution and identifies them nowhere else. */
export function personOn(contributionId: string, userId: string): string {
  return createHash("sha256").update(`${contributionId} ${userId}`).digest("hex").slice(0, 16);
}
