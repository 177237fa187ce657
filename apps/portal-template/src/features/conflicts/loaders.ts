import type { Contribution, EditDiff, EditsPage } from "@archipel/contracts/contributions.ts";
import { id } from "@archipel/contracts/ids.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { coreFor } from "../../api/core.ts";

/** A contribution, what of it is in conflict, and the words of its layers' fields, by layer. */
export interface Conflicting {
  readonly contribution: Contribution;
  readonly conflicts: readonly EditDiff[];
  /** The state of the edits that the conflicts were read from. */
  readonly editsVersion: number;
  readonly fields: Readonly<Record<string, readonly LayerField[]>>;
}

/** Null when the person knows of no such contribution to the data of this portal. */
export async function loadConflicts(token: string, portalId: string, contributionId: string): Promise<Conflicting | null> {
  if (!id.safeParse(contributionId).success) return null;
  const core = coreFor(token);
  const rights = await core.contributions.rights.query({ portalId });
  const communities = [...new Set(rights.map(({ communityId }) => communityId))];
  const found = await Promise.all(
    // Whoever is no contributor of a community is told nothing of what is proposed there.
    communities.map((communityId) => core.contributions.get.query({ communityId, contributionId }).catch(() => null)),
  );
  const contribution = found.find((one) => one !== null);
  if (!contribution) return null;
  const { communityId, datasetId } = contribution;
  const dataset = await core.datasets.get.query({ communityId, datasetId });
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
  return { contribution, conflicts, editsVersion, fields: Object.fromEntries(dataset.layers.map((layer) => [layer.id, layer.fields])) };
}
