import {
  type CataloguePage,
  type catalogueInput,
  LISTED_DATASETS,
  type ListedDatasets,
  layerFormats,
} from "@archipel/contracts/dataset-catalogue.ts";
import { ownValue, textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { DatasetSummary } from "@archipel/contracts/datasets.ts";
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
import { datasetParts } from "../../access/lens/service/parts.ts";
import { mayHaveGrants } from "../../access/lens/service/through-lens.ts";
import { correctCatalogueText } from "../correct/catalogue-text.ts";
import { type DatasetRow, datasetSummaryOf, topicOf } from "../policy.ts";
import { byOrderKey, type CatalogueFacts, countCatalogue, periodsOf, qualityLevelOf } from "./policy.ts";
import { type CatalogueScope, catalogueFacts, catalogueKeys, catalogueRows, type FactsRow, listedRead } from "./queries.ts";

type CatalogueSearch = z.infer<typeof catalogueInput>;
/** The datasets of a portal that the caller reads whole, and those that grants open in part. */
type Facts = Record<CatalogueScope, FactsRow[]>;

/**
 * A page of a portal's catalogue, for the given words, place and facets. When nothing has the words, they are corrected, and the page says
 * so. Datasets that the caller reads in part are counted and placed as the part is.
 */
export async function browseCatalogue(core: Core, actor: Actor, input: CatalogueSearch): Promise<CataloguePage> {
  const { portalId, box = null, sort, limit, cursor, q: typed = "", locale = null, isPartial = false, ...choices } = input;
  const offset = offsetOf(cursor);
  const now = new Date();
  const scopes = scopesOf(core, actor);
  const read = (q: string) => factsFor(scopes, (tx, scope) => catalogueFacts(tx, scope, portalId, q, box), isPartial);
  let [q, facts] = [typed, await read(typed)];
  if (typed !== "" && !Object.values(facts).some((rows) => rows.some(({ hasWords }) => hasWords))) {
    const corrected = await firstOf(scopes, isPartial, (tx) => correctCatalogueText(tx, portalId, typed));
    if (corrected !== null) [q, facts] = [corrected, await read(corrected)];
  }
  const rows = [...facts.roles, ...facts.grants];
  const { ids, facets, without } = countCatalogue(
    rows.map((row) => factsOf(row, now, locale)),
    choices,
  );
  const found = { portalId, q, ids, reader: locale ?? "" };
  const items =
    facts.grants.length === 0
      ? await scopes.roles((tx) => catalogueRows(tx, found, sort, { limit, offset }))
      : await rowsInBoth(scopes, facts, found, sort, { limit, offset });
  const summaries = items.map((row) => datasetSummaryOf(row, locale));
  return {
    ...pageFrom(await partsCounted(core, actor, facts, summaries), ids.length, offset),
    facets,
    without,
    all: rows.length,
    corrected: q === typed ? null : q,
  };
}

type Scopes = ReturnType<typeof scopesOf>;

function scopesOf({ database }: Core, actor: Actor) {
  return {
    roles: <T>(work: (tx: Tx) => Promise<T>) => database.withTenant(scopeOf(actor), work),
    /** Null: the caller can have no grants. */
    grants: mayHaveGrants(actor) ? <T>(work: (tx: Tx) => Promise<T>) => database.withLens(scopeOf(actor), work) : null,
  };
}

async function factsFor(scopes: Scopes, read: (tx: Tx, scope: CatalogueScope) => Promise<FactsRow[]>, isPartial: boolean): Promise<Facts> {
  const roles = await scopes.roles((tx) => read(tx, "roles"));
  const grants = scopes.grants ? await scopes.grants((tx) => read(tx, "grants")) : [];
  const whole = new Set(roles.map(({ id }) => id));
  return { roles: isPartial ? [] : roles, grants: grants.filter(({ id }) => !whole.has(id)) };
}

/** The first answer, by the caller's roles and then by grants. */
async function firstOf<T>(scopes: Scopes, isPartial: boolean, work: (tx: Tx) => Promise<T | null>): Promise<T | null> {
  return (isPartial ? null : await scopes.roles(work)) ?? (scopes.grants ? scopes.grants(work) : null);
}

/** A page of datasets of which roles open some and grants the others, in one order. */
async function rowsInBoth(
  scopes: Scopes,
  facts: Facts,
  found: { portalId: string; q: string; ids: readonly string[]; reader: string },
  sort: CatalogueSearch["sort"],
  { limit, offset }: { limit: number; offset: number },
): Promise<DatasetRow[]> {
  const granted = new Set(facts.grants.map(({ id }) => id));
  const parts = found.ids.filter((id) => granted.has(id));
  const whole = found.ids.filter((id) => !granted.has(id));
  const read = async <T>(roles: readonly string[], grants: readonly string[], work: (tx: Tx, ids: readonly string[]) => Promise<T[]>) => [
    ...(roles.length > 0 ? await scopes.roles((tx) => work(tx, roles)) : []),
    ...(grants.length > 0 && scopes.grants ? await scopes.grants((tx) => work(tx, grants)) : []),
  ];
  const keys = await read(whole, parts, (tx, ids) => catalogueKeys(tx, { ...found, ids }, sort));
  const page = keys
    .sort(byOrderKey)
    .slice(offset, offset + limit)
    .map(({ id }) => id);
  const rows = await read(
    page.filter((id) => !granted.has(id)),
    page.filter((id) => granted.has(id)),
    (tx, ids) => catalogueRows(tx, { ...found, ids }, sort, { limit, offset: 0 }),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return page.flatMap((id) => byId.get(id) ?? []);
}

/** The record's own counts and box say what is in the part that the caller does not see. */
async function partsCounted(core: Core, actor: Actor, facts: Facts, items: readonly DatasetSummary[]): Promise<DatasetSummary[]> {
  const granted = new Set(facts.grants.map(({ id }) => id));
  const ids = items.flatMap(({ id }) => (granted.has(id) ? [id] : []));
  const parts = await datasetParts(core, actor, ids);
  return items.flatMap((item) => {
    if (!granted.has(item.id)) return [item];
    const part = parts.get(item.id);
    if (!part) return [];
    const { featureCount, ...known } = part;
    return [{ ...item, ...known, featureCount: featureCount ?? 0, isPartial: true, ...(featureCount === null && { isUncounted: true }) }];
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
