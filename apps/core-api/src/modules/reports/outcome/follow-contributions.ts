import { type CommunityId, id } from "@archipel/contracts/ids.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import type { OutboxReader } from "../../../kernel/outbox.ts";
import { isOpen } from "../policy.ts";
import { insertEntry } from "../queries/entries.ts";
import { lockReports, reportIdsOfContribution } from "../queries/reports.ts";
import { changeStatus } from "../service/change.ts";

const payload = z.object({ contributionId: id, actorId: id.nullable().default(null) });

/**
 * Follows proposed edits that could not be merged when their report was accepted. When one is merged later, its report is closed as taken
 * into account; when it is rejected, an internal entry tells the moderators.
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
      await insertEntry(sql, communityId, { reportId: row.id, kind: "edit", authorId: userId, isInternal: !isMerged, detail });
      if (isMerged) await changeStatus(sql, { communityId, userId }, row, "valid", "");
    }
  },
};

async function openReportsOf(sql: SqlSession, communityId: CommunityId, contributionId: string) {
  const rows = await lockReports(sql, communityId, await reportIdsOfContribution(sql, communityId, contributionId));
  return rows.filter(({ status }) => isOpen(status));
}
