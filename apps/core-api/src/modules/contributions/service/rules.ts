import type { EditRules, saveEditRulesInput } from "@archipel/contracts/contributions.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { rulesOf } from "./situation.ts";

/** How a dataset is edited: its own rules, or those that hold without any. */
export function getEditRules(core: Core, actor: MemberActor, datasetId: string): Promise<EditRules> {
  return core.database.sqlAs(memberScope(actor), (sql) => rulesOf(sql, actor, datasetId));
}

export function saveEditRules(core: Core, actor: MemberActor, input: z.infer<typeof saveEditRulesInput>): Promise<EditRules> {
  const { datasetId, rules } = input;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const [dataset] = await sql.query<{ title: string }>("SELECT title FROM datasets WHERE id = $1::uuid AND community_id = $2::uuid", [
      datasetId,
      actor.communityId,
    ]);
    if (!dataset) throw new DomainError("not-found", "dataset-not-found");
    await sql.query(
      `INSERT INTO edit_rules (dataset_id, community_id, is_open, direct_role, approvals, locked_columns, territory_counts)
       VALUES ($1::uuid, $2::uuid, $3::boolean, $4, $5::integer, $6::jsonb, $7::boolean)
       ON CONFLICT (dataset_id) DO UPDATE SET is_open = EXCLUDED.is_open, direct_role = EXCLUDED.direct_role,
         approvals = EXCLUDED.approvals, locked_columns = EXCLUDED.locked_columns, territory_counts = EXCLUDED.territory_counts`,
      [
        datasetId,
        actor.communityId,
        rules.isOpen,
        rules.directRole,
        rules.approvals,
        JSON.stringify(rules.lockedColumns),
        rules.territoryCounts,
      ],
    );
    await auditIn(sql, {
      communityId: actor.communityId,
      actorId: actor.userId,
      action: "dataset.edit-rules-changed",
      resourceType: "dataset",
      resourceId: datasetId,
      summary: { title: dataset.title },
    });
    return rules;
  });
}
