import { expect, test } from "vitest";
import { frPlu } from "../packs/fr-plu/pack.ts";
import { area, feature, reading } from "../testing/make-readings.ts";
import { plan } from "../testing/make-report.ts";
import { approvalOf } from "./approval.ts";
import { draftsOf } from "./draft.ts";
import { findingOf } from "./finding.ts";

const setting = { locale: "fr", day: "2026-11-28", placeM2: 1_000 } as const;

test("features whose field gives them other levels stay apart, so that the higher level is never lost", () => {
  const theme = frPlu.themes.find(({ id }) => id === "plu.zone");
  const rule = theme?.rules.find(({ key }) => key === "zone-U");
  if (!theme || !rule) throw new Error("the pack has no such rule");
  const level = { fromField: "ALEA", map: { faible: 1, fort: 3 }, otherwise: null } as const;
  const judged = { ...theme, rules: [{ ...rule, level }] };
  const zone = (id: string, ALEA: string) => feature(id, { TYPEZONE: "U", LIBELLE: "UA", ALEA }, area(100), { document: plan });
  const drafts = draftsOf(frPlu, judged, reading("zones", [zone("1", "faible"), zone("2", "fort"), zone("3", "fort")]), setting);
  expect(drafts.map((draft) => [findingOf(draft, "fr").level, draft.featureCount])).toEqual([
    [1, 1],
    [3, 2],
  ]);
});

test("the day of an approval is read as standards write it, and left out when it is no day", () => {
  expect(approvalOf({ ...plan, approved: "20171013" }, "fr")).toBe(approvalOf(plan, "fr"));
  expect(approvalOf({ ...plan, approved: "en cours" }, "fr")).toBeUndefined();
  expect(approvalOf(undefined, "en")).toBeUndefined();
});
