import type { OwnOrganisation } from "@archipel/contracts/organisations.ts";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The organisations of this person; none when core-api does not answer. */
export async function loadOwnOrganisations(): Promise<OwnOrganisation[]> {
  return coreFor(await getAccessToken())
    .organisations.mine.query()
    .catch(() => []);
}
