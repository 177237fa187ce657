import { type CommunityId, id } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import type { OutboxReader } from "../../../kernel/outbox.ts";
import { isOpen } from "../policy.ts";
import { addEntry } from "../queries/entries.ts";
import { lockReports, reportIdsOfContribution } from "../queries/reports.ts";
import { moveTo } from "../service/change.ts";

const payload = z.object({ contributionId: id, actorId: id.nullable().default(null) });

/**
 * What becomes of a proposed edit that could not be written when it was accepted: merged later, its report is closed as taken into
 * account; refused, its moderators read so.
 */
export const proposedEditsReader: OutboxReader<Core> = {
  name: "reports-of-contributions",
  topics: ["contribution.merged", "contribution.rejected"],
  async handle(_core, sql, { topic, communityId, payload: given }) {
    if (!communityId) return;
    const { contributionId, actorId: userId } = payload.parse(given);
    for (const row of await openReportsOf(sql, communityId, contributionId)) {
      const isMerged = topic === "contribution.merged";
      const detail = { outcome: isMerged ? "accepted" : "rejected" };
      await addEntry(sql, communityId, { reportId: row.id, kind: "edit", authorId: userId, isInternal: !isMerged, detail });
      if (isMerged) await moveTo(sql, { communityId, userId }, row, "valid", "");
    }
  },
};

async function openReportsOf(sql: SqlSession, communityId: CommunityId, contributionId: string) {
  const rows = await lockReports(sql, communityId, await reportIdsOfContribution(sql, communityId, contributionId));
  return rows.filter(({ status }) => isOpen(status));
}
