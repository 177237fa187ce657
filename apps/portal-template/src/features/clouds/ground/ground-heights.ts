import { RELIEF_ZOOMS, type Relief, reliefPath } from "@archipel/contracts/elevation.ts";
import { HALF_WORLD_METRES } from "@archipel/geo/mercator.ts";
import { type TileAddress, tileSizeMetres } from "@archipel/geo/tile-math.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";

/** The height of the ground at a place of the map, in metres. */
export type HeightAt = (x3857: number, y3857: number) => number;

/** Pixels of a tile of relief a side. */
const TILE = 256;
/** Tiles of one square: more would be finer than the mesh. */
const MOST_TILES = 9;

interface TileBlock {
  /** The upper left tile. */
  readonly first: TileAddress;
  readonly columns: number;
  readonly rows: number;
}

/** The tiles that cover a square of the map, with pixels at most as wide as its cells where that takes few tiles. */
export function tilesOver({ centre: [x, y], half }: GroundSquare, cells: number, maxZoom: number): TileBlock {
  const finest = Math.ceil(Math.log2((2 * HALF_WORLD_METRES * cells) / (TILE * 2 * half)));
  for (let z = Math.max(RELIEF_ZOOMS.first, Math.min(maxZoom, finest)); ; z--) {
    const size = tileSizeMetres(z);
    const last = 2 ** z - 1;
    const index = (metres: number) => Math.min(last, Math.max(0, Math.floor(metres / size)));
    const [west, east] = [index(x - half + HALF_WORLD_METRES), index(x + half + HALF_WORLD_METRES)];
    const [north, south] = [index(HALF_WORLD_METRES - y - half), index(HALF_WORLD_METRES - y + half)];
    const [columns, rows] = [east - west + 1, south - north + 1];
    if (columns * rows <= MOST_TILES || z === 0) return { first: { z, x: west, y: north }, columns, rows };
  }
}

/** Heights of a tile from its colours: four bytes a pixel, in the encoding "terrarium". */
export function heightsOfPixels(pixels: Uint8ClampedArray): Float32Array {
  return Float32Array.from(
    { length: pixels.length / 4 },
    (_, i) => (pixels[4 * i] as number) * 256 + (pixels[4 * i + 1] as number) + (pixels[4 * i + 2] as number) / 256 - 32_768,
  );
}

/** Heights between the middles of pixels. `tiles`: row by row from the north-west. */
export function heightsIn({ first, columns, rows }: TileBlock, tiles: readonly Float32Array[]): HeightAt {
  const size = tileSizeMetres(first.z);
  const [west, north] = [first.x * size - HALF_WORLD_METRES, HALF_WORLD_METRES - first.y * size];
  const at = (column: number, row: number) => {
    const [c, r] = [Math.min(columns * TILE - 1, Math.max(0, column)), Math.min(rows * TILE - 1, Math.max(0, row))];
    const tile = tiles[Math.floor(r / TILE) * columns + Math.floor(c / TILE)];
    return tile?.[(r % TILE) * TILE + (c % TILE)] ?? 0;
  };
  return (x, y) => {
    const [column, row] = [((x - west) / size) * TILE - 0.5, ((north - y) / size) * TILE - 0.5];
    const [left, top] = [Math.floor(column), Math.floor(row)];
    const [right, down] = [column - left, row - top];
    const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
    const lower = at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right;
    return upper * (1 - down) + lower * down;
  };
}

/** Reads the heights of a square of the map from the portal's tiles of relief. Rejects when one of them cannot be read. */
export async function readHeights(relief: Relief, square: GroundSquare, cells: number, signal: AbortSignal): Promise<HeightAt> {
  const block = tilesOver(square, cells, relief.maxZoom);
  const { first, columns, rows } = block;
  const address = (i: number) =>
    reliefPath(relief)
      .replace("{z}", String(first.z))
      .replace("{x}", String(first.x + (i % columns)))
      .replace("{y}", String(first.y + Math.floor(i / columns)));
  return heightsIn(block, await Promise.all(Array.from({ length: columns * rows }, (_, i) => readTile(address(i), signal))));
}

async function readTile(address: string, signal: AbortSignal): Promise<Float32Array> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`relief: ${response.status}`);
  // Colours are numbers: nothing may correct them.
  const image = await createImageBitmap(await response.blob(), { premultiplyAlpha: "none", colorSpaceConversion: "none" });
  const canvas = document.createElement("canvas");
  canvas.width = TILE;
  canvas.height = TILE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, TILE, TILE);
  image.close();
  return heightsOfPixels(context.getImageData(0, 0, TILE, TILE).data);
}
