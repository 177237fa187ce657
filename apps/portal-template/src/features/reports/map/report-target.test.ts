import { expect, test } from "vitest";
import { isRuleKey, placeOnFeature, readReportTarget } from "./report-target.ts";

const layerId = "0195a3f2-0000-7000-8000-000000000001";

test("an address asks for a new report, the draft, or a report about a feature", () => {
  expect(readReportTarget("new")).toEqual({ isDraft: false, feature: null });
  expect(readReportTarget("draft")).toEqual({ isDraft: true, feature: null });
  expect(readReportTarget(`${layerId}/7`)).toEqual({ isDraft: false, feature: { layerId, fid: 7 } });
});

test("an address that cannot be read asks for nothing", () => {
  for (const text of [undefined, "", "old", `${layerId}/new`, `${layerId}/0`]) expect(readReportTarget(text)).toBeUndefined();
});

test("the pin of a report about a feature stays where the visitor tapped it", () => {
  const box = [5, 45, 7, 47] as const;
  const [feature, other] = [
    { layerId, fid: 7 },
    { layerId, fid: 8 },
  ];
  const at = { lon: 5.1, lat: 46.9 };
  expect(placeOnFeature({ hits: [other, feature], index: 1, at }, feature, box)).toEqual(at);
  // Chosen in a list, or by the address: the middle of the feature.
  expect(placeOnFeature({ hits: [feature], index: 0 }, feature, box)).toEqual({ lon: 6, lat: 46 });
  expect(placeOnFeature({ hits: [other], index: 0, at }, feature, box)).toEqual({ lon: 6, lat: 46 });
  expect(placeOnFeature(null, feature, null)).toBeNull();
});

test("knows the key of a rule, and takes nothing else from an address into a report", () => {
  expect(["fr-plu/zone-U", "fr-sup/AC1.abords"].map(isRuleKey)).toEqual([true, true]);
  expect([undefined, "", "fr-plu", "fr-plu/", "fr plu/zone", "fr-plu/<b>"].map(isRuleKey)).toEqual(Array(6).fill(false));
});
