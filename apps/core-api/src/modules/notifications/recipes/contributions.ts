import { id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import { z } from "zod";
import { type Parties, partiesOf } from "../../contributions/service/parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ contributionId: id, actorId: id.nullable().default(null) });

/** What is told of each event: to whom, and whose words beside it. */
interface Told {
  kind: NoticeKind;
  people(parties: Parties): readonly (string | null)[];
  said?(parties: Parties): string | null;
}

const toAuthor = ({ authorId }: Parties) => [authorId];
const told: Record<string, Told> = {
  "contribution.submitted": {
    kind: "contribution-submitted",
    // Decided or taken back before anybody was told: there is nothing to review any more.
    people: ({ status, moderators, authorId }) => (status === "submitted" ? moderators.filter((moderator) => moderator !== authorId) : []),
  },
  "contribution.commented": {
    kind: "contribution-commented",
    people: ({ authorId, participants }) => [authorId, ...participants],
    said: ({ lastComment }) => lastComment,
  },
  "contribution.sent-back": { kind: "contribution-sent-back", people: toAuthor, said: ({ lastReview }) => lastReview },
  "contribution.rejected": { kind: "contribution-rejected", people: toAuthor, said: ({ lastReview }) => lastReview },
  "contribution.approved": { kind: "contribution-approved", people: toAuthor, said: ({ lastReview }) => lastReview },
  "contribution.merged": { kind: "contribution-merged", people: toAuthor },
  "contribution.conflicting": { kind: "contribution-conflicting", people: toAuthor },
};

export const contributionsRecipe: Recipe = {
  topics: Object.keys(told),
  async notices(sql, { topic, communityId, payload: given }) {
    const rule = told[topic];
    const { contributionId, actorId } = payload.parse(given);
    const parties = await partiesOf(sql, contributionId, actorId);
    // Deleted since, with its dataset.
    if (!rule || !parties || !communityId) return [];
    const said = rule.said?.(parties)?.slice(0, 1000);
    const base = {
      communityId,
      actorId,
      // As the locks of contributions have it.
      needs: "contributor",
      portalId: parties.portalId,
    } as const;
    const params = { title: parties.title, dataset: parties.datasetTitle, actor: parties.actorName };
    const notices: NewNotice[] = [
      {
        ...base,
        kind: rule.kind,
        params: said ? { ...params, said } : params,
        subject: { type: "contribution", id: contributionId },
        people: rule.people(parties),
      },
    ];
    const { reverted } = parties;
    if (topic === "contribution.merged" && reverted) {
      notices.push({
        ...base,
        kind: "contribution-reverted",
        params: { ...params, title: reverted.title },
        subject: { type: "contribution", id: reverted.id },
        people: [reverted.authorId],
      });
    }
    return notices;
  },
};
