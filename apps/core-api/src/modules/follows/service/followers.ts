import { type AnswerPlace, answerPlace } from "@archipel/contracts/answers.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Role } from "@archipel/contracts/members.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { takeForMail } from "../guests/queries.ts";
import {
  answeringLayer,
  datasetFollowers,
  type FollowedDataset,
  type FollowedPlace,
  peopleWithout,
  placesTouched,
  placesWithin,
  revisionAuthor,
} from "../queries/followers.ts";

/** The people to notify of a dataset on one portal, and the role without which they may not read it. */
export interface FollowersThere extends Omit<FollowedDataset, "visibility"> {
  needs: Role | null;
}

/** What a person must be in the dataset's community to read it; row-level security says the same. */
function neededFor(visibility: string): Role | null {
  if (visibility === "public") return null;
  return visibility === "members" ? "member" : "contributor";
}

/** Followers of a published dataset, or of the portals that list it, by portal. */
export async function followersOf(sql: SqlSession, datasetId: string, kind: "dataset" | "portal"): Promise<FollowersThere[]> {
  const rows = await datasetFollowers(sql, datasetId, kind);
  return rows.map(({ visibility, ...row }) => ({ ...row, needs: neededFor(visibility) }));
}

/** Followers of a dataset who hold no role that opens it: which notices they get depends on their grants. */
export async function followersWithoutRole(sql: SqlSession, { datasetCommunityId, needs, people }: FollowersThere): Promise<string[]> {
  return needs === null ? [] : peopleWithout(sql, datasetCommunityId, needs, people);
}

export interface Revision {
  layerId: string;
  datasetId: string;
  revision: number;
  /** The changed areas, in Web Mercator. */
  boxes: readonly (readonly number[])[];
}

/** A followed place where the data of an answer changed. */
export interface ChangedPlace extends Omit<FollowedPlace, "place"> {
  place: AnswerPlace;
  layerTitle: string;
  datasetCommunityId: CommunityId;
  needs: Role | null;
}

/** The account that made a revision, which needs no notice of it. */
export async function authorOfRevision(sql: SqlSession, layerId: string, revision: number): Promise<string | null> {
  return (await revisionAuthor(sql, layerId, revision))?.authorId ?? null;
}

/**
 * The followed places that a revision of a layer touches. Only layers that portals answer with count, and only features that the revision
 * changed: as they were before or as they are after. First by the changed areas, which an index finds; then feature by feature.
 */
export async function placesChangedBy(sql: SqlSession, { layerId, datasetId, revision, boxes }: Revision): Promise<ChangedPlace[]> {
  if (boxes.length === 0) return [];
  const layer = await answeringLayer(sql, layerId);
  const within = layer ? await placesWithin(sql, datasetId, boxes) : [];
  const made = within.length > 0 ? await revisionAuthor(sql, layerId, revision) : undefined;
  if (!layer || !made) return [];
  const ids = within.map(({ followId }) => followId);
  const touched = (await placesTouched(sql, layer, made.at, ids)) ?? new Set(ids);
  const about = { layerTitle: layer.title, datasetCommunityId: layer.datasetCommunityId, needs: neededFor(layer.visibility) };
  return within
    .filter(({ followId }) => touched.has(followId))
    .map(({ place, ...row }) => ({ ...row, ...about, place: answerPlace.parse(place) }));
}

/** Of guests who follow changed places, those that get a mail about it now; only about what everyone may read. */
export async function guestsToNotify(
  sql: SqlSession,
  places: readonly ChangedPlace[],
): Promise<Map<string, { email: string; locale: Locale }>> {
  const ids = places.filter(({ personId, needs }) => personId === null && needs === null).map(({ followId }) => followId);
  const rows = ids.length === 0 ? [] : await takeForMail(sql, ids);
  return new Map(rows.map(({ id, email, locale }) => [id, { email, locale }]));
}
