import type { markApartInput } from "@archipel/contracts/reports.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { journal } from "../events.ts";
import { type Conditions, lockReports } from "../queries.ts";

/** Keeps for every moderator that two reports are not the same, or takes that back. Done twice, it is done once. */
export function tellApart(core: Core, actor: MemberActor, input: z.infer<typeof markApartInput>): Promise<void> {
  const { communityId, userId } = actor;
  const pair = [input.reportId, input.otherId];
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const rows = await lockReports(sql, communityId, pair);
    const row = rows.find(({ id }) => id === input.reportId);
    const other = rows.find(({ id }) => id === input.otherId);
    if (!row || !other || row === other) throw new DomainError("not-found", "reports-missing");
    const changed = input.isApart
      ? await sql.query(
          `INSERT INTO report_pairs_apart (one_id, other_id, community_id, author_id)
           VALUES (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3::uuid, $4::uuid) ON CONFLICT DO NOTHING RETURNING one_id`,
          [...pair, communityId, userId],
        )
      : await sql.query(
          `DELETE FROM report_pairs_apart
           WHERE one_id = least($1::uuid, $2::uuid) AND other_id = greatest($1::uuid, $2::uuid) AND community_id = $3::uuid RETURNING one_id`,
          [...pair, communityId],
        );
    if (changed.length > 0) await journal(sql, row, userId, input.isApart ? "told-apart" : "not-apart", { other: other.number });
  });
}

/** Leaves out of a list what was told apart from a report. */
export function notApartFrom(where: Conditions, reportId: string): Conditions {
  return where.and(
    `NOT EXISTS (SELECT FROM report_pairs_apart a WHERE a.one_id = least(r.id, ?::uuid) AND a.other_id = greatest(r.id, ?::uuid))`,
    reportId,
    reportId,
  );
}
