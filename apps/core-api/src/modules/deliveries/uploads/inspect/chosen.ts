import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";
import { type StoredChoices, storedChoices } from "../policy/choices.ts";
import { layerOverrides, type UploadRow } from "../queries.ts";

type Chosen = Pick<UploadRow, "id" | "choices" | "repairedKey">;

/**
 * The CRS and encodings that people chose for the tables of an upload's original file. The upload's layers hold these choices too, until a
 * repaired delivery is read: then the layers describe that delivery, and only `choices` describes the original.
 */
export async function choicesOf(tx: Tx, communityId: CommunityId, { id, choices, repairedKey }: Chosen): Promise<StoredChoices> {
  const kept = storedChoices.parse(choices);
  if (repairedKey !== null) return kept;
  const { srids, encodings } = await layerOverrides(tx, communityId, id);
  return { ...kept, srids: { ...kept.srids, ...Object.fromEntries(srids) }, encodings: { ...kept.encodings, ...encodings } };
}
