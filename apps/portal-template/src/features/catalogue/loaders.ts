import type { CataloguePage } from "@archipel/contracts/datasets.ts";
import { createBriefCache } from "../../api/brief-cache.ts";
import { coreFor, publicCore } from "../../api/core.ts";
import type { ReadQuery } from "./query.ts";

const PAGE_SIZE = 20;

/** What any visitor finds. */
export function searchCatalogue(portalId: string, { sort = "relevance", ...query }: ReadQuery): Promise<CataloguePage> {
  return coreFor(null).datasets.catalogue.query({ portalId, sort, limit: PAGE_SIZE, ...query });
}

/** The portal's datasets in its own order, enough for a home page; what any visitor sees, at most ten seconds old. */
export const listedDatasets = createBriefCache(
  (portalId): Promise<CataloguePage> => publicCore.datasets.catalogue.query({ portalId, limit: 100 }),
  { freshMs: 10_000, capacity: 2_000 },
);
