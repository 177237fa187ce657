import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ReviewState } from "@archipel/contracts/reports.ts";
import type { Database } from "@archipel/database/database.ts";
import { followHash, followSecret } from "../modules/reports/service/sender.ts";
import { createTestCore } from "./test-core.ts";

interface World {
  database: Database;
  communityId: CommunityId;
  portal: { id: string };
}

/** A report that was received, for calls to use up. */
export async function newReport(
  { database, communityId, portal }: World,
  values: { contributionId?: string; followHash?: string; review?: ReviewState } = {},
): Promise<{ id: string; number: number }> {
  const rows = await database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ id: string; number: number }>(
      `INSERT INTO reports (id, request_id, community_id, number, portal_id, body, place, contribution_id, follow_hash, review)
       SELECT gen_random_uuid(), gen_random_uuid(), $1::uuid, coalesce(max(number), 0) + 1, $2::uuid, 'Un trou dans la route',
         ST_SetSRID(ST_MakePoint(2, 46), 4326), $3::uuid, $4, $5 FROM reports WHERE community_id = $1::uuid
       RETURNING id, number`,
      [communityId, portal.id, values.contributionId ?? null, values.followHash ?? null, values.review ?? "passed"],
    ),
  );
  return rows[0] ?? { id: "", number: 0 };
}

/** A report without an account, and the secret to follow it by. */
export async function followedReport(world: World): Promise<{ number: number; follow: string }> {
  const core = await createTestCore(world.database);
  const follow = followSecret(core, randomUUID());
  const { number } = await newReport(world, { followHash: followHash(core, follow) });
  return { number, follow };
}

export async function newReportFile({ database, communityId }: World, reportId: string): Promise<string> {
  const about = { communityId, reportId, senderHash: "x", name: "x.jpg", mediaType: "image/jpeg", size: 1, storageKey: "x" };
  return (await database.withSystem((tx) => tx.reportFile.create({ data: about }))).id;
}

/** A report about all points of a cloud below 1000 m. */
export async function newPointReport(world: World, layerId: string): Promise<string> {
  const { id } = await newReport(world);
  const volume = {
    origin: [0, 0, 0],
    matrix: Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1e-8 : 0)),
    ring: [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ],
    heights: [-1000, 1000],
    classes: null,
  };
  const points = { volume, problem: "class", classification: 6, seen: {} };
  await world.database.withSystem((tx) => tx.report.update({ where: { id }, data: { layerId, points } }));
  return id;
}
