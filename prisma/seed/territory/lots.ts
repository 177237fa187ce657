import { type Point, sample } from "./grid.ts";
import type { Road } from "./highways.ts";
import { alongLine, distance, lineLength, resample } from "./lines.ts";
import { PointIndex } from "./point-index.ts";
import { createRandom, hash2, type Random } from "./random.ts";
import type { Relief } from "./relief.ts";
import type { Settlement } from "./settlements.ts";

/** A plot along a street; corners in either direction, not closed; metres. */
export interface Lot {
  corners: [Point, Point, Point, Point];
  commune: number;
  street: string;
  number: number;
  density: "core" | "town" | "suburb" | "country";
  building: Building | undefined;
}

interface Building {
  outline: Point[];
  heightMetres: number;
  floors: number;
  use: "dwelling" | "mixed" | "commerce" | "industry" | "farm" | "public";
}

const HALF_WIDTH_METRES: Record<Road["kind"], number> = { primary: 6, secondary: 5, local: 4.5, street: 4, track: 3, ferry: 0 };

/** Divides both sides of every street into plots, and builds on most of them. */
export function buildLots(
  relief: Relief,
  settlements: Settlement[],
  roads: Road[],
  communeOf: (point: Point) => number,
  isWet: (point: Point) => boolean,
): Lot[] {
  const roadPoints = new PointIndex<number>(40);
  for (const road of roads) {
    if (road.kind === "ferry") continue;
    for (const point of resample(road.line, 6)) roadPoints.add(point, HALF_WIDTH_METRES[road.kind]);
  }
  const taken = new PointIndex<Lot>(80);
  const centres = new PointIndex<Settlement>(2000);
  for (const place of settlements) centres.add(place.centre, place);
  const lots: Lot[] = [];
  for (const [roadNumber, road] of roads.entries()) {
    if (road.kind === "ferry") continue;
    const random = createRandom(4100 + roadNumber);
    const length = lineLength(road.line);
    for (const side of [1, -1] as const) {
      let number = side === 1 ? 1 : 2;
      let at = 10;
      while (at < length - 14) {
        const here = alongLine(road.line, at);
        const town = nearestTown(centres, here.point);
        const density = densityOf(town, here.point);
        const front = frontMetres(density, random);
        // In the country houses are rare.
        if (density === "country" && !random.chance(0.055)) {
          at += front;
          continue;
        }
        const lot = cutLot(road, side, at, Math.min(front, length - 8 - at), density, number, random, { roadPoints, taken, communeOf });
        at += front;
        number += 2;
        if (!lot) continue;
        const middle = lotCentre(lot);
        if (sample(relief.grid, relief.heights, middle[0], middle[1]) < 1.2 || isWet(middle)) continue;
        lot.building = build(lot, town, random);
        taken.add(middle, lot);
        lots.push(lot);
      }
    }
  }
  return lots;
}

function nearestTown(centres: PointIndex<Settlement>, point: Point): Settlement | undefined {
  let best: { item: Settlement; share: number } | undefined;
  for (const near of centres.near(point, 2200)) {
    const share = near.metres / near.item.radiusMetres;
    if (share < 1.25 && share < (best?.share ?? 2)) best = { item: near.item, share };
  }
  return best?.item;
}

function densityOf(town: Settlement | undefined, point: Point): Lot["density"] {
  if (!town) return "country";
  const metres = distance(point, town.centre);
  if (town.kind === "hamlet") return metres < town.radiusMetres * 0.3 ? "town" : "suburb";
  if (metres < 170 + town.radiusMetres * 0.16) return "core";
  return metres < 200 + town.radiusMetres * 0.42 ? "town" : "suburb";
}

function frontMetres(density: Lot["density"], random: Random): number {
  if (density === "core") return random.between(7, 12.5);
  if (density === "town") return random.between(11, 17);
  return density === "suburb" ? random.between(17, 26) : random.between(28, 46);
}

interface Surroundings {
  roadPoints: PointIndex<number>;
  taken: PointIndex<Lot>;
  communeOf: (point: Point) => number;
}

function cutLot(
  road: Road,
  side: 1 | -1,
  at: number,
  front: number,
  density: Lot["density"],
  number: number,
  random: Random,
  around: Surroundings,
): Lot | undefined {
  if (front < 6) return undefined;
  const half = HALF_WIDTH_METRES[road.kind];
  const start = alongLine(road.line, at);
  const end = alongLine(road.line, at + front);
  const offset = (spot: { point: Point; direction: Point }, metres: number): Point => [
    spot.point[0] - spot.direction[1] * metres * side,
    spot.point[1] + spot.direction[0] * metres * side,
  ];
  const wanted = density === "core" ? 26 : density === "town" ? 32 : density === "suburb" ? 36 : 58;
  for (const share of [1, 0.8, 0.62, 0.48]) {
    const depth = wanted * share * random.between(0.94, 1.04);
    const corners = untwisted([offset(start, half), offset(end, half), offset(end, half + depth), offset(start, half + depth)]);
    const middle = lotCentre({ corners });
    if (distance(corners[2], corners[3]) < front * 0.45 || !isClear(corners, middle, around)) continue;
    const commune = around.communeOf(middle);
    if (commune < 0) return undefined;
    return { corners, commune, street: road.name, number, density, building: undefined };
  }
  return undefined;
}

