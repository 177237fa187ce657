import { describe, expect, test } from "vitest";
import { type Code, codes } from "../codes.ts";
import { type Finding, repairIds } from "../finding.ts";
import { brokenDeliveries } from "../testing/broken-deliveries.ts";
import { runCheck } from "../testing/run-check.ts";
import { lineageOf, lineageSentences, repairWords } from "./lineage.ts";
import { operationFor } from "./offered.ts";
import { parseRecipe } from "./recipe.ts";
import { repairedDelivery } from "./repaired.ts";

const RANK = { INFO: 0, WARNING: 1, ERROR: 2, FATAL: 3 };
const key = ({ code, file, field, row }: Finding) => JSON.stringify([code, file, field, row]);

describe.each(["finding", "group"] as const)("every repair, of one %s", (reach) => {
  test.each(brokenDeliveries)("$what: $repair", async ({ delivery, model, code, repair, options }) => {
    const before = await runCheck(delivery, model, options);
    const finding = before.findings.find((found) => found.code === code);
    if (!finding) throw new Error(`no ${code} among ${before.codes.join(", ")}`);
    expect(finding.repair).toBe(repair);

    const operation = operationFor(finding, reach);
    const recipe = parseRecipe(JSON.parse(JSON.stringify({ operations: [operation] })));
    const repaired = repairedDelivery(delivery, model, recipe, options);
    const after = await runCheck(repaired, model, options);

    expect(after.findings.map(key)).not.toContain(key(finding));
    const known = new Set(before.codes);
    const worst = RANK[finding.level];
    expect(after.findings.filter((left) => !known.has(left.code) && RANK[left.level] >= worst)).toEqual([]);
    const lineage = lineageOf(repaired);
    expect(lineage).toMatchObject([{ kind: repair, count: expect.any(Number) }]);
    expect(lineageSentences(lineage, "fr")[0]).toMatch(/^\d/);
  });
});

test("every repair is tested here, and has a label and a description", () => {
  const tried = new Set(brokenDeliveries.map(({ repair }) => repair));
  expect(repairIds.filter((id) => !tried.has(id))).toEqual([]);
  for (const id of repairIds)
    for (const locale of ["fr", "en"] as const) expect(Object.values(repairWords(id, locale)).join("")).not.toBe("");
});

test("every code with a default repair is tested here", () => {
  const always = (Object.keys(codes) as Code[]).filter((code) => "repair" in codes[code]);
  expect(always.filter((code) => !brokenDeliveries.some((broken) => broken.code === code))).toEqual([]);
});
