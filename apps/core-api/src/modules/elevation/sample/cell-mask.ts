import type { Bbox } from "@archipel/geo/bbox.ts";
import { bboxToMercator } from "@archipel/geo/mercator.ts";
import { type Area, PLACE } from "@archipel/pointcloud/clip/area.ts";
import type { Core } from "../../../kernel/core.ts";
import { areaOfPart, EDGE_TOLERANCE } from "../../access/file-parts/service.ts";
import { type HeightRaster, METRES_OF_A_DEGREE } from "../policy.ts";
import type { RasterLevel } from "./open-raster.ts";

/** Cells of a side of the squares that are decided together. */
const SQUARE = 16;
/** A coarser copy may be made of cells beyond its own: by cubic resampling, of two cells on each side of its middle. */
const SUPPORT = 2;

/** Which cells of a level the reader may see: those that lie, with all that they are made of, wholly inside the areas. */
export class CellMask {
  private readonly area: Area | null;
  private readonly level: RasterLevel;
  /** From the middle of a cell to where nothing counts any more, in cells, and a little more for the rounding of edges, in units. */
  private readonly reach: number;
  private readonly slack: number;
  private readonly squares = new Map<number, number>();
  private readonly known = new Map<number, boolean>();

  constructor(area: Area | null, level: RasterLevel, isCopy: boolean, slack: number) {
    this.area = area;
    this.level = level;
    this.reach = isCopy ? SUPPORT : 0.5;
    this.slack = slack;
  }

  shows(column: number, row: number): boolean {
    if (!this.area) return false;
    const [x, y] = [Math.floor(column / SQUARE), Math.floor(row / SQUARE)];
    const name = y * 1_048_576 + x;
    let place = this.squares.get(name);
    if (place === undefined) {
      place = this.area.placeOf(this.boxOf(x * SQUARE, y * SQUARE, (x + 1) * SQUARE - 1, (y + 1) * SQUARE - 1));
      this.squares.set(name, place);
    }
    if (place !== PLACE.border) return place === PLACE.inside;
    const cell = row * 16_777_216 + column;
    let isShown = this.known.get(cell);
    if (isShown === undefined) {
      isShown = this.area.holds(this.boxOf(column, row, column, row));
      this.known.set(cell, isShown);
    }
    return isShown;
  }

  /** The box of cells and of what they are made of, in the CRS of the raster. */
  private boxOf(left: number, top: number, right: number, bottom: number): Bbox {
    const { first, step } = this.level;
    const [x1, x2] = [first[0] + (left - this.reach) * step[0], first[0] + (right + this.reach) * step[0]];
    const [y1, y2] = [first[1] + (top - this.reach) * step[1], first[1] + (bottom + this.reach) * step[1]];
    return [Math.min(x1, x2) - this.slack, Math.min(y1, y2) - this.slack, Math.max(x1, x2) + this.slack, Math.max(y1, y2) + this.slack];
  }
}

/** The mask of a level of a raster; null when the raster is open whole. */
export async function maskOf(core: Core, { part, row, srid, unitMetres }: HeightRaster, level: RasterLevel): Promise<CellMask | null> {
  if (!part) return null;
  const isDegrees = unitMetres === METRES_OF_A_DEGREE;
  const area = await areaOfPart(core, part, srid, bboxToMercator([row.west, row.south, row.east, row.north]));
  return new CellMask(area, level, !level.name.endsWith("#0"), 2 * (isDegrees ? EDGE_TOLERANCE.degrees : EDGE_TOLERANCE.metres));
}
