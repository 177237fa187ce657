import type { ExtractRequest } from "@archipel/contracts/cloud-extracts.ts";
import { EXTRACT_RESOLUTIONS } from "@archipel/contracts/cloud-extracts.ts";
import { MOST_TERRAIN_CELLS } from "@archipel/gdal/clip-clouds.ts";
import type { Bbox } from "@archipel/geo/bbox.ts";
import type { ErrorParams } from "../../../kernel/domain-error.ts";

/** What an extract may be. People with an account may take more: they can be asked why. */
export const LIMITS = {
  visitor: { points: 20_000_000, open: 2, aDay: 20, keptDays: 1 },
  person: { points: 100_000_000, open: 4, aDay: 60, keptDays: 7 },
  /** Tiles that one area may touch. */
  tiles: 100,
  /** Points that are read to find those of a thinning or of a class. */
  read: 400_000_000,
  /** Points that are made in a moment: some seconds of one processor. */
  smallPoints: 2_000_000,
  smallCells: 1_000_000,
  /** Extracts of all visitors together that may wait. */
  visitorsWaiting: 100,
  /** Bytes of all extracts of a community that are kept. */
  storedBytes: 50e9,
} as const;

export type Taker = "visitor" | "person";

/** Why an area that was counted cannot be taken. */
export interface Refused {
  code: string;
  params: ErrorParams;
}

/** The refusal of an area by its size; null when it can be taken. @param read points that have to be read for it */
export function refusalOf({ points, read, tiles }: { points: number; read: number; tiles: number }, taker: Taker): Refused | null {
  const most = LIMITS[taker].points;
  if (tiles > LIMITS.tiles) return { code: "extract-too-many-tiles", params: { tiles, most: LIMITS.tiles } };
  if (points > most)
    return { code: taker === "visitor" ? "extract-too-many-points-visitor" : "extract-too-many-points", params: { points, most } };
  if (read > LIMITS.read) return { code: "extract-too-much-read", params: { points: Math.round(read), most: LIMITS.read } };
  return null;
}

/** Cells of a model over a box. */
export function cellsOf([west, south, east, north]: Bbox, resolution: number): number {
  return (Math.ceil((east - west) / resolution) + 1) * (Math.ceil((north - south) / resolution) + 1);
}

/** The resolutions at which models of a box fit the memory of a child. */
export function resolutionsFor(box: Bbox): number[] {
  return EXTRACT_RESOLUTIONS.filter((resolution) => cellsOf(box, resolution) <= MOST_TERRAIN_CELLS);
}

/** Whether it is made in a moment, and so does not wait for large ones. */
export function isSmall(
  { points, read, box }: { points: number; read: number; box: Bbox },
  { models, resolution }: Pick<ExtractRequest, "models" | "resolution">,
): boolean {
  const cells = models.length > 0 ? cellsOf(box, resolution) : 0;
  return points <= LIMITS.smallPoints && read <= 4 * LIMITS.smallPoints && cells <= LIMITS.smallCells;
}
