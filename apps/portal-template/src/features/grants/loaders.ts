import type { MyCommunity } from "@archipel/contracts/communities.ts";
import type { ClosedDataset, Explanation, OpenedDataset } from "@archipel/contracts/grants.ts";
import { cache } from "react";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** What this person may read of a dataset, and why not more; null when core-api does not answer. */
export async function loadExplanation(datasetId: string): Promise<Explanation | null> {
  return coreFor(await getAccessToken())
    .grants.explain.query({ datasetId })
    .catch(() => null);
}

/** The datasets that grants open to this person; none when core-api does not answer. */
export async function loadOpened(portalId: string): Promise<OpenedDataset[]> {
  return coreFor(await getAccessToken())
    .grants.opened.query({ portalId })
    .catch(() => []);
}

/** The community, if this person manages it now; null also when core-api does not answer. */
export async function managedCommunity(communityId: string): Promise<MyCommunity | null> {
  const me = await coreFor(await getAccessToken())
    .identity.me.query()
    .catch(() => null);
  return me?.communities.find(({ id, role }) => id === communityId && role === "manager") ?? null;
}

/** A dataset of which this person's grants show nothing now; null for everyone who never had one. */
export const closedDatasetOf = cache(async (portalId: string, slug: string): Promise<ClosedDataset | null> => {
  const token = await getAccessToken();
  if (!token) return null;
  return coreFor(token)
    .grants.explainPage.query({ portalId, slug })
    .catch(() => null);
});
