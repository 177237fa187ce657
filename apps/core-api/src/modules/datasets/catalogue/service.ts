import {
  type CataloguePage,
  type catalogueInput,
  facetNames,
  LISTED_DATASETS,
  type ListedDatasets,
  layerFormats,
} from "@archipel/contracts/dataset-catalogue.ts";
import { ownValue, textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import { type LayerAbility, layerKind } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { geometryKindOf } from "../../../layer-store/describe/geometry-kind.ts";
import { translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import { layerKinds } from "../../../layer-store/kinds/registry.ts";
import { mayHaveGrants } from "../../access/lens/service/through-lens.ts";
import { correctCatalogueText } from "../correct/catalogue-text.ts";
import { type DatasetRow, datasetSummaryOf, topicOf } from "../policy.ts";
import { factsOfParts, type PartFacts, partsCounted } from "./parts/service.ts";
import { byOrderKey, type CatalogueFacts, countCatalogue, periodsOf, qualityLevelOf } from "./policy.ts";
import { catalogueKeys, type FactsRow, factsRead, grantedRows, listedRead, rowsRead } from "./queries.ts";

/**
 * A page of a portal's catalogue, for the given words, place and facets. When nothing has the words, they are corrected, and the page says
 * so. Datasets that the caller reads in part are counted and placed as the part is.
 */
export async function browseCatalogue(core: Core, actor: Actor, input: z.infer<typeof catalogueInput>): Promise<CataloguePage> {
  const { portalId, box = null, sort, limit, cursor, q: typed = "", locale = null, isPartial = false, ...choices } = input;
  const offset = offsetOf(cursor);
  const now = new Date();
  const reader = locale ?? "";
  const page = { limit, offset };
  // What most visitors ask for: its rows do not depend on the facts, and are read with them.
  const isAll = typed === "" && box === null && !isPartial && facetNames.every((name) => choices[name].length === 0);
  const read = async (q: string) => {
    const [{ whole, first }, parts] = await Promise.all([
      core.database.readTogether(scopeOf(actor), {
        whole: factsRead(portalId, q, box),
        first: isAll ? rowsRead({ portalId, q, ids: null, reader }, sort, page) : null,
      }),
      factsOfParts(core, actor, { portalId, q, box, sort, reader }),
    ]);
    const readable = new Set(whole.map(({ id }) => id));
    return { whole: isPartial ? [] : whole, first, parts: parts.filter(({ id }) => !readable.has(id)) };
  };
  let [q, facts] = [typed, await read(typed)];
  if (![...facts.whole, ...facts.parts].some(({ hasWords }) => hasWords)) {
    const corrected = await correctedText(core, actor, portalId, typed, isPartial);
    if (corrected !== null) [q, facts] = [corrected, await read(corrected)];
  }
  const { whole, first, parts } = facts;
  const { ids, facets, without } = countCatalogue(
    [...whole, ...parts].map((row) => factsOf(row, now, locale)),
    choices,
  );
  const found = { portalId, q, ids, reader };
  const items =
    parts.length > 0
      ? await rowsWithParts(core, actor, found, sort, page, parts)
      : isAll
        ? first
        : await rowsOf(core, actor, found, sort, page);
  const summaries = items.map((row) => datasetSummaryOf(row, locale));
  return {
    ...pageFrom(await partsCounted(core, actor, parts, summaries), ids.length, offset),
    facets,
    without,
    all: whole.length + parts.length,
    corrected: q === typed ? null : q,
  };
}

type Sort = z.infer<typeof catalogueInput>["sort"];
interface Offset {
  readonly limit: number;
  readonly offset: number;
}

/** A page of datasets that the caller may read whole. */
async function rowsOf(core: Core, actor: Actor, found: Parameters<typeof rowsRead>[0], sort: Sort, page: Offset): Promise<DatasetRow[]> {
  return (await core.database.readTogether(scopeOf(actor), { rows: rowsRead(found, sort, page) })).rows;
}

async function correctedText(
  { database }: Core,
  actor: Actor,
  portalId: string,
  typed: string,
  isPartial: boolean,
): Promise<string | null> {
  const correct = (tx: Tx) => correctCatalogueText(tx, portalId, typed);
  const corrected = isPartial ? null : await database.withTenant(scopeOf(actor), correct);
  return corrected ?? (mayHaveGrants(actor) ? database.withLens(scopeOf(actor), correct) : null);
}

/** A page of datasets of which grants open some in part, in one order. */
async function rowsWithParts(
  core: Core,
  actor: Actor,
  found: { portalId: string; q: string; ids: readonly string[]; reader: string },
  sort: Sort,
  { limit, offset }: Offset,
  facts: readonly PartFacts[],
): Promise<DatasetRow[]> {
  const parts = new Map(facts.map((one) => [one.id, one]));
  const whole = found.ids.filter((id) => !parts.has(id));
  const wholeKeys =
    whole.length === 0
      ? []
      : await core.database.withTenant(scopeOf(actor), (tx) => catalogueKeys(tx, found.portalId, { ...found, ids: whole, sort }));
  const page = [...wholeKeys, ...found.ids.flatMap((id) => parts.get(id) ?? [])]
    .sort(byOrderKey)
    .slice(offset, offset + limit)
    .map(({ id }) => id);
  const [wholePage, partPage] = [page.filter((id) => !parts.has(id)), page.filter((id) => parts.has(id))];
  const rows = [
    ...(wholePage.length === 0 ? [] : await rowsOf(core, actor, { ...found, ids: wholePage }, sort, { limit, offset: 0 })),
    ...(partPage.length === 0
      ? []
      : await core.database.withLens({ ...scopeOf(actor), about: partPage }, (tx) => grantedRows(tx, partPage))),
  ];
  const byId = new Map(rows.map((row) => [row.id, { ...row, slug: parts.get(row.id)?.slug ?? row.slug }]));
  return page.flatMap((id) => byId.get(id) ?? []);
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
