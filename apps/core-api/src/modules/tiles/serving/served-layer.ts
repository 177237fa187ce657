import { createHash } from "node:crypto";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import { EditedGround } from "@archipel/geo/edited-ground.ts";
import type { TileAddress } from "@archipel/geo/tile-math.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { countLookup } from "@archipel/observability/metrics.ts";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { styleOf } from "../../../layer-store/describe/style.ts";
import type { Lens } from "../../../layer-store/lens/lens.ts";
import { narrowed } from "../../../layer-store/lens/narrow.ts";
import { readLayer } from "../../access/lens/service/through-lens.ts";
import { carriesConfidence } from "../policy.ts";
import { type ServedLayerRow, servedLayer } from "../queries.ts";
import { EditedGrounds } from "./edited-grounds.ts";

/** What serving the tiles of a layer needs. */
export interface ServedLayer extends Omit<ServedLayerRow, "fields" | "style" | "bbox"> {
  fields: LayerField[];
  style: LayerStyle;
  bbox: Bbox | null;
  /** Changes with everything that tiles show except data: fields, style, visibility. */
  stamp: string;
  /** Changes with everything that any tile shows. Of a part, the name of the lens: answers for it are always asked for again. */
  version: string;
  ground: EditedGround;
  /** What the caller's grants show of it; null: the caller may read all of it. */
  lens: Lens | null;
}

/** Changes with everything that this tile shows: an edit elsewhere does not change it. Of a part, it is not sent (`tileTag`). */
export function tileVersion(layer: ServedLayer, tile: TileAddress): string {
  return `${layer.ground.revisionOf(tile, layer.revision)}-${layer.stamp}`;
}

/**
 * The tag of a tile. What a lens does not show moves the version, so its tag names the bytes alone.
 *
 * @param body gzipped; null for an empty tile
 */
export function tileTag(layer: ServedLayer, tile: TileAddress, body: Buffer | null): string {
  if (layer.lens === null) return tileVersion(layer, tile);
  return `${layer.lens.hash}-${digestOf(body ?? "")}`;
}

const digestOf = (content: Buffer | string) => createHash("sha256").update(content).digest("base64url").slice(0, 16);

/** The layer with a style that is not saved, for the preview of an editor. Its tiles have versions of their own. */
export function withDraftStyle(layer: ServedLayer, style: LayerStyle): ServedLayer {
  const confidence = layer.confidenceAt?.getTime() ?? 0;
  const stamp = `${layer.stamp}d${digestOf(JSON.stringify([style, confidence]))}`;
  return { ...layer, style, stamp, version: `${layer.revision}-${stamp}` };
}

/** How long a cached permission to read a layer is valid. A map requests dozens of tiles at a time. */
const TRUST_MS = 1000;

/** Version of the tile drawing. Increase it when drawing changes, or caches keep the old tiles. */
const DRAWING_VERSION = 3;

const fieldsSchema = z.array(layerField);

/** Two sessions of one person may have different rights, by what they proved. */
const keyOf = (actor: Actor, layerId: string) =>
  `${actor.userId ?? ""}${actor.hasSecondStep ? "+" : ""} ${actor.program?.keyId ?? ""} ${layerId}`;

/** Layers by caller, each read at most once a second. */
export class ServedLayers {
  private readonly core: Core;
  private readonly known: LRUCache<string, { layer: ServedLayer | null }, { actor: Actor; layerId: string }>;

  private readonly grounds = new EditedGrounds();

  constructor(core: Core) {
    this.core = core;
    this.known = new LRUCache({
      max: 5000,
      ttl: TRUST_MS,
      // A read that `forget` overtakes still answers its own callers, but is not cached.
      ignoreFetchAbort: true,
      fetchMethod: async (_key, _old, { context: { actor, layerId } }) => ({ layer: await this.read(actor, layerId) }),
    });
    core.news.onEdited((layerId) => this.forget(layerId));
  }

  /** Drops the cached entries of a layer. */
  private forget(layerId: string): void {
    for (const key of this.known.keys()) if (key.endsWith(layerId)) this.known.delete(key);
  }

  /** The layer, or null when it does not exist or the caller may not read it: callers cannot distinguish the two. */
  async find(actor: Actor, layerId: string): Promise<ServedLayer | null> {
    const key = keyOf(actor, layerId);
    countLookup("layers", this.known.has(key));
    return (await this.known.forceFetch(key, { context: { actor, layerId } })).layer;
  }

  /** The layer if it was found for the caller within the last second; else undefined. */
  kept(actor: Actor, layerId: string): ServedLayer | null | undefined {
    return this.known.get(keyOf(actor, layerId))?.layer;
  }

  /** The same without the cache. A read already under way may be too old, so it is not used. */
  findFresh(actor: Actor, layerId: string): Promise<ServedLayer | null> {
    this.known.delete(keyOf(actor, layerId));
    return this.find(actor, layerId);
  }

  private async read(actor: Actor, layerId: string): Promise<ServedLayer | null> {
    const found = await readLayer(
      this.core,
      actor,
      layerId,
      (sql) => servedLayer(sql, layerId),
      async (sql, row, lens) => {
        if (lens === null) return { row, lens, ground: await this.grounds.at(sql, layerId, row.revision) };
        // Tables of low zooms merge features across the border of an area, and revisions say where others were edited.
        return { row: { ...narrowed(row, lens), isPublic: false, zooms: [] }, lens, ground: new EditedGround(row.revision) };
      },
    );
    if (!found) return null;
    const { row, ground, lens } = found;
    const style = styleOf(row.style);
    const confidence = carriesConfidence({ ...row, style }) ? `c${row.confidenceAt?.getTime().toString(36)}` : "";
    const stamp = `${row.updatedAt.getTime().toString(36)}${row.isPublic ? "p" : "r"}${DRAWING_VERSION}${confidence}${lens ? `l${lens.hash}` : ""}`;
    return {
      ...row,
      fields: fieldsSchema.parse(row.fields),
      style,
      bbox: bboxOf(row.bbox),
      stamp,
      version: lens ? `l${lens.hash}` : `${row.revision}-${stamp}`,
      ground,
      lens,
    };
  }
}
