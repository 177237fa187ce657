import { apiError } from "@archipel/api-client/errors.ts";
import type { CloudCoverage, PackedCloud } from "@archipel/contracts/clouds.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

export interface ListedCloud {
  readonly layer: PackedCloud;
  readonly dataset: Dataset;
}

/** A point-cloud layer of a dataset that the portal lists, as this visitor may see it; anything else is not found. */
export const cloudOf = cache(async (portalId: string, layerId: string): Promise<ListedCloud> => {
  const core = coreFor(await getAccessToken());
  try {
    const layer = await core.clouds.open.query({ layerId });
    const dataset = await core.datasets.view.query({ portalId, slug: layer.datasetSlug, locale: await getLocale() });
    return { layer, dataset };
  } catch (error) {
    if (apiError(error).status === 404 || apiError(error).code === "invalid-input") notFound();
    throw error;
  }
});

/** The point clouds of the portal's map that this visitor may see, top first. */
export async function cloudsOf(portalId: string, locale: Locale): Promise<PortalLayer[]> {
  const layers = await coreFor(await getAccessToken()).portals.layers.query({ portalId, locale });
  return layers.filter(({ kind }) => kind === "pointcloud");
}

/** The ground that a layer's tiles cover; empty for a layer that this visitor may not see any more. */
export const coverageOf = cache(async (layerId: string): Promise<CloudCoverage[]> => {
  const core = coreFor(await getAccessToken());
  try {
    return await core.clouds.coverage.query({ layerId });
  } catch (error) {
    if (apiError(error).status === 404) return [];
    throw error;
  }
});
