import { type CloudFacts, cloudFacts } from "@archipel/contracts/clouds.ts";
import { textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { sayIn, translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import { boxOfPart, datasetsWithFiles, filesThrough } from "../../access/file-parts/service.ts";
import { tilesInPart } from "../parts/service/read-cloud.ts";
import { tilesOf } from "../queries.ts";
import {
  type CloudCollectionRow,
  type CloudItemRow,
  type CloudsOf,
  cloudCollectionRows,
  cloudItemRow,
  cloudItemRows,
  countClouds,
  type CloudItemFilter as ItemFilter,
} from "./queries.ts";

/** What a caller may ask of tiles. */
export type CloudItemFilter = Omit<ItemFilter, "tileIds">;

/** A point-cloud layer as a collection of tiles, with its texts in a language of the reader. */
export interface CloudCollection extends Omit<CloudCollectionRow, "texts" | "bbox"> {
  bbox: Bbox | null;
}

/** A tile as an item. */
export interface CloudItem extends Omit<CloudItemRow, "cloud"> {
  facts: CloudFacts;
}

/** @param languages the reader's, best first; texts are in the first of them that the title has, or else as they were written */
function collectionOf({ texts, bbox, ...row }: CloudCollectionRow, languages: readonly string[]): CloudCollection {
  const translated = translationsOf(texts);
  const reader = languages.find((one) => one === row.language || Object.hasOwn(translated.title ?? {}, one)) ?? row.language;
  const say = sayIn(translated, { reader, language: row.language });
  return {
    ...row,
    language: reader,
    title: say("title", row.title).text,
    description: say("abstract", row.description).text,
    keywords: row.keywords.map((keyword) => say(textKeyOf("keyword", keyword), keyword).text),
    bbox: bboxOf(bbox),
  };
}

const itemOf = ({ cloud, ...row }: CloudItemRow): CloudItem => ({ ...row, facts: cloudFacts.parse(cloud) });

const tenant = (actor: Actor) => ({ role: "tenant", ...scopeOf(actor) }) as const;
const SYSTEM = { role: "system" } as const;
/** Point clouds that grants open to one person, at most. */
const MOST_GRANTED = 500;

/** A page of the point clouds of a catalogue; `isMore` when others follow. Those that grants open come last. */
export async function listCloudCollections(
  core: Core,
  actor: Actor,
  portalId: string | null,
  languages: readonly string[],
  { limit, offset }: { limit: number; offset: number },
): Promise<{ collections: CloudCollection[]; isMore: boolean }> {
  const rows = await core.database.sqlAs(tenant(actor), (sql) => cloudCollectionRows(sql, { portalId }, { limit: limit + 1, offset }));
  if (rows.length <= limit) {
    const granted = await grantedRows(core, actor, { portalId });
    if (granted.length > 0) {
      const whole = await core.database.sqlAs(tenant(actor), (sql) => countClouds(sql, portalId));
      const first = Math.max(0, offset - whole);
      rows.push(...granted.slice(first, first + limit + 1 - rows.length));
    }
  }
  return { collections: rows.slice(0, limit).map((row) => collectionOf(row, languages)), isMore: rows.length > limit };
}

/** The point clouds that grants open to the caller, as they show them: whole, or what their tiles inside the areas say. */
async function grantedRows(core: Core, actor: Actor, of: CloudsOf): Promise<CloudCollectionRow[]> {
  const datasetIds = await datasetsWithFiles(core, actor);
  if (datasetIds.length === 0) return [];
  const page = { limit: MOST_GRANTED, offset: 0 };
  const own = await core.database.sqlAs(tenant(actor), (sql) => cloudCollectionRows(sql, { ...of, datasetIds }, page));
  const known = new Set(own.map(({ id }) => id));
  const rows = await core.database.sqlAs(SYSTEM, (sql) => cloudCollectionRows(sql, { ...of, datasetIds }, page));
  const shown: CloudCollectionRow[] = [];
  for (const row of rows) {
    if (known.has(row.id)) continue;
    const tiles = await tilesThrough(core, actor, row);
    if (tiles) shown.push(tiles.part ? narrowRow(row, tiles) : { ...row, isPublic: false });
  }
  return shown;
}

type KnownCloud = Pick<CloudCollectionRow, "id" | "datasetId" | "srid">;

/** The tiles of a layer that grants open to the caller. Null: none of it, or the areas do not reach it. */
async function tilesThrough(core: Core, actor: Actor, { id, datasetId, srid }: KnownCloud) {
  const given = await filesThrough(core, actor, datasetId);
  if (!given) return null;
  const rows = await core.database.withSystem((tx) => tilesOf(tx, datasetId));
  const all = rows.map(({ cloud, ...tile }) => ({ id: tile.id, layerId: id, facts: cloudFacts.parse(cloud) }));
  const { part } = given;
  if (!part) return { part, tiles: all, bbox: null };
  const tiles = await tilesInPart(core, part, srid, all);
  return tiles.length === 0 ? null : { part, tiles, bbox: await boxOfPart(core, part) };
}

/** What is said of a layer, from the tiles that are seen of it. */
function narrowRow(row: CloudCollectionRow, { tiles, bbox }: NonNullable<Awaited<ReturnType<typeof tilesThrough>>>): CloudCollectionRow {
  const days = tiles.flatMap(({ facts }) => facts.dates ?? []).toSorted();
  const densities = tiles.map(({ facts }) => facts.density);
  return {
    ...row,
    bbox: bbox ?? [],
    tiles: tiles.length,
    isPublic: false,
    points: tiles.reduce((sum, { facts }) => sum + facts.points, 0),
    firstDay: days.at(0) ?? null,
    lastDay: days.at(-1) ?? null,
    lowestDensity: Math.min(...densities),
    highestDensity: Math.max(...densities),
  };
}

/** @throws DomainError when the catalogue has no point cloud with this id that the caller may read */
export async function getCloudCollection(
  core: Core,
  actor: Actor,
  portalId: string | null,
  layerId: string,
  languages: readonly string[],
): Promise<CloudCollection> {
  if (!z.uuid().safeParse(layerId).success) throw new DomainError("not-found", "cloud-layer-not-found");
  const page = { limit: 1, offset: 0 };
  const [own] = await core.database.sqlAs(tenant(actor), (sql) => cloudCollectionRows(sql, { portalId, layerId }, page));
  const row = own ?? (await grantedRows(core, actor, { portalId, layerId }))[0];
  if (!row) throw new DomainError("not-found", "cloud-layer-not-found");
  return collectionOf(row, languages);
}

/** Where the tiles of a collection are read, and which: null for all. */
async function reading(core: Core, actor: Actor, collection: KnownCloud) {
  const own = await core.database.sqlAs(tenant(actor), (sql) =>
    cloudCollectionRows(sql, { portalId: null, layerId: collection.id }, { limit: 1, offset: 0 }),
  );
  if (own.length > 0) return { scope: tenant(actor), tileIds: null };
  const through = await tilesThrough(core, actor, collection);
  return { scope: SYSTEM, tileIds: through?.tiles.map(({ id }) => id) ?? [] };
}

/** A page of the tiles of a collection. */
export async function listCloudItems(
  core: Core,
  actor: Actor,
  collection: KnownCloud,
  filter: CloudItemFilter,
  page: { after: number; limit: number },
): Promise<{ items: CloudItem[]; matched: number; next: number | null }> {
  const { scope, tileIds } = await reading(core, actor, collection);
  const { rows, matched } = await core.database.sqlAs(scope, (sql) =>
    cloudItemRows(sql, collection.id, { ...filter, tileIds }, { ...page, limit: page.limit + 1 }),
  );
  const items = rows.slice(0, page.limit).map(itemOf);
  return { items, matched, next: rows.length > page.limit ? (items.at(-1)?.fid ?? null) : null };
}

export async function getCloudItem(core: Core, actor: Actor, collection: KnownCloud, tileId: string): Promise<CloudItem> {
  const { scope, tileIds } = await reading(core, actor, collection);
  const isKnown = z.uuid().safeParse(tileId).success && (tileIds === null || tileIds.includes(tileId));
  const row = isKnown ? await core.database.sqlAs(scope, (sql) => cloudItemRow(sql, collection.id, tileId)) : undefined;
  if (!row) throw new DomainError("not-found", "attachment-not-found");
  return itemOf(row);
}
