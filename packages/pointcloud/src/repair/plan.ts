import { productOfName } from "../product.ts";
import type { CloudRepair, Drop } from "./repair-cloud.ts";

/** What people choose to repair of a cloud, as plain data. */
export interface CloudRepairs {
  drop: Drop[];
  /** Bounds and counts of the header are written again from the points. */
  header: boolean;
  /** Class → class that its points get. */
  classes: Record<string, number>;
  /** EPSG code of the heights, where the file is silent or wrong; null keeps what it says. */
  heights: number | null;
}

/** Whether points or header change, so that the file must be written before it is read again. */
export function isRewritten({ drop, header, classes }: CloudRepairs): boolean {
  return drop.length > 0 || header || Object.keys(classes).length > 0;
}

/** @param fileName says the tile, for points that lie outside it */
export function repairOf({ drop, classes }: CloudRepairs, fileName: string): CloudRepair {
  return {
    drop: new Set(drop),
    tile: productOfName(fileName)?.tile ?? null,
    classes: new Map(Object.entries(classes).map(([from, to]) => [Number(from), to])),
  };
}
