import type { Contribution, MergeOutcome, reviewInput } from "@archipel/contracts/contributions.ts";
import type { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { mergeContribution } from "../service/merge.ts";
import { getContribution } from "../service/read.ts";
import { reviewContribution } from "../service/review.ts";

/** For tests and benchmarks: reads a contribution, then decides about that version of its edits. */

export async function mergeAsSeen(core: Core, actor: MemberActor, contributionId: string): Promise<MergeOutcome> {
  const { editsVersion } = await getContribution(core, actor, contributionId);
  return mergeContribution(core, actor, { communityId: actor.communityId, contributionId, editsVersion });
}

export async function reviewAsSeen(
  core: Core,
  actor: MemberActor,
  review: Omit<z.infer<typeof reviewInput>, "editsVersion">,
): Promise<Contribution> {
  const { editsVersion } = await getContribution(core, actor, review.contributionId);
  return reviewContribution(core, actor, { ...review, editsVersion });
}
