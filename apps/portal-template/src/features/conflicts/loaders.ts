import type { Contribution, EditDiff, EditsPage } from "@archipel/contracts/contributions.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { coreFor } from "../../api/core.ts";

/** A contribution, its edits in conflict, and the field labels of its layers. */
export interface Conflicting {
  readonly contribution: Contribution;
  readonly conflicts: readonly EditDiff[];
  /** The version of the edits from which the conflicts were read. */
  readonly editsVersion: number;
  readonly fields: Readonly<Record<string, readonly LayerField[]>>;
}

/** Null when the person cannot see this contribution to the portal's data. */
export async function loadConflicts(token: string, portalId: string, contributionId: string): Promise<Conflicting | null> {
  if (!id.safeParse(contributionId).success) return null;
  const core = coreFor(token);
  const rights = await core.contributions.rights.query({ portalId });
  const communities = [...new Set(rights.map(({ communityId }) => communityId))];
  const found = await Promise.all(
    // Only contributors of a community can see its contributions.
    communities.map((communityId) => core.contributions.get.query({ communityId, contributionId }).catch(() => null)),
  );
  const contribution = found.find((one) => one !== null);
  if (!contribution) return null;
  const { communityId, datasetId } = contribution;
  // Who edits by grants sees the layers that these open, not the dataset of the community.
  const dataset = await core.datasets.get.query({ communityId, datasetId }).catch(() => null);
  const conflicts: EditDiff[] = [];
  let editsVersion = contribution.editsVersion;
  let cursor: string | null = null;
  do {
    const page: EditsPage = await core.contributions.edits.query({
      communityId,
      contributionId,
      cursor,
      limit: 100,
    });
    conflicts.push(...page.items.filter(({ conflict }) => conflict !== null));
    editsVersion = Math.min(editsVersion, page.editsVersion);
    cursor = page.nextCursor;
  } while (cursor);
  const ids = [...new Set(conflicts.map(({ layerId }) => layerId))];
  const layers = dataset?.layers ?? (await Promise.all(ids.map((layerId) => core.layers.get.query({ layerId }))));
  return { contribution, conflicts, editsVersion, fields: Object.fromEntries(layers.map((layer) => [layer.id, layer.fields])) };
}
