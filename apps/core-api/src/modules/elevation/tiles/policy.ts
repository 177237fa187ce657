import type { HeightProduct } from "@archipel/contracts/elevation-models.ts";
import { type RasterFacts, rasterFacts } from "@archipel/contracts/rasters.ts";
import type { AttachmentRow, HeightLayer, WrittenTile } from "./queries.ts";

/** What tiles of one layer have in common. */
export interface TileGroup {
  product: HeightProduct;
  srid: number;
  resolution: number;
  verticalSrid: number | null;
}

/** Sides of cells that differ by less are the same: texts round them. */
const SAME_SIDE = 1e-4;

const sameSide = (a: number, b: number): boolean => Math.abs(a - b) <= SAME_SIDE * Math.max(a, b);

/** The group of a tile; null when it has no product or no place. */
function groupOf({ heights, srid, pixelSize }: RasterFacts): TileGroup | null {
  if (!heights?.product || srid === null) return null;
  return { product: heights.product, srid, resolution: Math.max(...pixelSize), verticalSrid: heights.verticalSrid };
}

function isSameGroup(a: TileGroup, b: TileGroup): boolean {
  return a.product === b.product && a.srid === b.srid && a.verticalSrid === b.verticalSrid && sameSide(a.resolution, b.resolution);
}

/** Tiles by the layer that they belong to: one for each product, CRS, reference of heights and size of cells. */
export function groupTiles<Tile extends { readonly facts: RasterFacts }>(tiles: readonly Tile[]): { group: TileGroup; tiles: Tile[] }[] {
  const groups: { group: TileGroup; tiles: Tile[] }[] = [];
  for (const tile of tiles) {
    const group = groupOf(tile.facts);
    if (!group) continue;
    const known = groups.find((one) => isSameGroup(one.group, group));
    if (known) known.tiles.push(tile);
    else groups.push({ group, tiles: [tile] });
  }
  return groups;
}

export const layerOfGroup = (layers: readonly HeightLayer[], group: TileGroup): HeightLayer | undefined =>
  layers.find((layer) => isSameGroup(layer, group));

/** Degrees: a centimetre. */
const SAME_PLACE = 1e-7;

/**
 * The attachment that a tile replaces: of the same path; else a tile of its layer with the same file name, or on exactly the same ground, which a new
 * year's delivery under another name covers.
 *
 * @param taken ids of attachments that other tiles of the same delivery replace
 */
export function replacedBy(
  known: readonly AttachmentRow[],
  layerId: string,
  tile: Pick<WrittenTile, "path" | "fileName" | "facts">,
  taken: ReadonlySet<string>,
): AttachmentRow | undefined {
  const free = known.filter(({ id }) => !taken.has(id));
  const own = free.filter((row) => row.layerId === layerId);
  return (
    free.find(({ path }) => path === tile.path) ??
    own.find(({ fileName }) => fileName === tile.fileName) ??
    own.find(({ raster }) => isSameGround(rasterFacts.safeParse(raster).data, tile.facts))
  );
}

function isSameGround(a: RasterFacts | undefined, b: RasterFacts): boolean {
  if (!a?.footprint || !b.footprint || a.size[0] !== b.size[0] || a.size[1] !== b.size[1]) return false;
  const others = b.footprint.flat();
  return a.footprint.flat().every((value, i) => Math.abs(value - (others[i] ?? Number.NaN)) < SAME_PLACE);
}

/** The path of a block of a raster that was cut: those of one raster begin alike. */
export const pathOfBlock = (source: string, column: number, row: number): string => `${source}/${column}-${row}.tif`;
export const isBlockOf = (path: string, source: string): boolean =>
  path.startsWith(`${source}/`) && /^\d+-\d+\.tif$/.test(path.slice(source.length + 1));
