import type { Surroundings } from "../compose/facts.ts";
import type { MapFrame } from "./frame.ts";
import type { Shapes, Vertex } from "./shapes.ts";

/** So many houses, roads or waters tell a place. Of a commune, two names do, or a name and a limit; limits without names, if they are many. */
const ENOUGH = { details: 3, named: 2, unnamed: 6 } as const;

/** Whether a map around a place shows something by which a reader knows where it is: parcels, houses and roads, names, limits of communes. */
export function isRecognised({ frame, ground, parcels, communes }: Surroundings): boolean {
  const seen = (shapes: Shapes | undefined) => (shapes ? countSeen(shapes, frame) : 0);
  if (seen(parcels?.shapes) > 0) return true;
  const details = ground ? [ground.buildings, ground.roads.main, ground.roads.minor, ground.water, ground.woods] : [];
  if (details.reduce((sum, shapes) => sum + seen(shapes), 0) >= ENOUGH.details) return true;
  const named = [...(communes?.names ?? []), ...(ground?.names ?? [])].filter(({ shapes }) => seen(shapes) > 0);
  const names = new Set(named.map(({ text }) => text)).size;
  const limits = seen(communes?.shapes) + seen(ground?.limits);
  return names + limits >= (names > 0 ? ENOUGH.named : ENOUGH.unnamed);
}

/** Points, lines, and areas by their edges, that are on the map. */
function countSeen({ areas, lines, points }: Shapes, frame: MapFrame): number {
  const isSeen = (line: readonly Vertex[]) =>
    line.some((vertex, index) => index > 0 && doesCross(line[index - 1] ?? vertex, vertex, frame));
  return (
    areas.filter((rings) => rings.some(isSeen)).length +
    lines.filter(isSeen).length +
    points.filter((point) => doesCross(point, point, frame)).length
  );
}

/** Whether a part of a segment is within the frame, by Liang and Barsky: `from` and `to` are where the segment enters and leaves it. */
function doesCross([ax, ay]: Vertex, [bx, by]: Vertex, { west, south, east, north }: MapFrame): boolean {
  let [from, to] = [0, 1];
  const sides: readonly [start: number, step: number, low: number, high: number][] = [
    [ax, bx - ax, west, east],
    [ay, by - ay, south, north],
  ];
  for (const [start, step, low, high] of sides) {
    if (step === 0 && (start <= low || start >= high)) return false;
    if (step === 0) continue;
    const ends = [(low - start) / step, (high - start) / step].sort((a, b) => a - b);
    from = Math.max(from, ends[0] ?? 0);
    to = Math.min(to, ends[1] ?? 1);
  }
  return from <= to;
}
