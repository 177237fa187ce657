import { isDeepStrictEqual } from "node:util";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database, Tx } from "@archipel/database/database.ts";
import type { Code } from "@archipel/validation/codes.ts";
import type { Finding } from "@archipel/validation/finding.ts";
import type { EarlierCheck } from "@archipel/validation/recheck.ts";
import { partsOf, type RecipePart, repairsAt } from "../../repairs/apply/recipe.ts";
import type { StoredChoices } from "../../uploads/policy/choices.ts";
import { readingChoicesOf, storedGroups, storedVerdict } from "../policy.ts";
import { findingsAfter } from "../queries.ts";
import { findingOf } from "../service/export.ts";

/** Rows per statement. */
const PAGE = 2_000;

/** What a new check reuses from the previous one. */
interface Earlier {
  checkId: string;
  parts: RecipePart[];
  verdict: EarlierCheck["verdict"];
}

interface AskedCheck {
  uploadId: string;
  previousId: string | null;
}

/** The previous check to start from; null when there is no usable one. */
export async function findEarlier(
  tx: Tx,
  communityId: CommunityId,
  { uploadId, previousId }: AskedCheck,
  choices: StoredChoices,
): Promise<Earlier | null> {
  const row = previousId === null ? null : await tx.check.findUnique({ where: { id: previousId, communityId } });
  if (!row || row.verdict === null || row.groups === null) return null;
  const { ran, read, told } = storedVerdict.parse(row.verdict);
  if (!isDeepStrictEqual(told, readingChoicesOf(choices))) return null;
  const parts = await partsOf(tx, communityId, await repairsAt(tx, communityId, uploadId, row.recipeRevision));
  if (!read || !parts) return null;
  const counts: Partial<Record<Code, number>> = {};
  for (const { code, count } of storedGroups.parse(row.groups).groups) counts[code as Code] = (counts[code as Code] ?? 0) + count;
  return { checkId: row.id, parts, verdict: { ran, read, counts } };
}

/** The findings of a check in their order, page by page. */
export async function* earlierFindings(
  database: Database,
  communityId: CommunityId,
  checkId: string,
  model: string,
): AsyncGenerator<Finding> {
  for (let sequence = 0; ; ) {
    const after = sequence;
    const rows = await database.sqlAs({ role: "worker", communityId }, (sql) => findingsAfter(sql, communityId, checkId, after, PAGE));
    for (const row of rows) yield findingOf(row, model);
    sequence = rows.at(-1)?.sequence ?? sequence;
    if (rows.length < PAGE) return;
  }
}
