import type { LonLat } from "@archipel/geo/geodesic.ts";
import { MOST_PLACES } from "./line-code.ts";

/** The places that a visitor drew, and what they were before, for undo. */
export interface DrawnPoints {
  readonly points: readonly LonLat[];
  readonly before: readonly (readonly LonLat[])[];
  /** The visitor ended the drawing: the next place begins another one. */
  readonly isEnded: boolean;
}

export const drawnPoints = (points: readonly LonLat[]): DrawnPoints => ({ points, before: [], isEnded: false });

export type PointsAction =
  | { type: "added"; place: LonLat }
  /** The only place. */
  | { type: "placed"; place: LonLat }
  /** `isContinued`: a step of the same move, which undo takes back as a whole. */
  | { type: "moved"; index: number; place: LonLat; isContinued: boolean }
  | { type: "inserted"; index: number; place: LonLat }
  | { type: "removed"; index: number }
  | { type: "ended" }
  | { type: "cleared" }
  | { type: "undone" };

/** Most steps that undo takes back. */
const MOST_STEPS = 200;

export function reducePoints(state: DrawnPoints, action: PointsAction): DrawnPoints {
  const { points, before, isEnded } = state;
  const next = (changed: readonly LonLat[], isStillEnded = isEnded): DrawnPoints => ({
    points: changed,
    before: [...before, points].slice(-MOST_STEPS),
    isEnded: isStillEnded,
  });
  const isFull = points.length >= MOST_PLACES;
  switch (action.type) {
    case "added":
      if (isEnded) return next([action.place], false);
      return isFull ? state : next([...points, action.place]);
    case "placed":
      return next([action.place]);
    case "moved": {
      const changed = points.with(action.index, action.place);
      return action.isContinued ? { ...state, points: changed } : next(changed);
    }
    case "inserted":
      return isFull ? state : next(points.toSpliced(action.index, 0, action.place));
    case "removed":
      return next(points.toSpliced(action.index, 1));
    case "ended":
      return points.length < 2 ? state : { ...state, isEnded: true };
    case "cleared":
      return points.length === 0 ? state : next([], false);
    case "undone":
      return before.length === 0 ? state : { ...drawnPoints(before.at(-1) ?? []), before: before.slice(0, -1) };
  }
}
