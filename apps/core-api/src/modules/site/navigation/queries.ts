import type { References } from "@archipel/blocks/references.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

/** Of these ids, those that exist for the caller: pages and maps of the portal, and datasets that the community has or may list. */
export async function existingTargets(
  tx: Tx,
  community: CommunityId,
  portalId: string,
  { pages, datasets, maps }: References,
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM site_pages WHERE community_id = ${community}::uuid AND portal_id = ${portalId}::uuid AND id = ANY (${[...pages]}::uuid[])
    UNION ALL SELECT id FROM datasets WHERE id = ANY (${[...datasets]}::uuid[])
    UNION ALL SELECT id FROM saved_maps WHERE portal_id = ${portalId}::uuid AND id = ANY (${[...maps]}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}
