import { GeoTIFF, type GeoTIFFImage } from "geotiff";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { BlockDecoder } from "./block-decoder.ts";
import { StorageSource } from "./storage-source.ts";

/** One image of a file: the raster itself, or a coarser copy. */
export interface RasterLevel {
  /** Its file and its number in it. */
  readonly name: string;
  readonly image: GeoTIFFImage;
  readonly decoder: BlockDecoder;
  readonly columns: number;
  readonly rows: number;
  readonly block: readonly [columns: number, rows: number];
  readonly cellBytes: number;
  /** Position of the middle of the first cell, and the step to the next column and row, in the units of the CRS. */
  readonly first: readonly [x: number, y: number];
  readonly step: readonly [x: number, y: number];
  readonly nodata: number | null;
}

/** Finest first. */
export type OpenedRaster = readonly RasterLevel[];

/** Most images of a file that are looked at: a raster and its coarser copies. A damaged file may list images for ever. */
const MOST_IMAGES = 12;
const MOST_BLOCK_BYTES = 16_777_216;
const MOST_OPEN = 32;

const openedBy = perCore(() => new LRUCache<string, OpenedRaster>({ max: MOST_OPEN }));

/**
 * Opens a stored GeoTIFF.
 *
 * @throws Error when it is not one of heights that we can read
 */
export async function openRaster(core: Core, objectKey: string): Promise<OpenedRaster> {
  const known = openedBy(core).get(objectKey);
  if (known) return known;
  const stored = await core.storage.stat(objectKey);
  if (!stored) throw new Error("the file is not stored");
  const file = await GeoTIFF.fromSource(new StorageSource(core.storage, objectKey, stored.size));
  const main = await file.getImage(0);
  const levels = [await levelOf(main, main, `${objectKey}#0`)];
  for (let index = 1; index < MOST_IMAGES; index++) {
    const image = await file.getImage(index).catch(() => null);
    if (!image) break;
    // 1: a coarser copy. Others are masks and other pictures.
    if (Number((await image.getFileDirectory().loadValue("NewSubfileType")) ?? 0) === 1)
      levels.push(await levelOf(image, main, `${objectKey}#${index}`));
  }
  openedBy(core).set(objectKey, levels);
  return levels;
}

/** GTRasterTypeGeoKey: a position names the middle of a cell, not its corner. */
const PIXEL_IS_POINT = 2;

async function levelOf(image: GeoTIFFImage, main: GeoTIFFImage, name: string): Promise<RasterLevel> {
  const directory = image.getFileDirectory();
  const [columns, rows] = [image.getWidth(), image.getHeight()];
  const [originX = 0, originY = 0] = main.getOrigin();
  const [mainX = 0, mainY = 0] = main.getResolution();
  const step = [(mainX * main.getWidth()) / columns, (mainY * main.getHeight()) / rows] as const;
  const isPoint = main.getGeoKeys()?.GTRasterTypeGeoKey === PIXEL_IS_POINT;
  // The corner of the raster. Each level begins there.
  const corner = isPoint ? ([originX - mainX / 2, originY - mainY / 2] as const) : ([originX, originY] as const);
  const block = [image.getTileWidth(), image.getTileHeight()] as const;
  const cellBytes = image.getBitsPerSample(0) / 8;
  if (image.getSamplesPerPixel() !== 1 || ![1, 2, 4, 8].includes(cellBytes)) throw new Error("the cells do not hold one number");
  if (!(columns > 0 && rows > 0 && step[0] > 0 && step[1] !== 0)) throw new Error("the raster has no place");
  if (!(block[0] > 0 && block[1] > 0) || block[0] * block[1] * cellBytes > MOST_BLOCK_BYTES) throw new Error("the blocks are too large");
  return {
    name,
    image,
    decoder: new BlockDecoder(
      image,
      Number((await directory.loadValue("Compression")) ?? 1),
      Number((await directory.loadValue("Predictor")) ?? 1),
    ),
    columns,
    rows,
    block,
    cellBytes,
    first: [corner[0] + step[0] / 2, corner[1] + step[1] / 2],
    step,
    nodata: image.getGDALNoData() ?? main.getGDALNoData(),
  };
}
