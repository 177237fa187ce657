import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { type StoredChoices, storedChoices } from "../policy/choices.ts";
import { layerOverrides, type UploadRow } from "../queries.ts";

type Chosen = Pick<UploadRow, "id" | "choices" | "repairedKey">;

/**
 * What people said of the tables of an upload's original. Its layers say it too while they are those of the original; once a repaired
 * delivery was read they are no longer, and what was kept counts.
 */
export async function choicesOf(tx: Tx, communityId: CommunityId, { id, choices, repairedKey }: Chosen): Promise<StoredChoices> {
  const kept = storedChoices.parse(choices);
  if (repairedKey !== null) return kept;
  const { srids, encodings } = await layerOverrides(tx, communityId, id);
  return { ...kept, srids: { ...kept.srids, ...Object.fromEntries(srids) }, encodings: { ...kept.encodings, ...encodings } };
}
