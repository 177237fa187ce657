import type { Pack } from "@archipel/answers/packs/pack.ts";
import type { UnreadLayer } from "@archipel/answers/report/reading.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { seenRevision } from "../../access/lens/service/seen.ts";
import { inLens, lensScopeOf, mayHaveGrants, ownLenses } from "../../access/lens/service/through-lens.ts";
import { type Located, locate } from "../locate/locate.ts";
import { type Candidate, candidateOf, fieldsSchema, partCandidate } from "../policy/candidate.ts";
import type { Files } from "../policy/documents.ts";
import { type Need, needsOf } from "../policy/needs.ts";
import { shownPacks } from "../policy/shown-packs.ts";
import { unreadLayers } from "../policy/unread.ts";
import { candidateRows, type PortalRow, portalRow, undeclaredLayerRows } from "../queries/candidates.ts";
import { type FileRow, filesById } from "../queries/files.ts";
import { areaCoverage } from "../queries/place.ts";
import { declaredFiles } from "./linked-files.ts";
import { type Coverage, readAll } from "./read-all.ts";

/** A place and what must be read for it; no layer was read yet. */
export interface Asked<Made> {
  settings: PortalRow;
  made: Made;
  located: Located;
  /** The layers of the portal that the caller may see and that declare something. */
  candidates: readonly Candidate[];
  needs: readonly Need[];
  /** Layers that the portal shows and no rule reads. */
  unread: readonly UnreadLayer[];
  /** The themes of packs that the portal answers about, for this caller. */
  shown(packs: readonly Pack[]): Pack[];
  /** The uploaded files that declared documents name. */
  files: readonly FileRow[];
  read(): ReturnType<typeof readAll>;
}

/**
 * Finds a place, and the layers that the packs need there.
 *
 * @param make reads what else the caller wants in the same transaction, and names the packs to read for: themes that the portal does not
 *   show are left out of them
 * @throws DomainError when the portal answers nothing, or the place is unknown or invalid
 */
export async function askAt<Made extends { packs: readonly Pack[] }>(
  core: Core,
  actor: Actor,
  { portalId, place, locale }: { portalId: string; place: AnswerPlace; locale?: Locale },
  make: (sql: SqlSession, row: PortalRow) => Made | Promise<Made>,
): Promise<Asked<Made>> {
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  const { settings, made, located, layers, needs, coverages, rows, unread, shown } = await core.database.sqlAs(scope, async (sql) => {
    const row = await portalRow(sql, portalId);
    if (!row || row.packs.length === 0) throw new DomainError("not-found", "answers-not-offered");
    const whole = (await candidateRows(sql, portalId, locale ?? "")).map(candidateOf);
    // Parcels and communes that are seen in part would be other shapes, and other places would be in no commune.
    const found = await locate(sql, place, whole);
    const own = await make(sql, row);
    const wholes = await aboutLayers(sql, found, whole);
    const parts = mayHaveGrants(actor)
      ? await inLens(sql, actor, () => partsOf(core, actor, sql, portalId, { reader: locale ?? "", located: found, whole }))
      : NO_PARTS;
    const candidates = [...whole, ...parts.candidates];
    const undeclared = (await undeclaredLayerRows(sql, portalId, locale ?? "")).map((one) => ({
      ...one,
      fields: fieldsSchema.parse(one.fields),
    }));
    const silent = unreadLayers(own.packs, undeclared, candidates);
    const layersShown = { read: candidates.map(({ facts }) => facts), unread: silent };
    const narrowed = (packs: readonly Pack[]) => shownPacks(packs, row.packs, layersShown);
    return {
      settings: row,
      made: own,
      located: found,
      layers: candidates,
      needs: needsOf(narrowed(own.packs), candidates),
      unread: silent,
      shown: narrowed,
      coverages: new Map([...wholes.coverages, ...parts.coverages]),
      rows: [...wholes.files, ...parts.files],
    };
  });
  const origin = settings.host === null ? new URL(core.env.ARCHIPEL_PUBLIC_URL).origin : portalOrigin(core.env, settings.host);
  const files: Files = {
    known: new Map(rows.map((row) => [row.id, row])),
    address: (id) => `${origin}/downloads/attachments/${id}`,
  };
  const read = () =>
    readAll(core, actor, located, needs, {
      files,
      locale: locale ?? "fr",
      coverageOf: (candidate) => coverageOf(candidate, located, coverages),
    });
  return { settings, made, located, candidates: layers, needs, unread, shown, files: rows, read };
}

/** How the declared areas of layers contain the place, and the files that their declared documents name. Most portals have none. */
async function aboutLayers(sql: SqlSession, { metric }: Located, candidates: readonly Candidate[]) {
  const areas = candidates.filter(({ coverage }) => coverage === "area").map(({ id }) => id);
  const ids = declaredFiles(candidates);
  return { coverages: await areaCoverage(sql, metric, areas), files: ids.length === 0 ? [] : await filesById(sql, ids) };
}

const NO_PARTS = { candidates: [], coverages: new Map<string, Coverage>(), files: [] };

/** The layers that the caller sees through grants only. In the scope of the grants. */
async function partsOf(
  core: Core,
  actor: Actor,
  sql: SqlSession,
  portalId: string,
  { reader, located, whole }: { reader: string; located: Located; whole: readonly Candidate[] },
) {
  const seen = new Set(whole.map(({ id }) => id));
  const rows = (await candidateRows(sql, portalId, reader)).filter(({ id }) => !seen.has(id));
  if (rows.length === 0) return NO_PARTS;
  const lenses = await ownLenses(
    sql,
    rows.map(({ id }) => id),
  );
  const candidates: Candidate[] = [];
  for (const row of rows) {
    const lens = lenses.get(row.id);
    if (!lens) continue;
    const part = { ...row, layerId: row.id, fields: fieldsSchema.parse(row.fields) };
    candidates.push(partCandidate(row, lens, await seenRevision(core, sql, lensScopeOf(actor), part, lens)));
  }
  return { candidates, ...(await aboutLayers(sql, located, candidates)) };
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
