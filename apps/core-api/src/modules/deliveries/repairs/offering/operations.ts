import type { offeredRepairsInput } from "@archipel/contracts/repairs.ts";
import { isCode } from "@archipel/validation/codes.ts";
import { repairIds } from "@archipel/validation/finding.ts";
import { OfferedRepairs, operationFor } from "@archipel/validation/repair/offered.ts";
import type { OneClick } from "@archipel/validation/repair/recipe.ts";
import type { z } from "zod";
import type { OfferedRow } from "../queries.ts";

type Input = z.infer<typeof offeredRepairsInput>;

/** What is offered, as operations in the order in which they help one another. What this platform does not know any more is left out. */
export function operationsOf(offered: readonly OfferedRow[], { on, precision }: Pick<Input, "on" | "precision">): OneClick[] {
  const isOfOneLine = "sequence" in on;
  const groups = new OfferedRepairs();
  const lines: OneClick[] = [];
  for (const { code, repair: name, ...place } of offered) {
    const repair = repairIds.find((id) => id === name);
    if (!repair || !isCode(code)) continue;
    const finding = { ...place, code, repair };
    const line = isOfOneLine ? operationFor(finding, "finding") : null;
    if (line) lines.push(line);
    else groups.add(finding);
  }
  const operations = [...lines, ...groups.list()];
  if (precision === undefined) return operations;
  return operations.map((operation) => (operation.repair === "snap-precision" ? { ...operation, params: { precision } } : operation));
}
