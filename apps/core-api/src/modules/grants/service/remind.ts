import type { Core } from "../../../kernel/core.ts";
import { emitIn } from "../../../kernel/outbox.ts";
import { takeEndingGrants } from "../queries.ts";

/** Reminds the giver and the readers of each grant that ends soon, once. @returns the number of these grants */
export function remindOfEnds(core: Core): Promise<number> {
  return core.database.sqlAs({ role: "system" }, async (sql) => {
    const ending = await takeEndingGrants(sql);
    for (const { id, communityId } of ending) await emitIn(sql, "grant.ending", communityId, { grantId: id });
    return ending.length;
  });
}
