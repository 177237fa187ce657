import { id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import { z } from "zod";
import { type Parties, partiesOf } from "../../contributions/service/parties.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({ contributionId: id, actorId: id.nullable().default(null) });

/** The notice of an event: its kind, its people, and the quoted text. */
interface EventNotice {
  kind: NoticeKind;
  people(parties: Parties): readonly (string | null)[];
  said?(parties: Parties): string | null;
}

const toAuthor = ({ authorId }: Parties) => [authorId];
const eventNotices: Record<string, EventNotice> = {
  "contribution.submitted": {
    kind: "contribution-submitted",
    // Decided or withdrawn before the event was handled: there is nothing left to review.
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
  topics: Object.keys(eventNotices),
  async notices(sql, { topic, communityId, payload: given }) {
    const rule = eventNotices[topic];
    const { contributionId, actorId } = payload.parse(given);
    const parties = await partiesOf(sql, contributionId, actorId);
    // The contribution was deleted since, with its dataset.
    if (!rule || !parties || !communityId) return [];
    const said = rule.said?.(parties)?.slice(0, 1000);
    const base = {
      communityId,
      actorId,
      // The row-level security of contributions requires the same role.
      needs: "contributor",
      portalId: parties.portalId,
    } as const;
    const params = { title: parties.title, dataset: parties.datasetTitle, actor: parties.actorName };
    const people = rule.people(parties);
    const about = {
      ...base,
      kind: rule.kind,
      params: said ? { ...params, said } : params,
      subject: { type: "contribution", id: contributionId },
    } as const;
    // Who edits by grants reads their own contributions without a role.
    const isAuthor = (person: string | null) => parties.isByGrants && person === parties.authorId;
    const notices: NewNotice[] = [
      { ...about, people: people.filter((person) => !isAuthor(person)) },
      { ...about, needs: null, people: people.filter(isAuthor) },
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
