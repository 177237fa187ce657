import { textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { SqlSession, TextRow } from "@archipel/database/sql-session.ts";
import { isStatementTimeout, type StatementLimits, withStatementLimits } from "@archipel/database/statement-limits.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { CRS84, type NamedCrs, namedCrs } from "@archipel/geo/crs-uri.ts";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { propertiesWriter } from "../../../layer-store/describe/properties-text.ts";
import { type SourceNames, sourceNames } from "../../../layer-store/describe/source-names.ts";
import { sayIn, translatedFields, translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { narrowed } from "../../../layer-store/lens/narrow.ts";
import { type Attribute, attributesOf } from "../../../layer-store/tables/attribute-columns.ts";
import { countsOfParts } from "../../access/lens/service/parts.ts";
import { withShownVersions } from "../../access/lens/service/seen.ts";
import { inLens, mayHaveGrants, oneRead, ownLenses, readLayer } from "../../access/lens/service/through-lens.ts";
import { labelOf, type NamedSource, sourceOf } from "../source/named-source.ts";
import { type Bookmarks, bookmarksOf } from "./bookmarks/service.ts";
import { knownCatalogue, knownCollection, knownCount } from "./known/service.ts";
import {
  ATTRIBUTES_AT,
  type CollectionRow,
  collectionRows,
  countItems,
  type ItemRow,
  type ItemsFilter,
  type ItemsPage,
  itemByFid,
  itemsAfter,
  itemTextsAfter,
  matchesAll,
  type OutputCrs,
  portalAt,
} from "./queries.ts";

export { openCollection } from "./known/service.ts";
export type { ItemsFilter, ItemsPage } from "./queries.ts";
export { isValueOf } from "./queries.ts";

/** A vector layer as an OGC collection. `fields` are the visible ones; `source` is the table to read. */
export interface Collection
  extends Omit<CollectionRow, "fields" | "style" | "bbox" | "tableName" | "texts" | "datasetTexts" | "featureCount"> {
  /** Null when counting what the caller's grants open takes too long. */
  featureCount: number | null;
  bbox: Bbox | null;
  fields: readonly LayerField[];
  /** What its fields are called at `/ogc`: as in downloads. */
  names: SourceNames;
  source: NamedSource;
  /** The CRS in which it is stored, and all in which it is served, CRS84 (GeoJSON) first. */
  storageCrs: NamedCrs;
  crs: NamedCrs[];
}

/** Every layer is served in these CRSs, besides its own. */
const COMMON_SRIDS = [4326, 3857, 2154];

/** @param languages the reader's, best first; its texts are in the first of them that its title has, or else as they were written */
function collectionOf(row: CollectionRow, languages: readonly string[], lens: Lens | null = null): Collection {
  const { fields: _fields, style: _style, tableName: _tableName, texts, datasetTexts, bbox, ...rest } = row;
  const source = sourceOf(row, lens);
  const srids = [...new Set([...COMMON_SRIDS, row.srid])];
  const reader = languages.find((one) => one === row.language || Object.hasOwn(translationsOf(texts).title ?? {}, one)) ?? row.language;
  const reading = { reader, language: row.language };
  const [say, sayOfDataset] = [sayIn(translationsOf(texts), reading), sayIn(translationsOf(datasetTexts), reading)];
  return {
    ...rest,
    language: reader,
    title: say("title", row.title).text,
    datasetTitle: sayOfDataset("title", row.datasetTitle).text,
    description: sayOfDataset("abstract", row.description).text,
    keywords: row.keywords.map((keyword) => sayOfDataset(textKeyOf("keyword", keyword), keyword).text),
    bbox: bboxOf(bbox),
    fields: translatedFields(source.fields, texts, reading),
    names: sourceNames(source.fields),
    source,
    storageCrs: namedCrs(row.srid),
    crs: [CRS84, ...srids.map((srid) => namedCrs(srid))],
  };
}

/** The catalogue of a portal, or of the whole platform when `portalId` is null. */
export interface Catalogue {
  portalId: string | null;
  name: string | null;
}

/** @throws DomainError when the host belongs to a closed portal */
export function catalogueAt(core: Core, actor: Actor, asked: string): Promise<Catalogue> {
  const host = asked.toLowerCase();
  return knownCatalogue(core, actor, host, async () => {
    const portal = await portalAt(core.database.readAs({ role: "tenant", ...scopeOf(actor) }), host);
    if (portal && portal.id === null) throw new DomainError("not-found", "portal-not-found");
    return { portalId: portal?.id ?? null, name: portal?.name ?? null };
  });
}

export async function listCollections(
  core: Core,
  actor: Actor,
  { portalId }: Catalogue,
  languages: readonly string[] = [],
): Promise<Collection[]> {
  const collections = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const whole = await collectionRows(sql, portalId);
    const found = whole.map((row) => collectionOf(row, languages));
    if (!mayHaveGrants(actor)) return found;
    const seen = new Set(whole.map(({ id }) => id));
    return inLens(sql, actor, async () => {
      const rows = (await collectionRows(sql, portalId)).filter(({ id }) => !seen.has(id));
      const lenses = await ownLenses(
        sql,
        rows.map(({ id }) => id),
      );
      return [...found, ...rows.flatMap((row) => partOf(row, lenses.get(row.id), languages))];
    });
  });
  return partsCounted(core, actor, collections);
}

