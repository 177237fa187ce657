import { seededRandom } from "@archipel/geo/seeded-random.ts";

/** A small fictional town plan, the same at each visit: blocks between wavy streets, divided into plots with buildings. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Ring = readonly Point[];

export interface TownPlan {
  readonly width: number;
  readonly height: number;
  readonly plots: readonly { readonly ring: Ring; readonly zone: "U" | "AUc" | "A" | "N" }[];
  readonly buildings: readonly Ring[];
  readonly trees: readonly Point[];
  /** The highlighted plot, as an example of a question. */
  readonly asked: Ring;
}

const COLUMNS = 11;
const ROWS = 7;
const CELL = 130;

export function drawTown(): TownPlan {
  const random = seededRandom(20_260_301);
  const plots: TownPlan["plots"][number][] = [];
  const buildings: Ring[] = [];
  const trees: Point[] = [];
  let asked: Ring = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const block = inset(cell(column, row), (row + column) % 4 === 0 ? 11 : 7);
      const zone = zoneAt(column, row);
      if (zone === "A" || zone === "N") {
        plots.push({ ring: block, zone });
        if (zone === "N") for (let i = 0; i < 9; i++) trees.push(within(block, random(), random()));
        continue;
      }
      const cuts = 2 + Math.floor(random() * 3);
      for (let i = 0; i < cuts; i++) {
        for (const side of [0, 1]) {
          const ring = part(block, i / cuts, (i + 1) / cuts, side * 0.5, side * 0.5 + 0.5);
          plots.push({ ring, zone });
          if (column === 6 && row === 3 && i === 1 && side === 0) asked = ring;
          if (random() < (zone === "AUc" ? 0.3 : 0.86)) {
            const depth = 0.3 + random() * 0.25;
            const from = 0.12 + random() * 0.1;
            buildings.push(side === 0 ? part(ring, from, 1 - from, 0.1, 0.1 + depth) : part(ring, from, 1 - from, 0.9 - depth, 0.9));
          }
        }
      }
    }
  }
  return { width: COLUMNS * CELL, height: ROWS * CELL, plots, buildings, trees, asked };
}

/** Grid corners displaced by slow waves, so that streets bend together. */
function corner(column: number, row: number): Point {
  const u = column * 0.72;
  const v = row * 0.86;
  return {
    x: column * CELL + 34 * Math.sin(v + 0.6 * u) + 12 * Math.sin(2.1 * v),
    y: row * CELL + 30 * Math.sin(u - 0.4 * v) + 14 * Math.cos(1.7 * u),
  };
}

function cell(column: number, row: number): Ring {
  return [corner(column, row), corner(column + 1, row), corner(column + 1, row + 1), corner(column, row + 1)];
}

function zoneAt(column: number, row: number): TownPlan["plots"][number]["zone"] {
  const distance = Math.hypot((column - 6) * 0.8, row - 3);
  if (distance < 2.9) return "U";
  if (distance < 3.5) return "AUc";
  return (column * 7 + row * 3) % 5 < 2 ? "N" : "A";
}

function inset(ring: Ring, margin: number): Ring {
  const centre = within(ring, 0.5, 0.5);
  return ring.map(({ x, y }) => {
    const length = Math.hypot(x - centre.x, y - centre.y);
    const share = (length - margin * Math.SQRT2) / length;
    return { x: centre.x + (x - centre.x) * share, y: centre.y + (y - centre.y) * share };
  });
}

/** Bilinear position in a quadrilateral; u along its first side, v across. */
function within(ring: Ring, u: number, v: number): Point {
  const [a = ORIGIN, b = ORIGIN, c = ORIGIN, d = ORIGIN] = ring;
  const at = (p: number, q: number, r: number, s: number) => (1 - v) * ((1 - u) * p + u * q) + v * ((1 - u) * s + u * r);
  return { x: at(a.x, b.x, c.x, d.x), y: at(a.y, b.y, c.y, d.y) };
}

const ORIGIN: Point = { x: 0, y: 0 };

function part(ring: Ring, u0: number, u1: number, v0: number, v1: number): Ring {
  return [within(ring, u0, v0), within(ring, u1, v0), within(ring, u1, v1), within(ring, u0, v1)];
}

/** An SVG path of closed rings, in tenths. Points are relative to keep the path short, because the page contains it twice. */
export function pathOf(rings: readonly Ring[]): string {
  let at = { x: 0, y: 0 };
  const step = (command: string, { x, y }: Point) => {
    const next = { x: Math.round(x * 10), y: Math.round(y * 10) };
    const text = `${command}${(next.x - at.x) / 10} ${(next.y - at.y) / 10}`;
    at = next;
    return text;
  };
  return rings
    .map((ring) => {
      const path = ring.map((point, index) => step(index === 0 ? "m" : "l", point)).join("");
      const [first] = ring;
      // Closing a ring returns to its first point.
      if (first) at = { x: Math.round(first.x * 10), y: Math.round(first.y * 10) };
      return `${path}z`;
    })
    .join("");
}

/** An SVG path of discs. */
export function discsOf(centres: readonly Point[], radius: number): string {
  const across = radius * 2;
  return centres
    .map(
      ({ x, y }) =>
        `M${(x - radius).toFixed(1)} ${y.toFixed(1)}a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0-${across} 0`,
    )
    .join("");
}
