import type { RelationKind } from "../packs/rule.ts";
import type { SourceRequirement } from "../packs/source.ts";
import type { Extent, Figures } from "./figures.ts";

/** How a feature lies to the place. Areas in m², lengths and distances in metres; `share` of the place's drawn area, 0 to 1. */
export interface Relation {
  kind: RelationKind;
  areaM2?: number;
  share?: number;
  lengthM?: number;
  count?: number;
  distanceM?: number;
  toleranceM: number;
}

type Limits = Pick<SourceRequirement, "place" | "minAreaM2" | "minLengthM">;

/**
 * The relation between a feature and the place; null when the feature does not concern it. A touch without area is no hit. If it depends on
 * the tolerance whether the feature concerns the place, the relation is `border`, which is never dropped.
 *
 * @param placeM2 the drawn area of the place, 0 for a point
 */
export function relationOf(figures: Figures, limits: Limits, placeM2: number, toleranceM: number): Relation | null {
  if (limits.place.on === "communeCode") return { kind: "commune", toleranceM };
  const isHit = hits(figures.now, figures.shape, limits);
  const measured = isHit ? measuresOf(figures, placeM2) : {};
  const isUncertain = isHit ? !hits(figures.shrunk, figures.shape, limits) : hits(figures.grown, figures.shape, limits);
  if (isUncertain)
    return { kind: "border", ...measured, ...(figures.distanceM === null ? {} : { distanceM: figures.distanceM }), toleranceM };
  if (isHit) return { kind: kindOf(figures, placeM2), ...measured, toleranceM };
  const { ringM } = limits.place;
  if (ringM === undefined || figures.distanceM === null || figures.distanceM > ringM) return null;
  return { kind: "near", distanceM: figures.distanceM, toleranceM };
}

/** True when what is common is enough to count: an area, a length, or a point. An area and a point place have no common area. */
function hits({ areaM2, lengthM, count }: Extent, shape: Figures["shape"], { minAreaM2, minLengthM }: Limits): boolean {
  if (shape === "point") return count > 0;
  if (shape === "line") return lengthM >= minLengthM && lengthM > 0;
  return (areaM2 >= minAreaM2 && areaM2 > 0) || count > 0;
}

function kindOf({ shape, coversPlace }: Figures, placeM2: number): RelationKind {
  if (shape === "line") return "crosses";
  if (shape === "point") return "on";
  return coversPlace || placeM2 === 0 ? "contains" : "partly";
}

function measuresOf({ shape, now, coversPlace }: Figures, placeM2: number): Omit<Relation, "kind" | "toleranceM"> {
  if (shape === "line") return { lengthM: now.lengthM };
  if (shape === "point") return { count: now.count };
  if (placeM2 === 0) return {};
  return { areaM2: now.areaM2, share: coversPlace ? 1 : shareOf(now.areaM2, placeM2) };
}

/** A share that is not exactly 1 stays below it, so that it is never printed as 100 %. */
export function shareOf(areaM2: number, placeM2: number): number {
  return Math.min(areaM2 / placeM2, 1 - Number.EPSILON);
}