/** Inside a sharp bend the two sides of a plot cross: its back corners then change places. */
function untwisted([frontLeft, frontRight, backRight, backLeft]: Lot["corners"]): Lot["corners"] {
  const isTwisted =
    cross(frontRight, backRight, backLeft) * cross(frontRight, backRight, frontLeft) < 0 &&
    cross(backLeft, frontLeft, frontRight) * cross(backLeft, frontLeft, backRight) < 0;
  return isTwisted ? [frontLeft, frontRight, backLeft, backRight] : [frontLeft, frontRight, backRight, backLeft];
}

/** Whether no street crosses the plot, and no other plot overlaps it. */
function isClear(corners: Lot["corners"], middle: Point, around: Surroundings): boolean {
  for (const near of around.roadPoints.near(middle, 50)) if (insideBy(corners, near.point, near.item - 0.6)) return false;
  for (const near of around.taken.near(middle, 75)) if (overlaps(corners, near.item.corners)) return false;
  return true;
}

/** Whether a point is inside a convex quad grown by a margin. */
function insideBy(corners: Lot["corners"], point: Point, margin: number): boolean {
  const turn = Math.sign(cross(corners[0], corners[1], corners[2])) || 1;
  return corners.every((corner, index) => {
    const next = corners[(index + 1) % 4] as Point;
    return (turn * cross(corner, next, point)) / Math.max(0.01, distance(corner, next)) > -margin;
  });
}

const cross = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Separating axis for two convex quads; touching sides do not overlap. */
function overlaps(a: Lot["corners"], b: Lot["corners"]): boolean {
  for (const quad of [a, b]) {
    for (let index = 0; index < 4; index++) {
      const [from, to] = [quad[index] as Point, quad[(index + 1) % 4] as Point];
      const axis: Point = [from[1] - to[1], to[0] - from[0]];
      const [left, right] = [reachAlong(axis, a), reachAlong(axis, b)];
      const slack = 0.35 * Math.hypot(axis[0], axis[1]);
      if (left.high <= right.low + slack || right.high <= left.low + slack) return false;
    }
  }
  return true;
}

function reachAlong(axis: Point, corners: Lot["corners"]): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const corner of corners) {
    const at = corner[0] * axis[0] + corner[1] * axis[1];
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return { low, high };
}

export function lotCentre({ corners }: Pick<Lot, "corners">): Point {
  return [corners.reduce((sum, corner) => sum + corner[0], 0) / 4, corners.reduce((sum, corner) => sum + corner[1], 0) / 4];
}

/** A house by the street in the centre, in its garden further out; sheds in the country; sometimes an L-shaped house. */
function build(lot: Lot, town: Settlement | undefined, random: Random): Building | undefined {
  const [frontLeft, frontRight, backRight, backLeft] = lot.corners;
  const depth = (distance(frontLeft, backLeft) + distance(frontRight, backRight)) / 2;
  if (random.chance(lot.density === "suburb" ? 0.14 : 0.06)) return undefined;
  const place = (across: number, metres: number): Point => {
    const back = Math.min(0.98, metres / depth);
    const mix = (from: Point, to: Point, share: number): Point => [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share,
    ];
    return mix(mix(frontLeft, frontRight, across), mix(backLeft, backRight, across), back);
  };
  const isCore = lot.density === "core";
  const isTown = lot.density === "town";
  const setback = isCore ? 0.4 : isTown ? random.between(1, 4) : random.between(5, 9);
  const body = Math.min(depth - setback - 2, isCore ? random.between(9, 13) : random.between(8, 11.5));
  if (body < 5) return undefined;
  const [left, right] = isCore
    ? [0.01, 0.99]
    : isTown
      ? random.chance(0.5)
        ? [0.02, 0.8]
        : [0.2, 0.98]
      : [0.16, random.between(0.7, 0.86)];
  const outline = [place(left, setback), place(right, setback), place(right, setback + body)];
  const wing = setback + body + random.between(4, 7);
  if (random.chance(isCore ? 0.25 : 0.35) && wing < depth - 2) {
    const knee = left + (right - left) * random.between(0.4, 0.6);
    outline.push(place(knee, setback + body), place(knee, wing), place(left, wing));
  } else {
    outline.push(place(left, setback + body));
  }
  const floors = isCore ? random.integer(2, town?.kind === "town" ? 4 : 3) : isTown ? random.integer(1, 3) : random.integer(1, 2);
  const chance = hash2(Math.round(frontLeft[0]), Math.round(frontLeft[1]), 77);
  const use =
    lot.density === "country"
      ? chance < 0.5
        ? "farm"
        : "dwelling"
      : chance < 0.03
        ? "public"
        : isCore && chance < 0.34
          ? "mixed"
          : chance > 0.97
            ? "commerce"
            : "dwelling";
  return { outline, floors, heightMetres: Math.round((floors * 2.9 + random.between(0.6, 3.2)) * 10) / 10, use };
}