/** A collection as the caller's grants show it, not counted yet; none without a grant. */
function partOf(row: CollectionRow, lens: Lens | undefined, languages: readonly string[]): Collection[] {
  return lens ? [collectionOf({ ...narrowed(row, lens), isPublic: lens.isPublic }, languages, lens)] : [];
}

/** Counts what grants open of collections. */
async function partsCounted(core: Core, actor: Actor, collections: readonly Collection[]): Promise<Collection[]> {
  const parts = collections.filter(({ source }) => source.lens !== null);
  const counts = await countsOfParts(core, actor, [...new Set(parts.map(({ datasetId }) => datasetId))]);
  return collections.map((one) => (one.source.lens === null ? one : { ...one, featureCount: counts.get(one.id) ?? null }));
}

/** @throws DomainError when the catalogue has no layer with this id that the caller may read */
export function getCollection(
  core: Core,
  actor: Actor,
  { portalId }: Catalogue,
  layerId: string,
  languages: readonly string[] = [],
): Promise<Collection> {
  return knownCollection(core, actor, { portalId, layerId, languages }, () => findCollection(core, actor, portalId, layerId, languages));
}

async function findCollection(
  core: Core,
  actor: Actor,
  portalId: string | null,
  layerId: string,
  languages: readonly string[],
): Promise<Collection> {
  const find = async (sql: SqlSession) =>
    z.uuid().safeParse(layerId).success ? (await collectionRows(sql, portalId, layerId))[0] : undefined;
  const found = await readLayer(core, actor, layerId, find, async (_sql, row, lens) =>
    lens ? partOf(row, lens, languages) : [collectionOf(row, languages)],
  );
  const [collection] = await partsCounted(core, actor, found ?? []);
  if (!collection) throw new DomainError("not-found", "layer-not-found");
  return collection;
}

/** A feature for output. `geojson` is the text of its geometry in the requested CRS. */
export interface Item {
  fid: number;
  version: number;
  label: string;
  /** By column. */
  properties: Record<string, Attribute>;
  geojson: string | null;
}

function itemOf(row: ItemRow, { source }: Collection): Item {
  const properties = attributesOf(row, source.fields);
  return { fid: row.fid, version: row.version, label: labelOf(properties, source, row.fid), properties, geojson: row.geojson };
}

export async function getItem(core: Core, actor: Actor, collection: Collection, fid: number, crs: OutputCrs): Promise<Item> {
  const row = await itemByFid(oneRead(core.database, actor, collection.source.lens), collection.source, crs, fid);
  if (!row) throw new DomainError("not-found", "feature-not-found", { fid });
  const [shown = row] = await withShownVersions(core, actor, collection.source, [row]);
  return itemOf(shown, collection);
}

