import {
  type CatalogueChoices,
  catalogueChoices,
  catalogueSorts,
  type FacetName,
  facetNames,
} from "@archipel/contracts/dataset-catalogue.ts";
import { addressNumbers } from "@archipel/contracts/decimal.ts";
import { type Bbox, bbox } from "@archipel/contracts/place.ts";
import { z } from "zod";
import type { CatalogueQuery } from "../../links.ts";

const MOST_VALUES = 20;
const querySchema = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  place: z.string().trim().max(100).optional().catch(undefined),
  box: z.string().max(100).transform(boxOf).optional().catch(undefined),
  sort: z.enum(catalogueSorts).optional().catch(undefined),
  cursor: z.string().max(200).optional().catch(undefined),
});

/** A search of the catalogue, as its address says it. */
export interface ReadQuery extends Partial<CatalogueChoices> {
  readonly q?: string;
  /** The name of a place. */
  readonly place?: string;
  /** The extent of the place, or an area of the map. */
  readonly box?: Bbox;
  readonly sort?: (typeof catalogueSorts)[number];
  readonly cursor?: string;
}

/** Reads the catalogue's query from an address. Unreadable parts are ignored, because people type and shorten addresses. */
export function readCatalogueQuery(searchParams: Readonly<Record<string, string | string[] | undefined>>): ReadQuery {
  const single = Object.fromEntries(Object.entries(searchParams).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]));
  const choices = facetNames.map((name) => [name, valuesOf(name, searchParams[name])] as const).filter(([, values]) => values.length > 0);
  const given = Object.entries(querySchema.parse(single)).filter(([, value]) => value);
  return Object.fromEntries([...given, ...choices]);
}

/** The values of a facet that exist, each once. */
function valuesOf(name: FacetName, given: string | string[] | undefined): string[] {
  const { element } = catalogueChoices.shape[name].unwrap();
  const values = [given ?? []].flat().filter((value) => element.safeParse(value).success);
  return [...new Set(values)].slice(0, name === "updated" ? 1 : MOST_VALUES);
}

function boxOf(text: string): Bbox | undefined {
  const { data } = bbox.safeParse(addressNumbers(text));
  return data && data[0] <= data[2] && data[1] <= data[3] ? data : undefined;
}

/** The same search as an address, from its first page. */
export function addressOf({ box, cursor: _, ...query }: ReadQuery): CatalogueQuery {
  return { ...query, ...(box && { box: box.join(",") }) };
}

/** The search with a value of a facet chosen, or no longer. Of the periods, only one is chosen. */
export function withToggled(query: ReadQuery, name: FacetName, value: string): CatalogueQuery {
  const chosen: readonly string[] = query[name] ?? [];
  const isOn = chosen.includes(value);
  const others = name === "updated" ? [] : chosen.filter((one) => one !== value);
  return { ...addressOf(query), [name]: isOn ? others : [...others, value] };
}

/** How many filters are on, beside the words. */
export function filterCount(query: ReadQuery): number {
  const chosen = facetNames.reduce((sum, name) => sum + (query[name]?.length ?? 0), 0);
  return chosen + (query.place || query.box ? 1 : 0);
}
