import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { SourceReading, ThemeReading } from "@archipel/answers/report/reading.ts";
import type { TenantScope } from "@archipel/database/scope.ts";
import type { Core } from "../../../kernel/core.ts";
import type { Located } from "../locate/locate.ts";
import type { Candidate } from "../policy/candidate.ts";
import { withCategory } from "../policy/category.ts";
import { documentOf, type Files } from "../policy/documents.ts";
import type { Need } from "../policy/needs.ts";
import { codeListsOf } from "./code-lists.ts";
import { type FileOf, linkedFiles } from "./linked-files.ts";
import { type Read, readNeeds } from "./read-need.ts";

/** How a layer's declared coverage contains the place. */
export type Coverage = SourceReading["coverage"];

/**
 * Reads every layer that the packs need, each once, and gives each theme its sources. A layer that does not answer is only missing in its
 * own themes. A report holds one connection, like a search: the lanes of the gate count on that.
 */
export async function readAll(
  core: Core,
  scope: TenantScope,
  located: Located,
  needs: readonly Need[],
  { files, coverageOf }: { files: Files; coverageOf: (candidate: Candidate) => Coverage },
): Promise<ThemeReading[]> {
  const reads = await readNeeds(core, scope, located, needs);
  const fileOf = await linkedFiles(core, scope, reads, files.address);
  const themes = new Map<string, { pack: string; theme: string; sources: SourceReading[] }>();
  for (const [need, read] of reads) {
    const { model } = need.candidate.facts;
    const codeLists = model === null ? undefined : await codeListsOf(core, model);
    // A layer that is known by commune says nothing of a place whose commune is not known.
    const coverage = need.communeField !== null && located.communes.length === 0 ? "none" : coverageOf(need.candidate);
    for (const { pack, theme, source } of need.uses) {
      const key = `${pack}/${theme}`;
      const known = themes.get(key) ?? { pack, theme, sources: [] };
      known.sources.push(sourceReading(need.candidate, source, { read, coverage, codeLists, files, fileOf }));
      themes.set(key, known);
    }
  }
  return [...themes.values()];
}

/** What a source was read with. */
interface Given {
  read: Read;
  coverage: Coverage;
  codeLists: SourceReading["codeLists"];
  files: Files;
  fileOf: FileOf;
}

function sourceReading(
  candidate: Candidate,
  source: SourceRequirement,
  { read, coverage, codeLists, files, fileOf }: Given,
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
    coverage,
    outcome: read.outcome,
    features: read.features.map((feature) => ({
      ...feature,
      attributes: withCategory(feature.attributes, candidate.facts),
      document: documentOf(feature.attributes, source.link, candidate.documents, files),
      fileUrl: fileOf(candidate, feature.attributes, source.file?.name) ?? undefined,
    })),
    ...(hasRing && read.more > 0 ? { more: read.more } : {}),
    codeLists,
  };
}
