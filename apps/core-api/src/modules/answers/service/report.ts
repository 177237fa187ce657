import { createHash } from "node:crypto";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { assembleReport } from "@archipel/answers/report/assemble.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { TenantScope } from "@archipel/database/scope.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type Located, locate } from "../locate/locate.ts";
import { type Candidate, candidateOf } from "../policy/candidate.ts";
import { type Need, needsOf } from "../policy/needs.ts";
import { candidateRows, type PortalRow, portalRow } from "../queries/candidates.ts";
import { areaCoverage } from "../queries/place.ts";
import { packsOf } from "../read/packs-of.ts";
import { type Coverage, readAll } from "../read/read-all.ts";

export interface ReportRequest {
  portalId: string;
  place: AnswerPlace;
  locale: Locale;
}

/** A report that is ready to be read: what it will be made of is known, no layer was read. */
export interface PreparedReport {
  /** The same version gives the same report, apart from its moment. */
  version: string;
  /** True when a layer that is not public is read for it. */
  isRestricted: boolean;
  /** `isWhole`: every layer answered. */
  read(): Promise<{ report: Report; isWhole: boolean }>;
}

/** What applies at a place, from the layers of a portal that the caller may see. */
export async function reportAt(core: Core, scope: TenantScope, request: ReportRequest): Promise<Report> {
  const prepared = await prepareReport(core, scope, request);
  return (await prepared.read()).report;
}

/**
 * Finds the place, and what must be read for it. Nothing of the place is kept or logged.
 *
 * @throws DomainError when the portal answers nothing, or the place is unknown or invalid
 */
export async function prepareReport(core: Core, scope: TenantScope, request: ReportRequest): Promise<PreparedReport> {
  const { packs, settings, located, needs, coverages } = await core.database.sqlAs(scope, async (sql) => {
    const row = await portalRow(sql, request.portalId);
    if (!row || row.packs.length === 0) throw new DomainError("not-found", "answers-not-offered");
    const candidates = (await candidateRows(sql, request.portalId)).map(candidateOf);
    const found = await locate(sql, request.place, candidates);
    const wanted = packsOf(core, row);
    const areas = candidates.filter(({ coverage }) => coverage === "area").map(({ id }) => id);
    return {
      packs: wanted,
      settings: row,
      located: found,
      needs: needsOf(wanted, candidates),
      coverages: await areaCoverage(sql, found.metric, areas),
    };
  });
  const createdAt = new Date().toISOString();
  const version = versionOf(request, { settings, located, needs, packs, day: createdAt.slice(0, 10) });
  return {
    version,
    isRestricted: needs.some(({ candidate }) => candidate.isRestricted),
    read: async () => {
      const themes = await readAll(core, scope, located, needs, (candidate) => coverageOf(candidate, located, coverages));
      const { place, placeM2 } = located;
      const report = assembleReport(packs, { place, placeM2, themes }, { id: version.slice(0, 16), createdAt, locale: request.locale });
      return { report, isWhole: themes.every(({ sources }) => sources.every(({ outcome }) => outcome === "read")) };
    },
  };
}

function coverageOf({ id, coverage, communes }: Candidate, located: Located, areas: ReadonlyMap<string, Coverage>): Coverage {
  switch (coverage) {
    case "everywhere":
      return located.isInside ? "whole" : "none";
    case "communes": {
      const within = located.communes.filter(({ insee }) => communes.includes(insee)).length;
      if (within === 0) return "none";
      return within === located.communes.length ? "whole" : "partly";
    }
    case "area":
      return areas.get(id) ?? "undeclared";
    default:
      return "undeclared";
  }
}

function versionOf(
  { portalId, place, locale }: ReportRequest,
  made: { settings: PortalRow; located: Located; needs: readonly Need[]; packs: readonly Pack[]; day: string },
): string {
  const { settings, located, needs, packs, day } = made;
  const layers = needs.map(({ candidate, communeField }) => [candidate.id, candidate.version, communeField]);
  const rules = packs.map(({ id, version }) => [id, version]);
  return digest([
    portalId,
    place,
    locale,
    day,
    settings.version,
    located.metric,
    located.communes,
    located.place.parcelHere,
    layers.sort(),
    rules,
  ]);
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
