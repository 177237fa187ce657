import type { TileAddress } from "@archipel/geo/tile-math.ts";
import { countLookup } from "@archipel/observability/metrics.ts";
import { LRUCache } from "lru-cache";
import { type Actor, scopeOf } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { tileFields } from "./policy.ts";
import { type ServedLayer, ServedLayers, tileVersion } from "./serving/served-layer.ts";
import { buildTile } from "./serving/tile-body.ts";

/** Memory for finished tiles. */
const CACHE_BYTES = 128 * 1024 * 1024;
const EMPTY = Buffer.alloc(0);

/** Tiles of vector layers: who may read comes first, then what is known, then the database. One per process. */
export class TileService {
  private readonly core: Core;
  private readonly layers: ServedLayers;
  private readonly finished = new LRUCache<string, Buffer>({ maxSize: CACHE_BYTES, sizeCalculation: (body) => body.length + 200 });
  private readonly underWay = new Map<string, Promise<Buffer | null>>();

  constructor(core: Core) {
    this.core = core;
    this.layers = new ServedLayers(core);
  }

  /**
   * The layer, or null when there is none for this caller. Costs a look-up of the layer at most, never its table.
   *
   * @param atLeast a revision that the caller heard of: this process may not have yet
   */
  async layer(actor: Actor, layerId: string, atLeast = 0): Promise<ServedLayer | null> {
    const layer = await this.layers.find(actor, layerId);
    return layer && layer.revision < atLeast ? this.layers.findAnew(actor, layerId) : layer;
  }

  /** A tile of a layer that the caller may read, gzipped; null when it is empty. Identical calls at the same time are one. */
  tile(actor: Actor, layer: ServedLayer, tile: TileAddress): Promise<Buffer | null> {
    const key = `${layer.id} ${tileVersion(layer, tile)} ${tile.z}/${tile.x}/${tile.y}`;
    const finished = this.finished.get(key);
    countLookup("tiles", finished !== undefined);
    if (finished) return Promise.resolve(finished === EMPTY ? null : finished);
    const running = this.underWay.get(key);
    if (running) return running;
    const work = buildTile(this.core.database, scopeOf(actor), layer, tile)
      .then((body) => {
        this.finished.set(key, body ?? EMPTY);
        return body;
      })
      .finally(() => this.underWay.delete(key));
    this.underWay.set(key, work);
    return work;
  }
}

/** TileJSON 3.0.0 of a layer. @param base address of `/tiles`, without a slash at its end */
export function tileJsonOf(layer: ServedLayer, base: string) {
  const { minZoom: minzoom, maxZoom: maxzoom, bbox } = layer;
  const fields = tileFields(layer, maxzoom).map((field) => [field.column, field.label ?? field.name]);
  return {
    tilejson: "3.0.0",
    name: layer.title,
    description: layer.datasetTitle,
    attribution: escapeHtml(layer.contactName),
    tiles: [`${base}/${layer.id}/{z}/{x}/{y}.mvt?v=${layer.version}`],
    minzoom,
    maxzoom,
    ...(bbox && { bounds: bbox, center: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2, minzoom] }),
    vector_layers: [{ id: layer.name, description: layer.title, minzoom, maxzoom, fields: Object.fromEntries(fields) }],
  };
}

/** Map libraries show the attribution as HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
