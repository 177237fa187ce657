import type { CataloguePage } from "@archipel/contracts/datasets.ts";
import { cache } from "react";
import { publicCore } from "../../api/core.ts";
import type { ReadQuery } from "./query.ts";

const PAGE_SIZE = 20;

export function searchCatalogue(portalId: string, { sort = "relevance", ...query }: ReadQuery): Promise<CataloguePage> {
  return publicCore.datasets.catalogue.query({ portalId, sort, limit: PAGE_SIZE, ...query });
}

/** The portal's datasets in its own order, enough for a home page. */
export const listedDatasets = cache(
  (portalId: string): Promise<CataloguePage> => publicCore.datasets.catalogue.query({ portalId, limit: 100 }),
);
