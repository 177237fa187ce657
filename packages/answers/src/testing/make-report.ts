import { frPlu } from "../packs/fr-plu/pack.ts";
import { frRisks } from "../packs/fr-risks/pack.ts";
import type { Pack } from "../packs/pack.ts";
import { assembleReport, type ReportFacts } from "../report/assemble.ts";
import type { DocumentFacts, Readings, SourceReading } from "../report/reading.ts";
import { type Report, reportSchema, type ThemeAnswer } from "../report/report.ts";
import { area, feature, reading, readings } from "./make-readings.ts";

const facts: ReportFacts = { id: "r1", createdAt: "2026-11-28T08:00:00Z", locale: "fr", verify: "https://exemple.fr/v/1" };
export const plan: DocumentFacts = {
  id: "30014_PLU_20171013",
  title: "PLU de Saint-Aubrin",
  state: "03",
  approved: "2017-10-13",
  authority: { name: "la mairie de Saint-Aubrin" },
};
export const zone = (id: string, type: string, label: string, figures = area(1_000), document: DocumentFacts | undefined = plan) =>
  feature(id, { TYPEZONE: type, LIBELLE: label }, figures, { document });

/** The report of readings, which is also read by its own schema. */
export function reportOf(
  themes: Record<string, SourceReading[]>,
  more: Partial<ReportFacts> = {},
  packs: readonly Pack[] = [frPlu, frRisks],
  other: Partial<Readings> = {},
): Report {
  const made = assembleReport(packs, readings(themes, other), { ...facts, ...more });
  const { error } = reportSchema.safeParse(made);
  if (error) throw error;
  return made;
}
export function themeIn({ themes }: Report, id: string): ThemeAnswer {
  const found = themes.find(({ theme }) => theme === id);
  if (!found) throw new Error(`no theme ${id}`);
  return found;
}
export const zones = (features: SourceReading["features"], more: Partial<SourceReading> = {}) => ({
  "fr-plu/plu.zone": [reading("zones", [...features], more)],
});
export const zoneOf = (features: SourceReading["features"], more: Partial<SourceReading> = {}) =>
  themeIn(reportOf(zones(features, more)), "plu.zone");
export const plainSpaces = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, " ");
