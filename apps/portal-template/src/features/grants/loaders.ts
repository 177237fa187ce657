import type { Explanation, OpenedDataset } from "@archipel/contracts/grants.ts";
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
