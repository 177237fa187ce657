import type { Bbox } from "@archipel/geo/bbox.ts";
import { EditedGround } from "@archipel/geo/edited-ground.ts";
import type { TileAddress } from "@archipel/geo/tile-math.ts";

/** An edit as `/events` reports it; boxes in web mercator metres. */
export interface LayerEdit {
  layerId: string;
  revision: number;
  boxes: readonly Bbox[];
}

interface RequestedTile {
  tile: TileAddress;
  /** The revision at which the tile was requested; -1: the request failed. */
  revision: number;
}

const around = (one: Bbox, other: Bbox): Bbox => [
  Math.min(one[0], other[0]),
  Math.min(one[1], other[1]),
  Math.max(one[2], other[2]),
  Math.max(one[3], other[3]),
];

const TILE_PATH = /^\/tiles\/([0-9a-f-]{36})\/(\d+)\/(\d+)\/(\d+)\.mvt$/;

/**
 * What an open map knows of the edits to its layers: for each tile, the newest revision and the revision at which it was requested. A tile
 * that was edited after its request is stale. Only stale tiles are requested again, in view, while loading, or when they come back into view.
 */
export class LiveLayers {
  private readonly grounds = new Map<string, EditedGround>();
  private readonly first = new Map<string, number>();
  private readonly edited3857 = new Map<string, Bbox>();
  private readonly requested = new Map<string, Map<string, RequestedTile>>();

  /** @param layers with the revision that they had when the page was loaded */
  constructor(layers: readonly { id: string; revision: number }[]) {
    this.add(layers);
  }

  /** Adds layers that the page received later. */
  add(layers: readonly { id: string; revision: number }[]): void {
    for (const { id, revision } of layers) {
      if (this.grounds.has(id)) continue;
      this.grounds.set(id, new EditedGround(revision));
      this.first.set(id, revision);
    }
  }

  get layerIds(): string[] {
    return [...this.grounds.keys()];
  }

  /** The newest revision known of a layer. */
  revisionOf(layerId: string): number {
    return this.grounds.get(layerId)?.revision ?? 0;
  }

  /** Registers an edit. @returns whether it is new: an edit that is reported twice is dropped */
  registerEdit({ layerId, revision, boxes }: LayerEdit): boolean {
    const isNew = this.grounds.get(layerId)?.add({ revision, boxes }) ?? false;
    const known = this.edited3857.get(layerId);
    const all = isNew ? [...(known ? [known] : []), ...boxes] : [];
    if (all.length > 0) this.edited3857.set(layerId, all.reduce(around));
    return isNew;
  }

  /** The area of a layer that was edited while the page is open (web mercator metres). It may lie outside the layer's former extent. */
  editedArea(layerId: string): Bbox | undefined {
    return this.edited3857.get(layerId);
  }

  /** The style of a layer changed: its tiles may carry other fields, so all of them are requested again. */
  invalidateLayer(layerId: string): void {
    for (const requested of this.requested.get(layerId)?.values() ?? []) requested.revision = -1;
  }

  /** Compares the reported revisions with the known ones. A missed edit makes all tiles of the layer stale. @returns the layers that were behind */
  compareRevisions(revisions: Readonly<Record<string, number>>): string[] {
    return Object.entries(revisions).flatMap(([id, revision]) => (this.grounds.get(id)?.add({ revision, boxes: null }) ? [id] : []));
  }

  /** The address to request, which is registered. It names the revision once the tile was edited, so that no cache answers with the old tile. */
  addressOf(url: string): string {
    const parsed = new URL(url);
    const found = this.tileAt(parsed);
    if (!found) return url;
    const { layerId, ground, tile } = found;
    const revision = ground.revisionOf(tile);
    const tiles = this.requested.get(layerId) ?? new Map<string, RequestedTile>();
    this.requested.set(layerId, tiles.set(parsed.pathname, { tile, revision }));
    if (revision > (this.first.get(layerId) ?? 0)) parsed.searchParams.set("e", String(revision));
    return parsed.href;
  }

  /** The request of a tile failed: the tile is stale. */
  registerFailure(url: string): void {
    const parsed = new URL(url);
    const found = this.tileAt(parsed);
    const requested = found && this.requested.get(found.layerId)?.get(parsed.pathname);
    if (requested) requested.revision = -1;
  }

  /** The tiles of a layer that were requested before they were edited. */
  stale(layerId: string): TileAddress[] {
    const ground = this.grounds.get(layerId);
    if (!ground) return [];
    return [...(this.requested.get(layerId)?.values() ?? [])].flatMap(({ tile, revision }) =>
      revision < ground.revisionOf(tile) ? [tile] : [],
    );
  }

  private tileAt({ pathname }: URL): { layerId: string; ground: EditedGround; tile: TileAddress } | undefined {
    const [, layerId = "", z, x, y] = TILE_PATH.exec(pathname) ?? [];
    const ground = this.grounds.get(layerId);
    return ground && { layerId, ground, tile: { z: Number(z), x: Number(x), y: Number(y) } };
  }
}
