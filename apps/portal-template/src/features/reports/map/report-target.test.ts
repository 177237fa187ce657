import { expect, test } from "vitest";
import { isRuleKey, readReportTarget } from "./report-target.ts";

const layerId = "0195a3f2-0000-7000-8000-000000000001";

test("an address asks for a new report, the draft, or a report about a feature", () => {
  expect(readReportTarget("new")).toEqual({ isDraft: false, feature: null });
  expect(readReportTarget("draft")).toEqual({ isDraft: true, feature: null });
  expect(readReportTarget(`${layerId}/7`)).toEqual({ isDraft: false, feature: { layerId, fid: 7 } });
});

test("an address that cannot be read asks for nothing", () => {
  for (const text of [undefined, "", "old", `${layerId}/new`, `${layerId}/0`]) expect(readReportTarget(text)).toBeUndefined();
});

test("knows the key of a rule, and takes nothing else from an address into a report", () => {
  expect(["fr-plu/zone-U", "fr-sup/AC1.abords"].map(isRuleKey)).toEqual([true, true]);
  expect([undefined, "", "fr-plu", "fr-plu/", "fr plu/zone", "fr-plu/<b>"].map(isRuleKey)).toEqual(Array(6).fill(false));
});
