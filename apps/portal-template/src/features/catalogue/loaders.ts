import type { CataloguePage } from "@archipel/contracts/datasets.ts";
import { topics } from "@archipel/contracts/datasets.ts";
import { cache } from "react";
import { z } from "zod";
import { publicCore } from "../../api/core.ts";
import type { CatalogueQuery } from "../../links.ts";

const querySchema = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  topic: z.enum(topics).optional().catch(undefined),
  keyword: z.string().max(60).optional().catch(undefined),
  sort: z.enum(["relevance", "updated", "title"]).optional().catch(undefined),
  cursor: z.string().max(200).optional().catch(undefined),
});

/** The catalogue's query of an address; what cannot be read is left out, since addresses are typed and cut by people. */
export function readCatalogueQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>) {
  const single = Object.fromEntries(Object.entries(searchParams).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
  const query = querySchema.parse(single);
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as typeof query & CatalogueQuery;
}

export type ReadQuery = ReturnType<typeof readCatalogueQuery>;

const PAGE_SIZE = 20;

export function searchCatalogue(portalId: string, { sort = "relevance", ...query }: ReadQuery): Promise<CataloguePage> {
  return publicCore.datasets.catalogue.query({ portalId, sort, limit: PAGE_SIZE, ...query });
}

/** The portal's datasets in its own order, enough for a home page. */
export const listedDatasets = cache(
  (portalId: string): Promise<CataloguePage> => publicCore.datasets.catalogue.query({ portalId, limit: 100 }),
);
