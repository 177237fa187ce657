import type { EditRules, saveEditRulesInput } from "@archipel/contracts/contributions.ts";
import type { z } from "zod";
import { editorScope, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { datasetTitle } from "../queries/datasets.ts";
import { saveRules } from "../queries/edit-rules.ts";
import { rulesOf } from "./situation.ts";

/** The edit rules of a dataset: its own, or the default ones. */
export function getEditRules(core: Core, actor: MemberActor, datasetId: string): Promise<EditRules> {
  return core.database.sqlAs(editorScope(actor), (sql) => rulesOf(sql, actor, datasetId));
}

export function saveEditRules(core: Core, actor: MemberActor, input: z.infer<typeof saveEditRulesInput>): Promise<EditRules> {
  const { datasetId, rules } = input;
  return core.database.sqlAs(memberScope(actor), async (sql) => {
    const title = await datasetTitle(sql, actor.communityId, datasetId);
    if (title === undefined) throw new DomainError("not-found", "dataset-not-found");
    await saveRules(sql, actor.communityId, datasetId, rules);
    await auditIn(sql, {
      communityId: actor.communityId,
      actorId: actor.userId,
      action: "dataset.edit-rules-changed",
      resourceType: "dataset",
      resourceId: datasetId,
      summary: { title },
    });
    return rules;
  });
}
