import { type CommunityId, id } from "@archipel/contracts/ids.ts";
import type { NoticeKind } from "@archipel/contracts/notifications.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { guestAsked } from "../../follows/guests/service.ts";
import { answerPath } from "../../follows/policy.ts";
import {
  authorOfRevision,
  type FollowersThere,
  followersOf,
  followersWithoutRole,
  guestsToNotify,
  placesChangedBy,
} from "../../follows/service/followers.ts";
import { editSeenBy } from "../../live/parts/service.ts";
import type { NewNotice, Recipe } from "./recipe.ts";

const payload = z.object({
  datasetId: id,
  portalId: id.optional(),
  layerId: id.optional(),
  revision: z.int().optional(),
  actorId: id.nullable().default(null),
  fields: z.string().default(""),
  boxes: z.array(z.array(z.number()).length(4)).default([]),
});
type Payload = z.infer<typeof payload>;

/** Fields of the record that say something to those who use the data. */
const DESCRIBING = ["title", "abstract", "licence", "lineage", "constraints", "updateFrequency", "topic", "producedOn", "revisedOn"];

const topics: Record<string, (sql: SqlSession, event: Payload, core: Core) => Promise<NewNotice[]>> = {
  "layer.edited": async (sql, event, core) => [
    ...(await ofData(sql, event)),
    ...(await ofPlaces(sql, event)),
    ...(await ofParts(sql, event, core)),
  ],
  "layer.published": ofData,
  "dataset.updated": async (sql, event) => {
    const isDescribed = event.fields.split(", ").some((field) => DESCRIBING.includes(field));
    return isDescribed ? ofDataset(sql, "dataset-described", event, event.actorId) : [];
  },
  "dataset.published": ofNewDataset,
  "portal.dataset-listed": ofNewDataset,
};

const ASKED = "follow.asked";

/** The mail that asks a guest whether they follow a place. */
async function toConfirm(sql: SqlSession, core: Core, given: unknown): Promise<NewNotice[]> {
  const followId = z.object({ followId: id }).safeParse(given).data?.followId;
  const asked = followId === undefined ? null : await guestAsked(sql, core, followId);
  if (asked === null) return [];
  return [
    {
      communityId: asked.communityId,
      kind: "follow-asked",
      params: { title: asked.label, actor: null, follow: asked.token, ...(asked.kind !== "place" && { follows: asked.kind }) },
      subject: { type: "place", id: asked.id },
      actorId: null,
      people: [],
      guests: [{ email: asked.email, locale: asked.locale }],
      needs: null,
      portalId: asked.portalId,
    },
  ];
}

/** Notices to people who follow a dataset, a portal or a place. Each may still read what it is about, or gets none. */
export const followsRecipe: Recipe = {
  topics: [...Object.keys(topics), ASKED],
  async notices(sql, { topic, payload: given }, core) {
    if (topic === ASKED) return toConfirm(sql, core, given);
    const event = payload.safeParse(given).data;
    return event ? ((await topics[topic]?.(sql, event, core)) ?? []) : [];
  },
};

async function ofData(sql: SqlSession, event: Payload): Promise<NewNotice[]> {
  const { layerId, revision } = event;
  const author = layerId && revision ? await authorOfRevision(sql, layerId, revision) : null;
  return ofDataset(sql, "dataset-updated", event, author);
}

/** People who follow a dataset through grants get a notice of an edit only if it changed something that these show. */
async function ofParts(sql: SqlSession, event: Payload, core: Core): Promise<NewNotice[]> {
  const { datasetId, layerId, revision } = event;
  if (!layerId || !revision) return [];
  const actorId = await authorOfRevision(sql, layerId, revision);
  const notices: NewNotice[] = [];
  for (const there of await followersOf(sql, datasetId, "dataset")) {
    const people: string[] = [];
    for (const person of await followersWithoutRole(sql, there)) {
      if (await editSeenBy(core, sql, person, { layerId, revision })) people.push(person);
    }
    const by = { actorId, communityId: there.datasetCommunityId };
    if (people.length > 0) notices.push(noticeOf("dataset-updated", datasetId, { ...there, people, needs: null }, by));
  }
  return notices;
}

async function ofDataset(sql: SqlSession, kind: NoticeKind, { datasetId }: Payload, actorId: string | null): Promise<NewNotice[]> {
  const followers = await followersOf(sql, datasetId, "dataset");
  return followers.map((there) => noticeOf(kind, datasetId, there, { actorId, communityId: there.datasetCommunityId }));
}

/** A dataset is new on a portal when it is published, or when the portal lists it: whichever comes last, as only then is it there. */
async function ofNewDataset(sql: SqlSession, { datasetId, portalId, actorId }: Payload): Promise<NewNotice[]> {
  const followers = await followersOf(sql, datasetId, "portal");
  return followers
    .filter((there) => portalId === undefined || there.portalId === portalId)
    .map((there) => noticeOf("dataset-added", datasetId, there, { actorId, communityId: there.datasetCommunityId }));
}

function noticeOf(
  kind: NoticeKind,
  datasetId: string,
  { title, slug, people, needs, portalId }: FollowersThere,
  by: { actorId: string | null; communityId: CommunityId },
): NewNotice {
  return {
    communityId: by.communityId,
    kind,
    params: { title, actor: null, path: `catalogue/${encodeURIComponent(slug)}` },
    subject: { type: "dataset", id: datasetId },
    actorId: by.actorId,
    people,
    needs,
    portalId,
  };
}

async function ofPlaces(sql: SqlSession, { layerId, datasetId, revision, boxes }: Payload): Promise<NewNotice[]> {
  if (!layerId || !revision) return [];
  const places = await placesChangedBy(sql, { layerId, datasetId, revision, boxes });
  const actorId = places.length > 0 ? await authorOfRevision(sql, layerId, revision) : null;
  const guests = await guestsToNotify(sql, places);
  const reached = places.filter(({ personId, followId }) => personId !== null || guests.has(followId));
  return reached.map(({ followId, personId, portalId, place, label, layerTitle, datasetCommunityId, needs }) => ({
    communityId: datasetCommunityId,
    kind: "place-changed",
    // The site adds the language of the reader.
    params: { title: label, dataset: layerTitle, actor: null, path: answerPath(place) },
    subject: { type: "place", id: followId },
    actorId,
    people: [personId],
    guests: [guests.get(followId)].filter((guest) => guest !== undefined),
    needs,
    portalId,
  }));
}