/** Counting reads every matching feature, and the number is optional in responses: nobody waits longer for it. */
const COUNT_LIMITS: StatementLimits = { milliseconds: 10_000, isParallel: true };

/** How many features match a filter. Null when counting takes too long. */
export async function countCollection(core: Core, actor: Actor, collection: Collection, filter: ItemsFilter): Promise<number | null> {
  if (matchesAll(filter)) return collection.featureCount;
  const { lens } = collection.source;
  const counted = () => withStatementLimits(COUNT_LIMITS, () => countItems(oneRead(core.database, actor, lens), collection.source, filter));
  return knownCount(core, actor, { collection, filter }, async () => {
    try {
      return await counted();
    } catch (error) {
      if (isStatementTimeout(error)) return null;
      throw error;
    }
  });
}

/** Rows per transaction: the embedded database serves other requests in between, and a slow client holds no transaction open. */
export const ROWS_AT_A_TIME = 1000;

/**
 * A page of features by `fid`, in batches of which one is in memory at a time. The generator returns the last `fid` when more follow,
 * null at the end.
 */
export function itemsOf(
  core: Core,
  actor: Actor,
  collection: Collection,
  filter: ItemsFilter,
  { crs, ...page }: ItemsPage & { crs: OutputCrs },
): AsyncGenerator<Item[], number | null> {
  const { source } = collection;
  const read = (part: ItemsPage) => itemsAfter(oneRead(core.database, actor, source.lens), source, filter, crs, part);
  return batches(page, read, {
    fidOf: ({ fid }) => fid,
    revisionOf: ({ revision }) => Number(revision),
    give: (row) => itemOf(row, collection),
    marks: bookmarksOf(core, actor, collection, filter),
  });
}

/** The same page as the texts of GeoJSON features. */
export function featureTextsOf(
  core: Core,
  actor: Actor,
  collection: Collection,
  filter: ItemsFilter,
  { crs, ...page }: ItemsPage & { crs: OutputCrs },
): AsyncGenerator<string[], number | null> {
  const { source, names } = collection;
  const read = (part: ItemsPage) => itemTextsAfter(oneRead(core.database, actor, source.lens), source, filter, crs, part);
  const properties = propertiesWriter(source.fields, names, ATTRIBUTES_AT);
  const give = (row: TextRow) => `{"type":"Feature","id":${row[0]},"geometry":${row[2] ?? "null"},"properties":${properties(row)}}`;
  return batches(page, read, {
    fidOf: ([fid]) => Number(fid),
    revisionOf: (row) => Number(row.at(-1)),
    give,
    marks: bookmarksOf(core, actor, collection, filter),
  });
}

interface Reading<Row, Given> {
  fidOf: (row: Row) => number;
  /** The revision that a dated row ends with. */
  revisionOf: (row: Row) => number;
  give: (row: Row) => Given;
  marks: Bookmarks | null;
}

async function* batches<Row, Given>(
  page: ItemsPage,
  read: (part: ItemsPage) => Promise<Row[]>,
  { fidOf, revisionOf, give, marks }: Reading<Row, Given>,
): AsyncGenerator<Given[], number | null> {
  let { after, offset } = page;
  for (let left = page.limit; left > 0; ) {
    const wanted = Math.min(left, ROWS_AT_A_TIME);
    const limit = wanted + 1;
    const rows =
      marks && offset > 0 && after === 0
        ? await marks.rowsFrom(offset, (from) => read({ ...from, limit }), revisionOf)
        : await read({ after, offset, limit });
    const given = rows.slice(0, wanted);
    const last = given.at(-1);
    yield given.map(give);
    after = last === undefined ? after : fidOf(last);
    offset = 0;
    left -= given.length;
    if (rows.length <= wanted) return null;
  }
  return after;
}
