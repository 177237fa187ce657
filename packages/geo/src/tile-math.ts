import type { Bbox } from "./bbox.ts";
import { bboxFromMercator, HALF_WORLD_METRES, lonLatToMercator } from "./mercator.ts";

/** A tile of the web mercator quadtree: x from the west, y from the north, 0 ≤ x, y < 2^z (the XYZ scheme of WebMercatorQuad). */
export type TileAddress = { z: number; x: number; y: number };

/** The deepest zoom that we address. Tile numbers stay far below 2^31. */
const MAX_TILE_ZOOM = 24;

/** Whether this tile exists: whole numbers, inside the pyramid. */
export function isValidTile(tile: TileAddress, maxZoom = MAX_TILE_ZOOM): boolean {
  const { z, x, y } = tile;
  if (!Number.isInteger(z) || !Number.isInteger(x) || !Number.isInteger(y) || z < 0 || z > maxZoom) return false;
  const side = 2 ** z;
  return x >= 0 && x < side && y >= 0 && y < side;
}

/** The side of a tile, in web mercator metres. */
export function tileSizeMetres(z: number): number {
  return (2 * HALF_WORLD_METRES) / 2 ** z;
}

/** The area of a tile, in web mercator metres. */
export function tileToMercatorBbox({ z, x, y }: TileAddress): Bbox {
  const size = tileSizeMetres(z);
  const west = x * size - HALF_WORLD_METRES;
  const north = HALF_WORLD_METRES - y * size;
  return [west, north - size, west + size, north];
}

/** The area of a tile, in degrees. */
export function tileToBbox(tile: TileAddress): Bbox {
  return bboxFromMercator(tileToMercatorBbox(tile));
}

/** The tile at zoom `z` that contains a point given in degrees. Points beyond the pyramid fall in its outermost tiles. */
export function lonLatToTile(lon: number, lat: number, z: number): TileAddress {
  const [x3857, y3857] = lonLatToMercator(lon, lat);
  const size = tileSizeMetres(z);
  const last = 2 ** z - 1;
  const hold = (value: number) => Math.max(0, Math.min(last, Math.floor(value)));
  return { z, x: hold((x3857 + HALF_WORLD_METRES) / size), y: hold((HALF_WORLD_METRES - y3857) / size) };
}

/** Every tile at zoom `z` that touches a box of degrees, row by row from the north-west. */
export function* tilesCovering(box: Bbox, z: number): Generator<TileAddress> {
  const first = lonLatToTile(box[0], box[3], z);
  const last = lonLatToTile(box[2], box[1], z);
  for (let y = first.y; y <= last.y; y++) {
    for (let x = first.x; x <= last.x; x++) yield { z, x, y };
  }
}
