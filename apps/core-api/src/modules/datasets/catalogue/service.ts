import {
  type CataloguePage,
  type catalogueInput,
  LISTED_DATASETS,
  type ListedDatasets,
  layerFormats,
} from "@archipel/contracts/dataset-catalogue.ts";
import { ownValue, textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import { type LayerAbility, layerKind } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import { layerKinds } from "../../../layer-store/kinds/registry.ts";
import { correctCatalogueText } from "../correct/catalogue-text.ts";
import { type DatasetRow, datasetSummaryOf, topicOf } from "../policy.ts";
import { type CatalogueFacts, countCatalogue, periodsOf, qualityLevelOf } from "./policy.ts";
import { catalogueFacts, catalogueRows, type FactsRow, listedRead } from "./queries.ts";

/**
 * A page of a portal's catalogue, for the given words, place and facets. When nothing has the words, they are corrected, and the page says
 * so.
 */
export function browseCatalogue(core: Core, actor: Actor, input: z.infer<typeof catalogueInput>): Promise<CataloguePage> {
  const { portalId, box = null, sort, limit, cursor, q: typed = "", locale = null, ...choices } = input;
  const offset = offsetOf(cursor);
  const now = new Date();
  return core.database.withTenant(scopeOf(actor), async (tx) => {
    let [q, rows] = [typed, await catalogueFacts(tx, portalId, typed, box)];
    const corrected = rows.some(({ hasWords }) => hasWords) ? null : await correctCatalogueText(tx, portalId, typed);
    if (corrected !== null) [q, rows] = [corrected, await catalogueFacts(tx, portalId, corrected, box)];
    const { ids, facets, without } = countCatalogue(
      rows.map((row) => factsOf(row, now, locale)),
      choices,
    );
    const items = await catalogueRows(tx, { portalId, q, ids, reader: locale ?? "" }, sort, { limit, offset });
    return {
      ...pageFrom(
        items.map((row) => datasetSummaryOf(row, locale)),
        ids.length,
        offset,
      ),
      facets,
      without,
      all: rows.length,
      corrected,
    };
  });
}

/** The statement by which a portal is opened together with its datasets, and what its rows say: what an unfiltered catalogue begins with. */
export const listedOpening = {
  read: (portal: Prisma.Sql) => listedRead(portal, LISTED_DATASETS),
  from: (rows: readonly (DatasetRow & { total: number })[], locale: Locale): ListedDatasets => ({
    items: rows.map(({ total: _total, ...row }) => datasetSummaryOf(row, locale)),
    total: rows[0]?.total ?? 0,
  }),
};

function keywordTextsOf({ keywords, texts }: FactsRow, reader: string): Record<string, string> {
  const known = translationsOf(texts);
  return Object.fromEntries(
    keywords.flatMap((keyword) => {
      const text = ownValue(ownValue(known, textKeyOf("keyword", keyword)) ?? {}, reader);
      return text ? [[keyword, text]] : [];
    }),
  );
}

/** The ability of layers that each format needs. */
const ABILITY: Record<(typeof layerFormats)[number], LayerAbility> = {
  gpkg: "downloads",
  geojson: "downloads",
  csv: "downloads",
  ogc: "features",
  tiles: "tiles",
};

function factsOf(row: FactsRow, now: Date, reader: string | null): CatalogueFacts {
  const layers = row.layers.map(({ kind, geometry }) => ({ kind: layerKinds[layerKind.parse(kind)], geometry }));
  const abilities = new Set(layers.flatMap(({ kind }) => kind.abilities));
  const extensions = row.files.flatMap(({ extension }) => extension ?? []);
  return {
    id: row.id,
    producerName: row.producerName ?? "",
    keywordTexts: reader === null ? {} : keywordTextsOf(row, reader),
    hasWords: row.hasWords,
    isThere: row.isThere,
    values: {
      topic: [topicOf(row.topic)],
      producer: [row.producer],
      licence: [row.licence],
      keyword: row.keywords,
      updated: periodsOf(row.changedAt, now),
      quality: [qualityLevelOf(row.confidence)],
      format: [...new Set([...layerFormats.filter((format) => abilities.has(ABILITY[format])), ...extensions])],
      kind: [
        ...new Set([
          ...layers.map(({ kind, geometry }) => (kind.counts === "features" ? geometryKindOf(geometry) : kind.name)),
          ...row.files.map(({ isRaster, isCloud }) => (isCloud ? "pointcloud" : isRaster ? "raster" : "document")),
        ]),
      ],
    },
  };
}
