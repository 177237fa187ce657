import { type CloudFacts, cloudFacts } from "@archipel/contracts/clouds.ts";
import { textKeyOf } from "@archipel/contracts/dataset-translations.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { z } from "zod";
import { type Actor, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { sayIn, translationsOf } from "../../../layer-store/describe/translated-layer.ts";
import {
  type CloudCollectionRow,
  type CloudItemFilter,
  type CloudItemRow,
  cloudCollectionRows,
  cloudItemRow,
  cloudItemRows,
} from "./queries.ts";

export type { CloudItemFilter } from "./queries.ts";

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

/** A page of the point clouds of a catalogue; `isMore` when others follow. */
export function listCloudCollections(
  core: Core,
  actor: Actor,
  portalId: string | null,
  languages: readonly string[],
  page: { limit: number; offset: number },
): Promise<{ collections: CloudCollection[]; isMore: boolean }> {
  return core.database.sqlAs(tenant(actor), async (sql) => {
    const rows = await cloudCollectionRows(sql, portalId, null, { ...page, limit: page.limit + 1 });
    return { collections: rows.slice(0, page.limit).map((row) => collectionOf(row, languages)), isMore: rows.length > page.limit };
  });
}

/** @throws DomainError when the catalogue has no point cloud with this id that the caller may read */
export function getCloudCollection(
  core: Core,
  actor: Actor,
  portalId: string | null,
  layerId: string,
  languages: readonly string[],
): Promise<CloudCollection> {
  return core.database.sqlAs(tenant(actor), async (sql) => {
    const isId = z.uuid().safeParse(layerId).success;
    const [row] = isId ? await cloudCollectionRows(sql, portalId, layerId, { limit: 1, offset: 0 }) : [];
    if (!row) throw new DomainError("not-found", "cloud-layer-not-found");
    return collectionOf(row, languages);
  });
}

/** A page of the tiles of a collection. */
export function listCloudItems(
  core: Core,
  actor: Actor,
  layerId: string,
  filter: CloudItemFilter,
  page: { after: number; limit: number },
): Promise<{ items: CloudItem[]; matched: number; next: number | null }> {
  return core.database.sqlAs(tenant(actor), async (sql) => {
    const { rows, matched } = await cloudItemRows(sql, layerId, filter, { ...page, limit: page.limit + 1 });
    const items = rows.slice(0, page.limit).map(itemOf);
    return { items, matched, next: rows.length > page.limit ? (items.at(-1)?.fid ?? null) : null };
  });
}

export function getCloudItem(core: Core, actor: Actor, layerId: string, tileId: string): Promise<CloudItem> {
  return core.database.sqlAs(tenant(actor), async (sql) => {
    const row = z.uuid().safeParse(tileId).success ? await cloudItemRow(sql, layerId, tileId) : undefined;
    if (!row) throw new DomainError("not-found", "attachment-not-found");
    return itemOf(row);
  });
}
