import type { Contribution } from "@archipel/contracts/contributions.ts";
import type { Me } from "@archipel/contracts/identity.ts";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The signed-in person; null once the session is over. */
export async function loadMe(): Promise<Me | null> {
  const token = await getAccessToken();
  return token ? coreFor(token).identity.me.query() : null;
}

/** The most contributions shown per community, the latest ones. */
const MOST = 20;

/** A contribution with its first feature in the form of the map's address; null when it is in no layer of this portal's map. */
export interface MyContribution {
  contribution: Contribution;
  target: string | null;
  /** Its author can still edit it. */
  isOpen: boolean;
}

/** The person's contributions to the communities of this portal, the latest first. */
export async function loadMyContributions(portalId: string): Promise<MyContribution[]> {
  const token = await getAccessToken();
  if (!token) return [];
  const core = coreFor(token);
  const rights = await core.contributions.rights.query({ portalId });
  const communities = [
    // Who edited by a grant that ended still has what they drew.
    ...new Set(rights.flatMap(({ communityId, may }) => (may === "sign-in" ? [] : [communityId]))),
  ];
  const all = await Promise.all(
    communities.map(async (communityId) => {
      // A person who lost the right to contribute in a community gets an error there.
      const page = await core.contributions.list.query({ communityId, isMine: true, limit: MOST }).catch(() => null);
      return Promise.all(
        (page?.items ?? []).map(async ({ id: contributionId }): Promise<MyContribution> => {
          const [contribution, edits] = await Promise.all([
            core.contributions.get.query({ communityId, contributionId }),
            core.contributions.edits.query({ communityId, contributionId, limit: 1 }),
          ]);
          const [first] = edits.items;
          const layer = rights.find(({ layerId, datasetId }) => (first ? layerId === first.layerId : datasetId === contribution.datasetId));
          const isOpen = contribution.status === "draft" || contribution.status === "changes-requested";
          const isThere = first && first.fid !== null && first.theirs !== null;
          const what = isOpen ? "draft" : isThere ? first.fid : "new";
          return { contribution, isOpen, target: layer ? `${layer.layerId}/${what}` : null };
        }),
      );
    }),
  );
  return all.flat().toSorted((a, b) => latest(b) - latest(a));
}

const latest = ({ contribution: { submittedAt, createdAt } }: MyContribution) => (submittedAt ?? createdAt).getTime();
