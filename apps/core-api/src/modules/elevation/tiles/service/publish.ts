import { randomUUID } from "node:crypto";
import { MAX_ATTACHMENTS } from "@archipel/contracts/attachments.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { rasterFacts } from "@archipel/contracts/rasters.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { isLocale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { slugOf } from "../../../datasets/policy.ts";
import { groupTiles, isBlockOf, layerOfGroup, replacedBy, type TileGroup } from "../policy.ts";
import {
  type AttachmentRow,
  attachmentRows,
  deleteTiles,
  heightLayers,
  insertHeightLayer,
  insertTile,
  keepRevisions,
  lockedDataset,
  replaceTile,
  revisionObjects,
  type WrittenTile,
} from "../queries.ts";
import { followHeights } from "./follow-heights.ts";

/** A tile of heights that is stored. `source`: the path of the raster that it is a part of, or all of. */
export type NewHeightTile = WrittenTile & { source: string };

interface Publication {
  communityId: CommunityId;
  datasetId: string;
  uploadId: string | null;
  authorId: string;
  /** The uploaded file. */
  fileName: string;
}

interface Published {
  /** Tiles that are new or changed. */
  changed: number;
  /** Objects that nothing may reference any more. */
  freed: string[];
}

/**
 * Stores written tiles of heights in a dataset, with their revisions, and makes or extends its layers: one for each product, CRS, reference of heights
 * and size of cells. A tile that is there with the same bytes and facts stays as it is, so a repeated attempt changes nothing.
 *
 * @param sql a worker's session
 */
export async function publishHeights(sql: SqlSession, of: Publication, tiles: readonly NewHeightTile[]): Promise<Published> {
  const { communityId, datasetId } = of;
  if (tiles.length === 0) return { changed: 0, freed: [] };
  const dataset = await lockedDataset(sql, communityId, datasetId);
  if (!dataset) throw new DomainError("not-found", "dataset-not-found");
  const known = await attachmentRows(sql, datasetId);
  const layers = await heightLayers(sql, communityId, datasetId);
  const store = new TileStore(sql, of, known);
  for (const { group, tiles: own } of groupTiles(tiles)) {
    const layer = layerOfGroup(layers, group) ?? (await newLayer(sql, of, dataset.language, group));
    const { tiles: stored, replaced } = await store.put(layer.id, own);
    if (stored > 0) await followHeights(sql, of, layer.id, { file: of.fileName, tiles: stored, replaced });
  }
  const left = await store.removeLeftBlocks(tiles);
  for (const layerId of left.layers) await followHeights(sql, of, layerId, { file: of.fileName, removed: left.freed.length });
  return { changed: store.changed, freed: left.freed };
}

/** Puts tiles in the places of those that they replace. */
class TileStore {
  changed = 0;
  private readonly sql: SqlSession;
  private readonly of: Publication;
  private readonly known: readonly AttachmentRow[];
  private readonly taken = new Set<string>();
  private position: number;
  private count: number;

  constructor(sql: SqlSession, of: Publication, known: readonly AttachmentRow[]) {
    this.sql = sql;
    this.of = of;
    this.known = known;
    this.position = known.reduce((last, row) => Math.max(last, row.position + 1), 0);
    this.count = known.length;
  }

  async put(layerId: string, tiles: readonly NewHeightTile[]): Promise<{ tiles: number; replaced: number }> {
    const { sql, of } = this;
    const changed: string[] = [];
    let replaced = 0;
    for (const tile of tiles) {
      const row = replacedBy(this.known, layerId, tile, this.taken);
      if (row) this.taken.add(row.id);
      if (row?.layerId === layerId && row.path === tile.path && row.objectKey === tile.key && isSame(row.raster, tile)) continue;
      if (row) {
        await keepRevisions(sql, of.communityId, [row.id], { authorId: null, fileName: null });
        await replaceTile(sql, of, layerId, row.id, tile);
        changed.push(row.id);
        replaced++;
      } else {
        this.assertRoom();
        changed.push(await insertTile(sql, of, layerId, tile, this.position++));
      }
    }
    await keepRevisions(sql, of.communityId, changed, { authorId: of.authorId, fileName: of.fileName });
    this.changed += changed.length;
    return { tiles: changed.length, replaced };
  }

  private assertRoom(): void {
    if (++this.count > MAX_ATTACHMENTS)
      throw new DomainError("invalid", "cloud-too-many", {
        known: this.known.length,
        added: this.count - this.known.length,
        most: MAX_ATTACHMENTS,
      });
  }

  /** A raster that was cut into other blocks before: those that are left have no heights of the new one. */
  async removeLeftBlocks(tiles: readonly NewHeightTile[]): Promise<{ layers: Set<string>; freed: string[] }> {
    const sources = new Set(tiles.map(({ source }) => source));
    const left = this.known.filter(
      (row) => row.layerId !== null && !this.taken.has(row.id) && [...sources].some((source) => isBlockOf(row.path, source)),
    );
    const ids = left.map(({ id }) => id);
    const kept = await revisionObjects(this.sql, this.of.communityId, ids);
    await deleteTiles(this.sql, this.of.communityId, ids);
    const own = left.flatMap(({ objectKey, previewKey }) => (previewKey === null ? [objectKey] : [objectKey, previewKey]));
    return { layers: new Set(left.flatMap(({ layerId }) => layerId ?? [])), freed: [...own, ...kept] };
  }
}

/** The database orders the keys of JSON in its own way, the schema in another. */
function isSame(stored: unknown, { facts }: WrittenTile): boolean {
  const before = rasterFacts.safeParse(stored).data;
  return before !== undefined && JSON.stringify(before) === JSON.stringify(rasterFacts.parse(facts));
}

async function newLayer(sql: SqlSession, { communityId, datasetId }: Publication, language: string, group: TileGroup) {
  const locale = isLocale(language) ? language : "fr";
  const t = translator(locale, "elevation");
  const title = t("layerTitle", { product: t(`products.${group.product}`), resolution: formatNumber(locale, group.resolution, 2) });
  const layer = { id: randomUUID(), title, name: slugOf(title), ...group };
  await insertHeightLayer(sql, communityId, datasetId, layer);
  return layer;
}
