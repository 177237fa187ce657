import type { Bbox } from "@archipel/geo/bbox.ts";
import { cutGrid } from "@archipel/geo/heights/grid-parts.ts";
import type { HeightGrid } from "@archipel/geo/heights/height-grid.ts";
import { Area } from "../clip/area.ts";
import type { PointSource } from "../clip/source.ts";
import type { TemporaryStorage } from "../copc/write/cell-store.ts";
import { canopyModel, surfaceModel } from "./surface-model.ts";
import { terrainModel } from "./terrain-model.ts";

/** Heights of the ground, of the surface, and of what is on the ground. */
export type ModelProduct = "dtm" | "dsm" | "chm";

/** How a model is made of points. */
export interface ModelRecipe {
  product: ModelProduct;
  /** Triangles between points, or means weighted by distance: for the ground. */
  method: "tin" | "idw";
  /** Side of a cell, in units of the CRS. */
  resolution: number;
  /** EPSG code of the points. */
  srid: number | null;
}

/** A changed point has no effect on cells that are farther away, in units of the CRS: longer sides of triangles are gaps. */
export const REACH = 100;
/** Cells around a block that are computed with it, so that gaps at its border are filled as those inside: units of the CRS, and cells. */
const RIM = { units: 20, least: 2, most: 64 };

interface BlockOptions extends ModelRecipe {
  storage: TemporaryStorage;
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/**
 * The cells of a model inside a box whose sides are multiples of the resolution. Points around it count, so that the blocks of a model fit
 * together, and a part that is computed again fits the rest.
 *
 * @throws TerrainError `no-points` when no point around is of the ground, or of the surface
 */
export async function modelBlock(sources: readonly PointSource[], box: Bbox, options: BlockOptions): Promise<HeightGrid> {
  const { product, method, resolution, srid, storage, signal, onProgress } = options;
  const rim = product === "dtm" ? RIM.least : Math.min(RIM.most, Math.max(RIM.least, Math.ceil(RIM.units / resolution)));
  const [west, south, east, north] = grownBox(box, rim * resolution);
  const area = new Area([
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ],
    ],
  ]);
  const asked = { resolution, srid, area, longestEdge: REACH, ...(signal && { signal }) };
  const part = (from: number, share: number) => ({ onProgress: (fraction: number) => onProgress?.(from + share * fraction) });
  if (product === "dsm") return cutGrid(await surfaceModel(sources, { ...asked, ...part(0, 1) }), box);
  const share = product === "dtm" ? 1 : 0.5;
  const ground = await terrainModel(sources, { ...asked, method, storage, ...part(0, share) });
  if (product === "dtm") return cutGrid(ground, box);
  return cutGrid(canopyModel(await surfaceModel(sources, { ...asked, ...part(0.5, 0.5) }), ground), box);
}

export const grownBox = ([west, south, east, north]: Bbox, by: number): Bbox => [west - by, south - by, east + by, north + by];
