import { apiError } from "@archipel/api-client/errors.ts";
import type { Dataset } from "@archipel/contracts/datasets.ts";
import type { featureRows } from "@archipel/contracts/features.ts";
import type { PlacedPicture } from "@archipel/contracts/rasters.ts";
import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import type { z } from "zod";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";
import { PREVIEW_ROWS, type PreviewQuery } from "./preview/query.ts";

/** A dataset that the portal lists, as this visitor may see it, in the page's language; null for anything else. */
export const findDataset = cache(async (portalId: string, slug: string): Promise<Dataset | null> => {
  try {
    return await coreFor(await getAccessToken()).datasets.view.query({ portalId, slug, locale: await getLocale() });
  } catch (error) {
    if (apiError(error).status === 404 || apiError(error).code === "invalid-input") return null;
    throw error;
  }
});

/** The same; anything else is not found. */
export async function datasetOf(portalId: string, slug: string): Promise<Dataset> {
  return (await findDataset(portalId, slug)) ?? notFound();
}

/** The georeferenced pictures of a dataset. */
export async function picturesOf(dataset: Dataset): Promise<PlacedPicture[]> {
  return dataset.attachmentCount === 0 ? [] : coreFor(await getAccessToken()).attachments.pictures.query({ datasetId: dataset.id });
}

/** A page of the rows of a layer, as this visitor may see them; null when core-api does not answer, or a sort takes too long. */
export async function previewRows(layerId: string, { sort, order, page }: PreviewQuery): Promise<z.infer<typeof featureRows> | null> {
  const input = {
    layerId,
    limit: PREVIEW_ROWS,
    offset: (page - 1) * PREVIEW_ROWS,
    ...(sort && { sort: { column: sort, isDescending: order === "desc" } }),
  };
  return coreFor(await getAccessToken())
    .features.rows.query(input)
    .catch(() => null);
}
