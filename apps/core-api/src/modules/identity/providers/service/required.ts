import { localized } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { UnmetRule } from "../../second-factor/policy.ts";
import { unmetRows } from "../queries.ts";

/** What communities require of where their members come from and the person lacks, by community. */
export async function unmetOf(tx: Tx, userId: string): Promise<Map<string, UnmetRule>> {
  const rows = await unmetRows(tx, userId);
  return new Map(
    rows.map(({ communityId, from, domains, names }) => [
      communityId,
      { from, domains, providers: names.map((name) => localized.catch({}).parse(name)) },
    ]),
  );
}
