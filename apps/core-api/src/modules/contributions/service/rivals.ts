import type { Rivals, rivalsInput } from "@archipel/contracts/contributions.ts";
import type { z } from "zod";
import { permissions, roleSuffices } from "../../../gate/permissions.ts";
import { editorScope, type MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { rivalRows } from "../queries/contributions.ts";

/**
 * Waiting contributions that change the feature the caller works on, shown early to avoid a conflict. Moderators get all of them by name,
 * others their own and the number of the rest.
 */
export function rivalsOf(core: Core, actor: MemberActor, input: z.infer<typeof rivalsInput>): Promise<Rivals> {
  return core.database.sqlAs(editorScope(actor), async (sql) => {
    const rows = await rivalRows(sql, actor.communityId, input, input.contributionId ?? null);
    const mayReview = roleSuffices(actor.role, permissions["contributions.review"].audience);
    const known = rows.filter(({ authorId }) => mayReview || authorId === actor.userId);
    return {
      known: known.map(({ authorId, ...row }) => ({ ...row, isMine: authorId === actor.userId })),
      others: rows.length - known.length,
    };
  });
}
