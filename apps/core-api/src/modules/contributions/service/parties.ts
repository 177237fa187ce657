import type { ContributionStatus } from "@archipel/contracts/contributions.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { partiesRow } from "../queries/parties.ts";

/** The people who may be notified about a contribution, and what the notices say of it. */
export interface Parties {
  title: string;
  datasetTitle: string;
  status: ContributionStatus;
  authorId: string | null;
  /** The author edits by grants and may hold no role in the community. */
  isByGrants: boolean;
  /** Who reviewed or commented. */
  participants: string[];
  /** Moderators and managers of the dataset's community. */
  moderators: string[];
  actorName: string | null;
  /** What the actor said last: in a review, in the discussion. */
  lastReview: string | null;
  lastComment: string | null;
  /** The contribution that this one reverts. */
  reverted: { id: string; authorId: string | null; title: string } | null;
  /** The community's oldest live portal that lists the dataset. */
  portalId: string | null;
}

/** For notifications. Needs a session of the platform: row-level security of a person would hide some of it. */
export function partiesOf(sql: SqlSession, contributionId: string, actorId: string | null): Promise<Parties | undefined> {
  return partiesRow(sql, contributionId, actorId);
}
