import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { ProcessingRun } from "@archipel/contracts/processing.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { sourceLayers } from "../runs/queries.ts";
import type { SourceLayer } from "./parameter.ts";
import type { Processing } from "./processing.ts";
import type { Recipe } from "./recipe.ts";
import { processings } from "./registry.ts";

export interface Request {
  processing: Processing;
  recipe: Recipe;
  sources: SourceLayer[];
}

/** Parses a request, with the current state of its layers. @throws DomainError that says what is wrong with it */
export async function readRequest(
  sql: SqlSession,
  communityId: CommunityId,
  { processing: id, parameters }: { processing: string; parameters: Readonly<Record<string, unknown>> },
): Promise<Request> {
  const processing = (await processings()).get(id);
  if (!processing) throw new DomainError("not-found", "processing-not-found");
  const layers = await sourceLayers(sql, communityId, processing.layerIds(parameters));
  return { processing, ...processing.read(parameters, layers) };
}

/** Sources in the form that lineage stores. */
export function sourcesOf(sources: readonly SourceLayer[]): ProcessingRun["sources"] {
  return sources.map(({ id, title, datasetId, datasetTitle, revision, featureCount }) => ({
    layerId: id,
    title,
    datasetId,
    datasetTitle,
    revision,
    features: featureCount,
  }));
}
