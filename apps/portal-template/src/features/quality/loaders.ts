import { apiError } from "@archipel/api-client/errors.ts";
import type { behindFigurePage, FeaturesBehind, QualitySheet, ratingsPage } from "@archipel/contracts/quality.ts";
import type { Bearer, DatasetLabels } from "@archipel/contracts/quality-labels.ts";
import { notFound } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** Comments shown under a sheet. */
const COMMENTS = 20;

/** A dataset's quality sheet and ratings. */
export async function qualityOf(datasetId: string): Promise<{ sheet: QualitySheet; ratings: z.infer<typeof ratingsPage> }> {
  const { quality } = coreFor(await getAccessToken());
  const [sheet, ratings] = await Promise.all([
    quality.sheet.query({ datasetId }),
    quality.ratings.query({ datasetId, limit: COMMENTS, cursor: null }),
  ]);
  return { sheet, ratings };
}

/** The features behind a figure; not found when the layer or field does not exist for this visitor. */
export async function featuresBehindOf(
  layerId: string,
  behind: FeaturesBehind,
  cursor: string | null,
): Promise<z.infer<typeof behindFigurePage>> {
  try {
    return await coreFor(await getAccessToken()).quality.features.query({ layerId, behind, limit: 50, cursor });
  } catch (error) {
    if (apiError(error).status === 404) notFound();
    throw error;
  }
}

/** The state of a dataset for each label of its community. One page calls core-api only once. */
export const datasetLabelsOf = cache(async (datasetId: string): Promise<DatasetLabels> => {
  return coreFor(await getAccessToken()).quality.datasetLabels.query({ datasetId });
});

/** The labels awarded to datasets of a catalogue, by dataset, as anonymous visitors see them. */
export async function awardedLabelsOf(datasetIds: readonly string[]): Promise<ReadonlyMap<string, Bearer["label"][]>> {
  if (datasetIds.length === 0) return new Map();
  const bearers = await coreFor(null).quality.bearers.query({ datasetIds: [...datasetIds] });
  const labels = new Map<string, Bearer["label"][]>();
  for (const { datasetId, label } of bearers) labels.set(datasetId, [...(labels.get(datasetId) ?? []), label]);
  return labels;
}
