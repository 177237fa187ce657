import { z } from "zod";
import { datasetSummary, licences, topics } from "./datasets.ts";
import { id } from "./ids.ts";
import { pageInput, pageOf } from "./page.ts";
import { bbox } from "./place.ts";
import { locale } from "./text.ts";

/** What a visitor may choose a portal's datasets by. */
export const facetNames = ["topic", "producer", "kind", "format", "updated", "quality", "licence", "keyword"] as const;
export type FacetName = (typeof facetNames)[number];

/** What the data is: shapes of layers, kinds of layers without features, files. */
export const dataKinds = ["point", "line", "polygon", "mixed", "raster", "elevation", "pointcloud", "remote", "document"] as const;
export type DataKind = (typeof dataKinds)[number];

/** Ways to take layers home or to call them. Files of a dataset count by their own extension: `pdf`, `tif`. */
export const layerFormats = ["gpkg", "geojson", "csv", "ogc", "tiles"] as const;
export type LayerFormat = (typeof layerFormats)[number];

/** Days since the last change: each period contains the shorter ones. */
export const UPDATED_WITHIN = { week: 7, month: 31, "half-year": 183, year: 366 } as const;
export type UpdatedWithin = keyof typeof UPDATED_WITHIN;
export const updatedPeriods = ["week", "month", "half-year", "year"] as const satisfies readonly UpdatedWithin[];

/** Levels of the confidence that the quality sheet computes: from 80 points, from 50, below, and not measured. */
export const qualityLevels = ["high", "fair", "low", "unmeasured"] as const;
export type QualityLevel = (typeof qualityLevels)[number];

/** Most values that are chosen in one facet: more come from nobody. */
const MOST_CHOSEN = 20;
const chosen = <T extends z.ZodType>(value: T) => z.array(value).max(MOST_CHOSEN).default([]);

/** Values of one facet are alternatives; a dataset must fit every facet in which something is chosen. */
export const catalogueChoices = z.object({
  topic: chosen(z.enum(topics)),
  producer: chosen(id),
  kind: chosen(z.enum(dataKinds)),
  format: chosen(z.string().regex(/^[a-z0-9]{1,10}$/)),
  updated: z.array(z.enum(updatedPeriods)).max(1).default([]),
  quality: chosen(z.enum(qualityLevels)),
  licence: chosen(z.enum(licences)),
  keyword: chosen(z.string().max(60)),
});
export type CatalogueChoices = z.infer<typeof catalogueChoices>;

export const catalogueSorts = ["relevance", "updated", "published", "title"] as const;

/** A portal's catalogue, for its visitors. `box`: only datasets whose extent touches it. */
export const catalogueInput = z.object({
  portalId: id,
  q: z.string().max(200).optional(),
  box: bbox.optional(),
  ...catalogueChoices.shape,
  sort: z.enum(catalogueSorts).default("relevance"),
  /** Only datasets of which the caller reads a part, through grants. */
  isPartial: z.literal(true).optional(),
  /** The reader's language. */
  locale: locale.optional(),
  ...pageInput,
});

/** A value of a facet; `count`: the datasets that would remain with it, under the words, the place and the other facets. */
export const facetValue = z.object({ value: z.string(), label: z.string().nullable(), count: z.int(), isOn: z.boolean() });
export type FacetValue = z.infer<typeof facetValue>;

/** A condition of a search: its words, its place, or a facet. */
export const catalogueCondition = z.enum(["words", "place", ...facetNames]);
export type CatalogueCondition = z.infer<typeof catalogueCondition>;

export const cataloguePage = pageOf(datasetSummary).extend({
  facets: z.record(z.enum(facetNames), z.array(facetValue)),
  /** How many datasets each condition excludes alone: what would come without it. Only conditions that help; most first. */
  without: z.array(z.object({ condition: catalogueCondition, count: z.int() })),
  /** All datasets of the catalogue that the caller may read. */
  all: z.int(),
  /** The text that was searched instead, when nothing has the words as they were typed. */
  corrected: z.string().nullable(),
});
export type CataloguePage = z.infer<typeof cataloguePage>;

/** Most datasets that a page of blocks shows. */
export const LISTED_DATASETS = 100;
/** What a page of blocks shows of a portal's catalogue: its first datasets in its own order, and how many it lists. */
export type ListedDatasets = Pick<CataloguePage, "items" | "total">;
