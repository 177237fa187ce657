import { type Countryside, coverGround } from "./countryside.ts";
import { buildDrainage, type Drainage } from "./drainage.ts";
import { cellAt, type Point } from "./grid.ts";
import { buildHighways, type Road } from "./highways.ts";
import { buildLots, type Lot } from "./lots.ts";
import { findPeaks, labelIslands, type Peak } from "./peaks.ts";
import { buildRelief, type Relief } from "./relief.ts";
import { type Settlements, settle } from "./settlements.ts";
import { buildStreets, communeAt } from "./streets.ts";

/** The whole invented territory, before it is divided into layers. */
export interface Landscape {
  readonly relief: Relief;
  readonly drainage: Drainage;
  readonly settlements: Settlements;
  readonly roads: Road[];
  readonly lots: Lot[];
  readonly countryside: Countryside;
  readonly peaks: Peak[];
  readonly islandsAt: { name: string; point: Point }[];
  /** Index into COMMUNES, -1 at sea. */
  communeOf(point: Point): number;
}

/** Nature first, then people: each step reads only the results of earlier steps. Takes about ten seconds. */
export function buildLandscape(): Landscape {
  const relief = buildRelief();
  const drainage = buildDrainage(relief);
  const settlements = settle(relief);
  const isWet = (point: Point) => {
    const cell = cellAt(relief.grid, point[0], point[1]);
    return cell < 0 || drainage.isRiver[cell] === 1;
  };
  const communeOf = (point: Point) => communeAt(relief, settlements.communes, point);
  const highways = buildHighways(relief, settlements.all, settlements.farms);
  const roads = [...highways, ...buildStreets(relief, settlements.all, highways, isWet)];
  const lots = buildLots(relief, settlements.all, roads, communeOf, isWet);
  return {
    relief,
    drainage,
    settlements,
    roads,
    lots,
    countryside: coverGround(relief, drainage, lots),
    peaks: findPeaks(relief),
    islandsAt: labelIslands(relief),
    communeOf,
  };
}
