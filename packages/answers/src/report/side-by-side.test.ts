import { expect, it } from "vitest";
import { area, feature, reading } from "../testing/make-readings.ts";
import { reportOf, zone, zones } from "../testing/make-report.ts";
import { sideBySide } from "./side-by-side.ts";

const at = (...features: Parameters<typeof zones>[0]) => reportOf(zones(features));
const inZone = (a: ReturnType<typeof at>, b: ReturnType<typeof at>) =>
  sideBySide(a, b).find(({ theme }) => theme.theme === "plu.zone")?.difference;

it("compares what rules say of two places, and not how large a part they concern", () => {
  const [whole, part] = [at(zone("1", "U", "UA")), at(zone("2", "U", "UA", area(300)))];
  expect(inZone(whole, part)).toBe("same");
  expect(inZone(whole, at(zone("1", "U", "UB")))).toBe("differs");
  expect(inZone(whole, at(zone("1", "U", "UA"), zone("2", "N", "N", area(100))))).toBe("differs");
  expect(inZone(whole, at())).toBe("differs");
});

it("knows nothing of a theme that one place has no data for, and lists every theme once", () => {
  const [known, empty] = [at(zone("1", "U", "UA")), reportOf({})];
  expect(inZone(known, empty)).toBe("unknown");
  const rows = sideBySide(known, empty);
  expect(rows.map(({ theme }) => theme.theme)).toEqual(known.themes.map(({ theme }) => theme));
  const site = reportOf({
    "fr-risks/risk.industrial-sites": [reading("map", [feature("1", { nom_ets: "Usine", lib_seveso: "Non Seveso" })])],
  });
  expect(sideBySide(site, site).find(({ theme }) => theme.theme === "risk.industrial-sites")?.difference).toBe("same");
});
