import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";

/** @returns undefined when the community has no dataset with this id that the caller may see */
export async function datasetTitle(sql: SqlSession, community: CommunityId, datasetId: string): Promise<string | undefined> {
  const [dataset] = await sql.query<{ title: string }>("SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid", [
    datasetId,
    community,
  ]);
  return dataset?.title;
}
