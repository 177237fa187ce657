import type { ElevationLayer } from "@archipel/contracts/elevation.ts";
import { bboxAround } from "@archipel/geo/bbox.ts";
import type { Actor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { finestFirst } from "../policy.ts";
import { type Catalogue, outsideOf, rastersIn, readAt } from "../service.ts";
import { areaOf, gridWithin, type Polygons, type Spread, spreadOf } from "./policy.ts";

export interface AreaFigures {
  /** Null where no raster has a value in the area. */
  readonly spread: Spread | null;
  /** Geodesic, in square metres. */
  readonly area: number;
  /** How much of the area has heights, 0 to 1. */
  readonly share: number;
  /** How much of it is outside the areas that grants open to the caller, 0 to 1: whether heights are there is not said. */
  readonly outside: number;
  /** Distance of the heights that were read. */
  readonly stepMetres: number;
  readonly layers: ElevationLayer[];
  readonly sources: readonly number[];
}

/**
 * Figures of the heights in an area, from a grid as fine as the finest raster there or as coarse as a large area needs.
 *
 * @throws DomainError when reading the heights takes too much
 */
export async function figuresIn(core: Core, actor: Actor, polygons: Polygons, catalogue: Catalogue): Promise<AreaFigures> {
  const rasters = await rastersIn(core, actor, catalogue, bboxAround(polygons.flatMap((rings) => rings[0] ?? [])));
  const [finest] = finestFirst(rasters);
  const { places, stepMetres } = gridWithin(polygons, finest?.cellMetres ?? Number.POSITIVE_INFINITY);
  const read = await readAt(core, actor, rasters, places, stepMetres);
  const outside = await outsideOf(core, actor, catalogue, places, read);
  const known = read.heights.filter((height) => height !== null);
  return {
    spread: spreadOf(known),
    area: areaOf(polygons),
    share: known.length / places.length,
    outside: outside.length / places.length,
    stepMetres,
    layers: read.layers,
    sources: read.sources,
  };
}
