interface Point {
  readonly x: number;
  readonly y: number;
}
type Ring = readonly Point[];
interface Polygon {
  shell: Ring;
  holes: Ring[];
}

/**
 * What is wrong with the polygons of a decoded tile feature (OGC 06-103r4 and MVT 2.1), or null: each pair of edges is compared, in whole
 * numbers, so that it is exact, slow, and like no code that it judges.
 *
 * @param rings closed rings of whole coordinates; one that runs clockwise on screen begins a polygon, the others are its holes
 */
export function faultOfPolygons(rings: readonly Ring[]): string | null {
  const polygons: Polygon[] = [];
  for (const ring of rings) {
    const fault = faultOfRing(ring);
    if (fault) return fault;
    if (doubleArea(ring) > 0) polygons.push({ shell: ring, holes: [] });
    else if (polygons.length === 0) return "a hole comes before any shell";
    else polygons.at(-1)?.holes.push(ring);
  }
  for (const [index, ring] of rings.entries()) {
    for (const other of rings.slice(index + 1)) if (doRingsCross(ring, other)) return `rings cross at ${text(ring[0])}`;
  }
  for (const polygon of polygons) {
    const fault = faultOfHoles(polygon) ?? (isInOneInside(polygon) ? null : `the inside is in pieces at ${text(polygon.shell[0])}`);
    if (fault) return fault;
    for (const { shell, holes } of polygons) {
      if (shell === polygon.shell) continue;
      const isIn = sidesOf(polygon.shell, shell).some((side) => side > 0);
      if (isIn && !holes.some((hole) => sidesOf(polygon.shell, hole).every((side) => side >= 0)))
        return `polygons overlap at ${text(shell[0])}`;
    }
  }
  return null;
}

const text = (point?: Point) => `${point?.x} ${point?.y}`;
const turn = (a: Point, b: Point, c: Point) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x));
const isSame = (a: Point, b: Point) => a.x === b.x && a.y === b.y;
const isBetween = (a: Point, b: Point, c: Point) =>
  Math.min(a.x, b.x) <= c.x && c.x <= Math.max(a.x, b.x) && Math.min(a.y, b.y) <= c.y && c.y <= Math.max(a.y, b.y);
const isOn = (a: Point, b: Point, c: Point) => isBetween(a, b, c) && turn(a, b, c) === 0;
const edgesOf = (ring: Ring) => ring.slice(1).map((to, index) => [ring[index] ?? to, to] as const);

function doubleArea(ring: Ring): number {
  return edgesOf(ring).reduce((sum, [a, b]) => sum + a.x * b.y - b.x * a.y, 0);
}

const areApart = (a: number, b: number, c: number, d: number) => Math.max(a, b) < Math.min(c, d) || Math.max(c, d) < Math.min(a, b);

/** Ends of the edges that lie on the other edge. */
function touchesOf(a: Point, b: Point, c: Point, d: Point): Point[] {
  if (areApart(a.x, b.x, c.x, d.x) || areApart(a.y, b.y, c.y, d.y)) return [];
  const found = [c, d].filter((point) => isOn(a, b, point));
  for (const point of [a, b]) if (isOn(c, d, point) && !found.some((other) => isSame(other, point))) found.push(point);
  return found;
}

const doEdgesCross = (a: Point, b: Point, c: Point, d: Point) =>
  !areApart(a.x, b.x, c.x, d.x) && turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

function faultOfRing(ring: Ring): string | null {
  const edges = edgesOf(ring);
  if (edges.length < 3 || doubleArea(ring) === 0) return `a ring has no area at ${text(ring[0])}`;
  const repeated = edges.find(([a, b]) => isSame(a, b));
  if (repeated) return `a position is repeated at ${text(repeated[0])}`;
  for (const [index, [a, b]] of edges.entries()) {
    for (const [offset, [c, d]] of edges.slice(index + 1).entries()) {
      const isNext = offset === 0;
      const isWrap = index === 0 && offset === edges.length - 2;
      if (doEdgesCross(a, b, c, d)) return `a ring crosses itself at ${text(c)}`;
      if (touchesOf(a, b, c, d).length > (isNext || isWrap ? 1 : 0)) return `a ring touches itself at ${text(c)}`;
    }
  }
  return null;
}

function doRingsCross(ring: Ring, other: Ring): boolean {
  for (const [a, b] of edgesOf(ring)) {
    for (const [c, d] of edgesOf(other)) if (doEdgesCross(a, b, c, d) || touchesOf(a, b, c, d).length > 1) return true;
  }
  return [sidesOf(ring, other), sidesOf(other, ring)].some((sides) => sides.includes(1) && sides.includes(-1));
}

/** For the corners and the middles of the edges of a ring: 1 inside the other ring, -1 outside, 0 on it. */
function sidesOf(ring: Ring, other: Ring): number[] {
  const twice = other.map(({ x, y }) => ({ x: 2 * x, y: 2 * y }));
  return edgesOf(ring)
    .flatMap(([a, b]) => [
      { x: 2 * a.x, y: 2 * a.y },
      { x: a.x + b.x, y: a.y + b.y },
    ])
    .map((point) => sideOf(point, twice));
}

function sideOf(point: Point, ring: Ring): number {
  let isIn = false;
  for (const [a, b] of edgesOf(ring)) {
    if (isOn(a, b, point)) return 0;
    if (a.y > point.y === b.y > point.y) continue;
    if (turn(a, b, point) > 0 === b.y > a.y) isIn = !isIn;
  }
  return isIn ? 1 : -1;
}

function faultOfHoles({ shell, holes }: Polygon): string | null {
  for (const hole of holes) {
    if (sidesOf(hole, shell).includes(-1)) return `a hole is outside its shell at ${text(hole[0])}`;
    for (const other of holes) if (other !== hole && sidesOf(hole, other).includes(1)) return `holes overlap at ${text(hole[0])}`;
  }
  return null;
}

/** Rings may touch in single positions, but not so that they close a circle, which would part the inside. */
function isInOneInside({ shell, holes }: Polygon): boolean {
  const rings = [shell, ...holes];
  const groups = new Map<string, string>();
  const rootOf = (name: string): string => {
    const up = groups.get(name) ?? name;
    return up === name ? name : rootOf(up);
  };
  const touches = new Map<string, Set<number>>();
  for (const [index, ring] of rings.entries()) {
    for (const [other, otherRing] of rings.entries()) {
      if (other <= index) continue;
      for (const [a, b] of edgesOf(ring)) {
        for (const [c, d] of edgesOf(otherRing)) {
          for (const point of touchesOf(a, b, c, d)) {
            const at = text(point);
            touches.set(at, (touches.get(at) ?? new Set()).add(index).add(other));
          }
        }
      }
    }
  }
  for (const [at, met] of touches) {
    for (const ring of met) {
      const [here, there] = [rootOf(at), rootOf(`ring ${ring}`)];
      if (here === there) return false;
      groups.set(here, there);
    }
  }
  return true;
}
