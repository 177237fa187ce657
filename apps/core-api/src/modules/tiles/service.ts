import { UNNAMED } from "@archipel/geo/mvt/encode-tile.ts";
import type { TileAddress } from "@archipel/geo/tile-math.ts";
import { escapeMarkup } from "@archipel/i18n/escape-markup.ts";
import { CONFIDENCE_COLUMN } from "@archipel/map-style/confidence.ts";
import { COUNT_COLUMN } from "@archipel/map-style/gathered.ts";
import { countLookup } from "@archipel/observability/metrics.ts";
import { LRUCache } from "lru-cache";
import { type Actor, anonymous } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { recordOf } from "../../layer-store/tables/attribute-columns.ts";
import { tileFields, tileGathering, tileHasConfidence, tileMarksUnnamed } from "./policy.ts";
import { type ServedLayer, ServedLayers, tileVersion } from "./serving/served-layer.ts";
import { buildTile } from "./serving/tile-body.ts";

/** Memory for the cache of tiles. */
const CACHE_BYTES = 128 * 1024 * 1024;
const EMPTY = Buffer.alloc(0);

const keyOf = ({ id }: ServedLayer, version: string, { z, x, y }: TileAddress) => `${id} ${version} ${z}/${x}/${y}`;

/** What building a tile needs besides its key. */
interface Wanted {
  actor: Actor;
  layer: ServedLayer;
  tile: TileAddress;
}

const services = new WeakMap<object, TileService>();

/** The tiles of a running core: all that serve them share what is in memory. */
export function tileServiceOf(core: Core): TileService {
  const known = services.get(core.memory) ?? new TileService(core);
  services.set(core.memory, known);
  return known;
}

/** Tiles of vector layers: first the right to read, then the cache, then the database. One instance per core. */
export class TileService {
  private readonly layers: ServedLayers;
  private readonly built: LRUCache<string, Buffer, Wanted>;

  constructor(core: Core) {
    this.layers = new ServedLayers(core);
    this.built = new LRUCache({
      maxSize: CACHE_BYTES,
      sizeCalculation: (body) => body.length + 200,
      // A tile that is evicted while it is being built still reaches its callers.
      ignoreFetchAbort: true,
      fetchMethod: async (_key, _old, { context: { actor, layer, tile } }) => (await buildTile(core.database, actor, layer, tile)) ?? EMPTY,
    });
  }

  /**
   * The layer, or null when the caller has none of this id. Costs at most a look-up of the layer, never a read of its table.
   *
   * @param atLeast a revision that the caller knows of: the cache of this process may be older
   */
  async layer(actor: Actor, layerId: string, atLeast = 0): Promise<ServedLayer | null> {
    const layer = await this.layers.find(actor, layerId);
    // Of a part, the caller knows a moment, which no number here says.
    const isOlder = layer !== null && (layer.lens === null ? layer.revision < atLeast : atLeast > 0);
    return isOlder ? this.layers.findFresh(actor, layerId) : layer;
  }

  /** A layer that visitors were found to read whole within the last second; null if it is not one. */
  openLayer(layerId: string): ServedLayer | null {
    const layer = this.layers.kept(anonymous, layerId);
    if (!layer?.isPublic || layer.lens !== null) return null;
    countLookup("layers", true);
    return layer;
  }

  /** A tile in memory: null when it is empty, undefined when it is not there. */
  inMemory(layer: ServedLayer, tile: TileAddress): Buffer | null | undefined {
    const body = this.built.get(keyOf(layer, tileVersion(layer, tile), tile));
    if (body === undefined) return undefined;
    countLookup("tiles", true);
    return body === EMPTY ? null : body;
  }

  /** A tile of a layer that the caller may read, gzipped; null when it is empty. Identical concurrent calls are one. */
  async tile(actor: Actor, layer: ServedLayer, tile: TileAddress): Promise<Buffer | null> {
    const key = keyOf(layer, tileVersion(layer, tile), tile);
    countLookup("tiles", this.built.has(key));
    const body = await this.built.forceFetch(key, { context: { actor, layer, tile } });
    return body === EMPTY ? null : body;
  }
}

/** TileJSON 3.0.0 of a layer. @param base URL of `/tiles`, without a trailing slash */
export function tileJsonOf(layer: ServedLayer, base: string) {
  const { minZoom: minzoom, maxZoom: maxzoom, bbox } = layer;
  return {
    tilejson: "3.0.0",
    name: layer.title,
    description: layer.datasetTitle,
    // Map libraries show the attribution as HTML.
    attribution: escapeMarkup(layer.contactName),
    tiles: [`${base}/${layer.id}/{z}/{x}/{y}.mvt?v=${layer.version}`],
    minzoom,
    maxzoom,
    ...(bbox && { bounds: bbox, center: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2, minzoom] }),
    vector_layers: contentsOf(layer).map((range) => ({ id: layer.name, description: layer.title, ...range })),
  };
}

/** The attributes that tiles carry, with their words, by ranges of zooms in which they are the same. Each zoom is in one range. */
function contentsOf(layer: ServedLayer) {
  const ranges: { minzoom: number; maxzoom: number; fields: Record<string, string> }[] = [];
  for (let zoom = layer.minZoom; zoom <= layer.maxZoom; zoom++) {
    const fields = recordOf(tileFields(layer, zoom).map((field) => [field.column, field.label ?? field.name] as const));
    if (tileGathering(layer, zoom)) fields[COUNT_COLUMN] = "number of points";
    else if (tileHasConfidence(layer, zoom)) fields[CONFIDENCE_COLUMN] = "0 to 100";
    if (tileMarksUnnamed(layer)) fields[UNNAMED] = "true for parts of an area whose name is in another place";
    const last = ranges.at(-1);
    if (last && Object.keys(last.fields).join() === Object.keys(fields).join()) last.maxzoom = zoom;
    else ranges.push({ minzoom: zoom, maxzoom: zoom, fields });
  }
  return ranges;
}
