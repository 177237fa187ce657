// @long
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check } from "../check.ts";
import type { Delivery } from "../delivery/delivery.ts";
import { withDelivery } from "../delivery/open.ts";
import type { Finding } from "../finding.ts";
import { loadModel } from "../model/load.ts";
import type { Model } from "../model/model.ts";
import { brokenDeliveries } from "../testing/broken-deliveries.ts";
import { repairUntilDone } from "./repair-all.ts";

const folders = [
  process.env.SAMPLES,
  join(import.meta.dirname, "../../../../../shared/data"),
  join(import.meta.dirname, "../../../../../../shared/data"),
];
const samples = folders.find((folder) => folder && existsSync(join(folder, "plu/30014_PLU_20171013.zip"))) ?? "";

const isError = ({ level }: Finding) => level === "ERROR" || level === "FATAL";

/** The number of errors, how many of them are broken conditions, and how many automatic repairs remove. */
async function shareOf(delivery: Delivery, model: Model) {
  const checked = (of: Delivery, onFinding: (finding: Finding) => void) => check(of, model, { onFinding });
  const before: Finding[] = [];
  await checked(delivery, (finding) => void before.push(finding));
  const { repaired } = await repairUntilDone(delivery, model, checked, {});
  const after: Finding[] = [];
  await checked(repaired, (finding) => void after.push(finding));
  const errors = before.filter(isError);
  return {
    errors: errors.length,
    ofConditions: errors.filter(({ code }) => code === "DATABASE_CONSTRAINT_MISMATCH").length,
    repaired: errors.length - after.filter(isError).length,
  };
}

test("automatic repairs remove at least 70 % of the errors in the synthetic deliveries", async () => {
  const shares = [];
  for (const { delivery, model } of brokenDeliveries) shares.push(await shareOf(delivery, model));
  const errors = shares.reduce((sum, share) => sum + share.errors, 0);
  expect(errors).toBeGreaterThan(50);
  expect(shares.reduce((sum, share) => sum + share.repaired, 0) / errors).toBeGreaterThanOrEqual(0.7);
});

/**
 * Errors, broken conditions among them, and removed errors. The rest needs a person: a missing document, a geometry that was never drawn, a code
 * that is in no list. Of a broken condition nothing says which of its values is wrong: 50545 lists true documents of other municipalities.
 */
const expected = [
  ["41175_PLU_20140603", "cnig-plu-2013", 5, 0, 4],
  ["50545_CC_20140101", "cnig-cc-2014", 19, 13, 1],
  ["30014_PLU_20171013", "cnig-plu-2017", 22, 0, 19],
] as const;

describe.skipIf(!samples)("automatic repairs of real deliveries", () => {
  test.each(expected)("%s (%s): of %i errors, %i of conditions, %i are removed", async (name, model, errors, ofConditions, repaired) => {
    const share = await withDelivery(join(samples, `plu/${name}.zip`), {}, async (delivery) => shareOf(delivery, await loadModel(model)));
    expect(share).toEqual({ errors, ofConditions, repaired });
  });

  test("remove at least 70 % of the errors that are not broken conditions", () => {
    const sum = (column: 2 | 3 | 4) => expected.reduce((total, row) => total + row[column], 0);
    expect(sum(4) / (sum(2) - sum(3))).toBeGreaterThanOrEqual(0.7);
  });
});
