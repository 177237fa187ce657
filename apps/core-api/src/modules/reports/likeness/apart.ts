import type { markApartInput } from "@archipel/contracts/reports.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { auditReport } from "../events.ts";
import { deletePairApart, insertPairApart } from "../queries/pairs-apart.ts";
import { type Conditions, lockReports } from "../queries/reports.ts";

/** Records for all moderators that two reports are different, or undoes that. Repeating it changes nothing. */
export function markApart(core: Core, actor: MemberActor, input: z.infer<typeof markApartInput>): Promise<void> {
  const { communityId, userId } = actor;
  const pair: [string, string] = [input.reportId, input.otherId];
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const rows = await lockReports(sql, communityId, pair);
    const row = rows.find(({ id }) => id === input.reportId);
    const other = rows.find(({ id }) => id === input.otherId);
    if (!row || !other || row === other) throw new DomainError("not-found", "reports-missing");
    const isChanged = input.isApart ? await insertPairApart(sql, communityId, pair, userId) : await deletePairApart(sql, communityId, pair);
    if (isChanged) await auditReport(sql, row, userId, input.isApart ? "told-apart" : "not-apart", { other: other.number });
  });
}

/** Leaves out reports that were recorded as different from this one. */
export function excludeApart(where: Conditions, reportId: string): Conditions {
  return where.and(
    `NOT EXISTS (SELECT FROM report_pairs_apart a WHERE a.one_id = least(r.id, ?::uuid) AND a.other_id = greatest(r.id, ?::uuid))`,
    reportId,
    reportId,
  );
}
