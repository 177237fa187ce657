import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { ReadingPart, SourceReading, ThemeReading } from "@archipel/answers/report/reading.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { whereToAsk } from "../../access/ask/service.ts";
import type { Located } from "../locate/locate.ts";
import type { Candidate } from "../policy/candidate.ts";
import { withCategory } from "../policy/category.ts";
import { documentOf, type Files, isDocumentHidden } from "../policy/documents.ts";
import type { Need } from "../policy/needs.ts";
import { codeListsOf } from "./code-lists.ts";
import { type FileOf, linkedFiles } from "./linked-files.ts";
import { type InOne, limited, type Read, readNeeds } from "./read-need.ts";
import { isPart, type PartRead, readParts } from "./read-parts.ts";

/** How a layer's declared coverage contains the place. */
export type Coverage = SourceReading["coverage"];

/**
 * Reads every layer that the packs need, each once, and gives each theme its sources. A layer that does not answer is only missing in its
 * own themes. A report holds one connection, like a search: the lanes of the gate count on that.
 */
export async function readAll(
  core: Core,
  actor: Actor,
  located: Located,
  needs: readonly Need[],
  { files, coverageOf, locale }: { files: Files; coverageOf: (candidate: Candidate) => Coverage; locale: Locale },
): Promise<ThemeReading[]> {
  const scope = { role: "tenant", ...scopeOf(actor) } as const;
  const inOne: InOne = (work) => limited(() => core.database.sqlAs(scope, work));
  const whole = needs.filter((need) => !isPart(need));
  const reads = new Map<Need, Read | PartRead>(await readNeeds(core, inOne, located, whole));
  for (const [need, read] of await readParts(core, actor, located, needs.filter(isPart))) reads.set(need, read);
  const fileOf = await linkedFiles(core, actor, reads, files.address);
  const ask = await placesToAsk(core, needs, locale);
  const themes = new Map<string, { pack: string; theme: string; sources: SourceReading[] }>();
  for (const [need, read] of reads) {
    const { model } = need.candidate.facts;
    const codeLists = model === null ? undefined : await codeListsOf(core, model);
    // A layer that is known by commune says nothing of a place whose commune is not known.
    const coverage = need.communeField !== null && located.communes.length === 0 ? "none" : coverageOf(need.candidate);
    for (const { pack, theme, source } of need.uses) {
      const key = `${pack}/${theme}`;
      const known = themes.get(key) ?? { pack, theme, sources: [] };
      const part = "partOf" in read ? { ...read.partOf(source), ask: ask(need.candidate) } : undefined;
      known.sources.push(sourceReading(need.candidate, source, { read, part, coverage, codeLists, files, fileOf }));
      themes.set(key, known);
    }
  }
  return [...themes.values()];
}

/** What a source was read with. */
interface Given {
  read: Read;
  part: ReadingPart | undefined;
  coverage: Coverage;
  codeLists: SourceReading["codeLists"];
  files: Files;
  fileOf: FileOf;
}

function sourceReading(
  candidate: Candidate,
  source: SourceRequirement,
  { read, part, coverage, codeLists, files, fileOf }: Given,
): SourceReading {
  const hasRing = source.place.on === "geometry" && source.place.ringM !== undefined;
  return {
    source: source.key,
    layer: {
      ref: candidate.id,
      title: candidate.title,
      language: candidate.language,
      titleLang: candidate.titleLang,
      version: candidate.version,
      imported: candidate.imported,
      isRestricted: candidate.isRestricted,
      captured: candidate.captured,
      accuracyM: candidate.accuracyM,
      scaleDenominator: candidate.scaleDenominator,
      staleAfterDays: candidate.staleAfterDays,
      producer: candidate.producer,
    },
    ...(part ? { part } : {}),
    coverage: coverageIn(part, coverage),
    outcome: read.outcome,
    // Outside its part, a layer says nothing.
    features: (part?.reach === "outside" ? [] : read.features).map((feature) => ({
      ...feature,
      attributes: withCategory(feature.attributes, candidate.facts),
      ...(part && isDocumentHidden(feature.attributes, source.link, part.known) ? { isDocumentHidden: true as const } : {}),
      document: documentOf(feature.attributes, source.link, candidate.documents, files),
      fileUrl: fileOf(candidate, feature.attributes, source.file?.name) ?? undefined,
    })),
    ...(hasRing && read.more > 0 ? { more: read.more } : {}),
    codeLists,
  };
}

/** What is common to the declared coverage and the reader's part. Of places that are not wholly in the part, the declared one is not said. */
function coverageIn(part: ReadingPart | undefined, declared: Coverage): Coverage {
  if (part === undefined || part.reach === "around") return declared;
  return part.reach === "outside" ? "none" : "partly";
}

/** Who can give more of the layers that the caller sees in part. */
async function placesToAsk(core: Core, needs: readonly Need[], locale: Locale): Promise<(candidate: Candidate) => ReadingPart["ask"]> {
  const datasets = new Set(needs.filter(isPart).map(({ candidate }) => candidate.datasetId));
  const places = new Map<string, ReadingPart["ask"]>();
  for (const id of datasets) places.set(id, await whereToAsk(core, id, locale));
  return ({ datasetId }) => places.get(datasetId) ?? { owner: "", url: null };
}
