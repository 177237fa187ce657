import type { Bbox } from "@archipel/geo/bbox.ts";
import { EditedGround } from "@archipel/geo/edited-ground.ts";
import type { TileAddress } from "@archipel/geo/tile-math.ts";

/** An edit as `/events` tells it; boxes in web mercator metres. */
export interface LayerEdit {
  layerId: string;
  revision: number;
  boxes: readonly Bbox[];
}

interface AskedTile {
  tile: TileAddress;
  /** The revision that it was asked for at; -1: it did not come. */
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
 * What an open map knows of its layers' edits: which revision each tile has, and at which it was asked for. A tile whose edit came
 * after is stale: exactly those are asked for again, whether they are in view, still loading, or come back into view later.
 */
export class LiveLayers {
  private readonly grounds = new Map<string, EditedGround>();
  private readonly first = new Map<string, number>();
  private readonly edited3857 = new Map<string, Bbox>();
  private readonly asked = new Map<string, Map<string, AskedTile>>();

  /** @param layers with the revision at which the page got them */
  constructor(layers: readonly { id: string; revision: number }[]) {
    this.add(layers);
  }

  /** Takes in layers that the page got later. */
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

  /** Takes an edit in. @returns whether it is news: what is told twice is dropped here */
  edited({ layerId, revision, boxes }: LayerEdit): boolean {
    const isNews = this.grounds.get(layerId)?.add({ revision, boxes }) ?? false;
    const known = this.edited3857.get(layerId);
    const all = isNews ? [...(known ? [known] : []), ...boxes] : [];
    if (all.length > 0) this.edited3857.set(layerId, all.reduce(around));
    return isNews;
  }

  /** All that was edited of a layer while the page is open (web mercator metres): it may lie outside of what the layer covered before. */
  editedGround(layerId: string): Bbox | undefined {
    return this.edited3857.get(layerId);
  }

  /** A layer is drawn in another way: its tiles may carry other fields, so all of them are asked for again. */
  renewed(layerId: string): void {
    for (const asked of this.asked.get(layerId)?.values() ?? []) asked.revision = -1;
  }

  /** Compares where layers stand with what is known: what was missed counts for all tiles of the layer. @returns layers that were behind */
  standing(revisions: Readonly<Record<string, number>>): string[] {
    return Object.entries(revisions).flatMap(([id, revision]) => (this.grounds.get(id)?.add({ revision, boxes: null }) ? [id] : []));
  }

  /** The address to ask for, noted: with its revision once it was edited, so that no cache on the way answers with what was before. */
  addressOf(url: string): string {
    const parsed = new URL(url);
    const found = this.tileAt(parsed);
    if (!found) return url;
    const { layerId, ground, tile } = found;
    const revision = ground.revisionOf(tile);
    const tiles = this.asked.get(layerId) ?? new Map<string, AskedTile>();
    this.asked.set(layerId, tiles.set(parsed.pathname, { tile, revision }));
    if (revision > (this.first.get(layerId) ?? 0)) parsed.searchParams.set("e", String(revision));
    return parsed.href;
  }

  /** A tile did not come: it is stale until it does. */
  failed(url: string): void {
    const parsed = new URL(url);
    const found = this.tileAt(parsed);
    const asked = found && this.asked.get(found.layerId)?.get(parsed.pathname);
    if (asked) asked.revision = -1;
  }

  /** Tiles of a layer that were asked for before they were edited. */
  stale(layerId: string): TileAddress[] {
    const ground = this.grounds.get(layerId);
    if (!ground) return [];
    return [...(this.asked.get(layerId)?.values() ?? [])].flatMap(({ tile, revision }) =>
      revision < ground.revisionOf(tile) ? [tile] : [],
    );
  }

  private tileAt({ pathname }: URL): { layerId: string; ground: EditedGround; tile: TileAddress } | undefined {
    const [, layerId = "", z, x, y] = TILE_PATH.exec(pathname) ?? [];
    const ground = this.grounds.get(layerId);
    return ground && { layerId, ground, tile: { z: Number(z), x: Number(x), y: Number(y) } };
  }
}
