import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Database } from "@archipel/database/database.ts";
import { bboxesIntersect, growBbox } from "@archipel/geo/bbox.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import { encodeTile } from "@archipel/geo/mvt/encode-tile.ts";
import { type TileAddress, tileToMercatorBbox } from "@archipel/geo/tile-math.ts";
import { CONFIDENCE_COLUMN } from "@archipel/map-style/confidence.ts";
import { COUNT_COLUMN } from "@archipel/map-style/gathered.ts";
import type { Actor } from "../../../kernel/actor.ts";
import { oneRead } from "../../access/lens/service/through-lens.ts";
import { tableZoom, tileFields, tileGathering, tileHasConfidence, tileMarksUnnamed } from "../policy.ts";
import { type Gathering, gatheredRows, packedRows } from "../queries.ts";
import { compressed } from "./compressed.ts";
import type { ServedLayer } from "./served-layer.ts";

const EXTENT = 4096;
/** 8 pixels of a 512-pixel tile. */
const BUFFER = 64;
/** Most shapes of a tile lie in its box grown by this share. */
const NEAR = 0.125;
/** Maximum size of a compressed tile. */
const MAX_BYTES = 500_000;
/** A tile larger than this many times the limit is not worth compressing. */
const MAX_UNCOMPRESSED_RATIO = 4;
const COARSEST_GRAIN = 64;

/** A tile, gzipped; null when nothing is in it. */
export async function buildTile(database: Database, actor: Actor, layer: ServedLayer, tile: TileAddress): Promise<Buffer | null> {
  const box = tileToMercatorBbox(tile);
  const margin = ((box[2] - box[0]) * BUFFER) / EXTENT;
  const ground: typeof box = [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
  if (!layer.bbox || !bboxesIntersect(bboxToMercator(layer.bbox), ground)) return null;
  const { fields, zoom, gathering, hasConfidence, keys, hasNames } = contentsOf(layer, tile.z);
  const sql = oneRead(database, actor, layer.lens, growBbox(box, NEAR));
  const rows = gathering
    ? await gatheredRows(sql, layer, fields, box, gathering)
    : await packedRows(sql, layer, zoom, fields, ground, hasConfidence);
  if (!rows) return null;
  const packed = { name: layer.name, keys, rows, hasNames };
  // Too large a tile is drawn again with a coarser grain: smaller, with the same density.
  for (let grain = 2; ; grain *= 2) {
    const bytes = encodeTile([packed], tile, { extent: EXTENT, buffer: BUFFER, grain });
    if (bytes.length === 0) return null;
    const isLast = grain >= COARSEST_GRAIN;
    if (bytes.length > MAX_BYTES * MAX_UNCOMPRESSED_RATIO && !isLast) continue;
    const body = await compressed(bytes);
    if (body.length <= MAX_BYTES || isLast) return body;
  }
}

/** What the tiles of a zoom hold. */
interface Contents {
  fields: LayerField[];
  /** Of the generalised table; null: the layer's own rows. */
  zoom: number | null;
  gathering: Gathering | null;
  hasConfidence: boolean;
  keys: string[];
  hasNames: boolean;
}

/** Found once for each zoom of a layer as it is served. */
const known = new WeakMap<ServedLayer, Map<number, Contents>>();

function contentsOf(layer: ServedLayer, z: number): Contents {
  const zooms = known.get(layer) ?? new Map<number, Contents>();
  known.set(layer, zooms);
  const contents = zooms.get(z) ?? readContents(layer, z);
  zooms.set(z, contents);
  return contents;
}

function readContents(layer: ServedLayer, z: number): Contents {
  const fields = tileFields(layer, z);
  const gathering = tileGathering(layer, z);
  const hasConfidence = !gathering && tileHasConfidence(layer, z);
  const computed = gathering ? [COUNT_COLUMN] : hasConfidence ? [CONFIDENCE_COLUMN] : [];
  const keys = [...fields.map((field) => field.column), ...computed];
  return { fields, zoom: tableZoom(layer.zooms, z), gathering, hasConfidence, keys, hasNames: tileMarksUnnamed(layer) };
}
