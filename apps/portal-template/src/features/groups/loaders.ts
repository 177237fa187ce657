import type { OwnGroup } from "@archipel/contracts/groups.ts";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The groups of this person; none when core-api does not answer. */
export async function loadOwnGroups(): Promise<OwnGroup[]> {
  return coreFor(await getAccessToken())
    .groups.mine.query()
    .catch(() => []);
}
