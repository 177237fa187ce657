import { cellAt, type Point, sample } from "./grid.ts";
import type { Road } from "./highways.ts";
import { distance, lineLength, resample, simplifyLine } from "./lines.ts";
import { COMMUNES, streetNamer } from "./names.ts";
import { fractalNoise } from "./noise.ts";
import { PointIndex } from "./point-index.ts";
import { createRandom } from "./random.ts";
import type { Relief } from "./relief.ts";
import type { Settlement } from "./settlements.ts";

const STEP_METRES = 9;

interface Family {
  /** 0: along the town's main direction; 1: across. */
  way: 0 | 1;
  spread: number;
}
const FAMILIES: readonly Family[] = [
  { way: 0, spread: 1 },
  { way: 1, spread: 1.35 },
];

/**
 * Streets of each settlement: evenly spaced streamlines of a direction field that turns around the centre,
 * follows the shore and is distorted by noise (Jobard & Lefer's spacing, two crossing families).
 */
export function buildStreets(relief: Relief, settlements: Settlement[], highways: Road[], isWet: (point: Point) => boolean): Road[] {
  const wander = fractalNoise(3101, 900, 3);
  const outline = fractalNoise(3102, 520, 3);
  const namers = COMMUNES.map((_, commune) => streetNamer(createRandom(3200 + commune)));
  const streets: Road[] = [];
  const highwayPoints = new PointIndex<Point>(60);
  for (const road of highways)
    if (road.kind !== "ferry") for (const point of resample(road.line, STEP_METRES)) highwayPoints.add(point, point);
  for (const [number, town] of settlements.entries()) {
    const random = createRandom(3300 + number);
    const grain = random.between(0, Math.PI / 2);
    const isInside = (point: Point) => {
      const away = distance(point, town.centre) / town.radiusMetres;
      if (away > 0.78 + 0.5 * outline(point[0], point[1])) return false;
      const height = sample(relief.grid, relief.heights, point[0], point[1]);
      return height > 1.4 && sample(relief.grid, relief.slopes, point[0], point[1]) < 0.3 && !isWet(point);
    };
    const heading = (point: Point, way: 0 | 1): Point => {
      const away = distance(point, town.centre);
      const radial = Math.atan2(point[1] - town.centre[1], point[0] - town.centre[0]);
      const shoreward = shoreAngle(relief, point);
      const inland = sample(relief.grid, relief.inland, point[0], point[1]);
      // Crossing fields repeat every quarter turn, so they are mixed as angles times four.
      let [x, y] = [0, 0];
      const mix = (angle: number, weight: number) => {
        x += weight * Math.cos(4 * angle);
        y += weight * Math.sin(4 * angle);
      };
      mix(grain + 0.9 * wander(point[0], point[1]), 1);
      mix(radial, 1.8 * Math.exp(-away / (0.3 * town.radiusMetres)));
      mix(shoreward, 1.6 * Math.exp(-Math.max(0, inland) / 0.06));
      const angle = Math.atan2(y, x) / 4 + (way * Math.PI) / 2;
      return [Math.cos(angle), Math.sin(angle)];
    };
    const spacing = (point: Point) =>
      town.kind === "hamlet" ? 85 : 62 + 58 * Math.min(1, distance(point, town.centre) / town.radiusMetres);
    const drawn = FAMILIES.flatMap((family) => traceFamily(town, family, isInside, heading, spacing, highwayPoints));
    const joined = joinEnds(drawn, highwayPoints);
    for (const line of joined) {
      if (lineLength(line) < 45) continue;
      const isMain = lineLength(line) > town.radiusMetres * 0.8;
      const commune = town.commune;
      const name =
        namers[commune]?.(isMain ? (random.chance(0.25) ? "avenue" : "rue") : lineLength(line) < 90 ? "impasse" : undefined) ?? "rue";
      streets.push({ line: simplifyLine(line, 0.8), kind: isMain ? "local" : "street", name, ref: "", commune });
    }
  }
  return streets;
}

function shoreAngle(relief: Relief, point: Point): number {
  const reach = 90;
  const east =
    sample(relief.grid, relief.inland, point[0] + reach, point[1]) - sample(relief.grid, relief.inland, point[0] - reach, point[1]);
  const north =
    sample(relief.grid, relief.inland, point[0], point[1] + reach) - sample(relief.grid, relief.inland, point[0], point[1] - reach);
  return Math.atan2(north, east) + Math.PI / 2;
}

