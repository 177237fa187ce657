import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type CloudBox, type OverlappingTile, overlappingTiles } from "../queries.ts";

/** Shared ground, as a share of the smaller box, that neighbours do not have by their border alone. */
const OVERLAP_SHARE = 0.02;

/** Published tiles of the community whose boxes share ground with those of clouds, and which they do not replace by their name. */
export function publishedOverlaps(sql: SqlSession, communityId: CommunityId, clouds: readonly CloudBox[]): Promise<OverlappingTile[]> {
  return overlappingTiles(sql, communityId, clouds, OVERLAP_SHARE);
}
