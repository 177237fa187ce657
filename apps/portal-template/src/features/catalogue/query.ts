import { topics } from "@archipel/contracts/datasets.ts";
import { z } from "zod";

const querySchema = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  topic: z.enum(topics).optional().catch(undefined),
  keyword: z.string().max(60).optional().catch(undefined),
  sort: z.enum(["relevance", "updated", "title"]).optional().catch(undefined),
  cursor: z.string().max(200).optional().catch(undefined),
});

/** Reads the catalogue's query from an address. Unreadable parts are ignored, because people type and shorten addresses. */
export function readCatalogueQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>) {
  const single = Object.fromEntries(Object.entries(searchParams).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
  const query = querySchema.parse(single);
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as typeof query;
}

export type ReadQuery = ReturnType<typeof readCatalogueQuery>;