function traceFamily(
  town: Settlement,
  family: Family,
  isInside: (point: Point) => boolean,
  heading: (point: Point, way: 0 | 1) => Point,
  spacing: (point: Point) => number,
  highwayPoints: PointIndex<Point>,
): Point[][] {
  const lines: Point[][] = [];
  const index = new PointIndex<number>(60);
  const isFree = (point: Point, share: number, own: number) => {
    const gap = spacing(point) * family.spread * share;
    for (const near of index.near(point, gap)) if (near.item !== own) return false;
    // A highway in the same direction already is a street of this family.
    for (const near of highwayPoints.near(point, gap * 0.75)) {
      const way = heading(near.point, family.way);
      const toward: Point = [near.point[0] - point[0], near.point[1] - point[1]];
      if (Math.abs(way[0] * toward[0] + way[1] * toward[1]) < 0.5 * near.metres) return false;
    }
    return true;
  };
  const grow = (seed: Point, own: number) => {
    const arms = [1, -1].map((sign) => {
      const arm: Point[] = [];
      let point = seed;
      let way = heading(seed, family.way).map((part) => part * sign) as Point;
      for (let step = 0; step < 400; step++) {
        const next = heading(point, family.way);
        // The field has no sign: keep the current direction. After a jump of a quarter turn the other axis is nearer.
        const options: Point[] = [next, [-next[0], -next[1]], [-next[1], next[0]], [next[1], -next[0]]];
        way = options.reduce((best, option) =>
          option[0] * way[0] + option[1] * way[1] > best[0] * way[0] + best[1] * way[1] ? option : best,
        );
        point = [point[0] + way[0] * STEP_METRES, point[1] + way[1] * STEP_METRES];
        if (!isInside(point) || !isFree(point, 0.55, own)) break;
        arm.push(point);
      }
      return arm;
    });
    return [...(arms[1] as Point[]).reverse(), seed, ...(arms[0] as Point[])];
  };
  const seeds: Point[] = [town.centre];
  for (const near of highwayPoints.near(town.centre, town.radiusMetres))
    seeds.push(...beside(near.point, heading(near.point, family.way), spacing(near.point)));
  for (let next = 0; next < seeds.length && lines.length < 260; next++) {
    const seed = seeds[next] as Point;
    if (!isInside(seed) || !isFree(seed, 0.92, -1)) continue;
    const line = grow(seed, lines.length);
    if (line.length < 6) continue;
    for (const point of line) index.add(point, lines.length);
    lines.push(line);
    for (let at = 0; at < line.length; at += 4) {
      const point = line[at] as Point;
      seeds.push(...beside(point, heading(point, family.way), spacing(point) * family.spread));
    }
  }
  return lines;
}

function beside(point: Point, way: Point, metres: number): Point[] {
  return [
    [point[0] - way[1] * metres, point[1] + way[0] * metres],
    [point[0] + way[1] * metres, point[1] - way[0] * metres],
  ];
}

/** Extends street ends that nearly reach another street up to it. */
function joinEnds(lines: Point[][], highwayPoints: PointIndex<Point>): Point[][] {
  const index = new PointIndex<number>(60);
  for (const [number, line] of lines.entries()) for (const point of line) index.add(point, number);
  const nearestAhead = (end: Point, before: Point, own: number): Point | undefined => {
    const way: Point = [end[0] - before[0], end[1] - before[1]];
    const length = Math.hypot(...way) || 1;
    let best: { point: Point; metres: number } | undefined;
    const consider = (near: { point: Point; metres: number }) => {
      // Straight on or around a corner, never back along the street.
      const ahead = ((near.point[0] - end[0]) * way[0] + (near.point[1] - end[1]) * way[1]) / length;
      if (ahead > 0.45 * near.metres && near.metres < (best?.metres ?? 80)) best = near;
    };
    for (const near of index.near(end, 75)) if (near.item !== own) consider(near);
    for (const near of highwayPoints.near(end, 75)) consider(near);
    return best?.point;
  };
  return lines.map((line, number) => {
    const head = nearestAhead(line[0] as Point, line[2] as Point, number);
    const tail = nearestAhead(line.at(-1) as Point, line.at(-3) as Point, number);
    return [...(head ? [head] : []), ...line, ...(tail ? [tail] : [])];
  });
}

/** Commune index of a place, -1 at sea. */
export function communeAt(relief: Relief, communes: Int32Array, point: Point): number {
  const cell = cellAt(relief.grid, point[0], point[1]);
  return cell < 0 ? -1 : (communes[cell] as number) - 1;
}
