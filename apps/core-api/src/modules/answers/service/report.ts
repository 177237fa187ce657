import type { Pack } from "@archipel/answers/packs/pack.ts";
import { assembleReport } from "@archipel/answers/report/assemble.ts";
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { jsonDigest } from "../../../kernel/json-digest.ts";
import type { Located } from "../locate/locate.ts";
import type { Candidate } from "../policy/candidate.ts";
import type { Need } from "../policy/needs.ts";
import type { PortalRow } from "../queries/candidates.ts";
import { type Asked, askAt } from "../read/ask-at.ts";
import { themesInCommune } from "../read/in-commune.ts";
import { packsOf } from "../read/packs-of.ts";
import type { AnswerSources } from "../signing/policy.ts";
import { verifyAddress } from "./verify-address.ts";

export interface ReportRequest {
  portalId: string;
  place: AnswerPlace;
  locale: Locale;
  /** The short link to the place, for a print: its QR code then names the link where that is shorter. */
  link?: string | null;
}

/** A report that is ready to be read: what it will be made of is known, no layer was read. */
export interface PreparedReport {
  /** The same version gives the same report, apart from its moment. */
  version: string;
  /** True when a layer that is not public is read for it. */
  isRestricted: boolean;
  /** Where it is, and the layers of the portal that the caller may see, for maps. */
  located: Located;
  candidates: readonly Candidate[];
  /** The layers and rules that it is made of. */
  made: AnswerSources;
  /** `isWhole`: every layer answered. */
  read(): Promise<{ report: Report; isWhole: boolean }>;
}

/** What applies at a place, from the layers of a portal that the caller may see. */
export async function reportAt(core: Core, actor: Actor, request: ReportRequest): Promise<Report> {
  const prepared = await prepareReport(core, actor, request);
  return (await prepared.read()).report;
}

/**
 * Finds the place, and what must be read for it. Nothing of the place is kept or logged.
 *
 * @throws DomainError when the portal answers nothing, or the place is unknown or invalid
 */
export async function prepareReport(core: Core, actor: Actor, request: ReportRequest): Promise<PreparedReport> {
  const { settings, made, located, candidates, needs, unread, shown, files, read } = await askAt(core, actor, request, (_sql, row) => ({
    packs: packsOf(core, row),
  }));
  const packs = shown(made.packs);
  const createdAt = new Date().toISOString();
  const sources = sourcesOf(needs, packs);
  const version = versionOf(request, { settings, located, needs, packs, unread, files, day: createdAt.slice(0, 10) });
  return {
    version,
    located,
    candidates,
    made: sources,
    isRestricted: needs.some(({ candidate }) => candidate.isRestricted),
    read: async () => {
      const themes = await read();
      const { place, placeM2 } = located;
      const inCommune = await themesInCommune(core, actor, { located, candidates, needs });
      const bare = assembleReport(
        packs,
        { place, placeM2, themes, unread, inCommune },
        { id: version.slice(0, 16), createdAt, locale: request.locale },
      );
      const report = { ...bare, verify: await verifyAddress(core, request, bare, sources) };
      return { report, isWhole: themes.every(({ sources }) => sources.every(({ outcome }) => outcome === "read")) };
    },
  };
}

/** Each layer once, in the order of their ids. */
function sourcesOf(needs: readonly Need[], packs: readonly Pack[]): AnswerSources {
  const versions = new Map(needs.map(({ candidate }) => [candidate.id, candidate.version]));
  const layers = [...versions].map(([id, version]) => ({ id, version })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { layers, rules: packs.map(({ id, version }) => ({ pack: id, version })) };
}

function versionOf(
  { portalId, place, locale, link = null }: ReportRequest,
  made: {
    settings: PortalRow;
    located: Located;
    needs: readonly Need[];
    packs: readonly Pack[];
    unread: Asked<unknown>["unread"];
    files: Asked<unknown>["files"];
    day: string;
  },
): string {
  const { settings, located, needs, packs, unread, files, day } = made;
  const layers = needs.map(({ candidate, communeField }) => [candidate.id, candidate.version, communeField]);
  const rules = packs.map(({ id, version }) => [id, version]);
  return jsonDigest([
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
    unread,
    files,
    ...(link === null ? [] : [link]),
  ]).toString("hex");
}
