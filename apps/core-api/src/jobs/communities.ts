import { provenCommunityId } from "@archipel/contracts/ids.ts";
import type { Core } from "../kernel/core.ts";
import { purgeBin } from "../modules/bin/service.ts";
import { runImports } from "../modules/communities/imports/writing/run.ts";
import { endDeleted } from "../modules/communities/lifecycle/ending/run.ts";

/** Inspects and imports the communities that operators brought. @returns the number of steps */
export function importCommunities(core: Core): Promise<number> {
  return runImports(core, provenCommunityId);
}

/** Erases what has waited its time in the bins of communities. */
export async function purgeBins(core: Core): Promise<void> {
  await purgeBin(core, provenCommunityId);
}

/** Reminds of deleted communities and portals, and erases those whose grace is over. */
export async function endDeletedCommunities(core: Core): Promise<void> {
  await endDeleted(core, provenCommunityId);
}
