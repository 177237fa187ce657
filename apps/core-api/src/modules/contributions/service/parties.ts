import type { ContributionStatus } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { partiesRow } from "../queries/parties.ts";

/** Who has to do with a contribution, and the words that are told of it. */
export interface Parties {
  title: string;
  datasetTitle: string;
  status: ContributionStatus;
  authorId: string | null;
  /** Who reviewed or commented. */
  participants: string[];
  /** Moderators and managers of the dataset's community. */
  moderators: string[];
  actorName: string | null;
  /** What the actor said last: in a review, in the discussion. */
  lastReview: string | null;
  lastComment: string | null;
  /** The author and the id of the contribution that this one takes back. */
  reverted: { id: string; authorId: string | null; title: string } | null;
  /** The portal that has listed the dataset for longest, among the community's live ones. */
  portalId: string | null;
}

/** For notifications. Needs a session of the platform: row-level security of a person would hide some of it. */
export function partiesOf(sql: SqlSession, contributionId: string, actorId: string | null): Promise<Parties | undefined> {
  return partiesRow(sql, contributionId, actorId);
}
