import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Two templates that are saved at once wait for each other, so that they cannot exceed the limit together. */
export async function lockTemplates(tx: Tx, communityId: CommunityId): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('templates ' || ${communityId}, 0))`;
}
