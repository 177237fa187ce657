import FlatQueue from "flatqueue";
import { cellAt, cellEast, cellNorth, type Grid, type Point, sample } from "./grid.ts";
import { distance } from "./lines.ts";
import { COMMUNES, type CommuneName, placeNamer } from "./names.ts";
import { fractalNoise } from "./noise.ts";
import { createRandom } from "./random.ts";
import type { Relief } from "./relief.ts";

export interface Settlement {
  name: string;
  /** Index into COMMUNES. */
  commune: number;
  kind: "town" | "village" | "hamlet";
  centre: Point;
  radiusMetres: number;
  population: number;
}

export interface Settlements {
  readonly all: Settlement[];
  /** Isolated farms: ends of tracks, without streets of their own. */
  readonly farms: Settlement[];
  /** Commune index + 1 of each land cell, 0 at sea. */
  readonly communes: Int32Array;
}

/** Approximate places of the main towns, metres from the grid's south-west corner: the search finds a suitable place nearby. */
const TOWN_TARGETS: readonly { at: Point; radius: number; population: number }[] = [
  { at: [23600, 25100], radius: 1450, population: 11840 },
  { at: [17300, 27600], radius: 760, population: 2310 },
  { at: [12600, 22400], radius: 820, population: 2980 },
  { at: [25800, 30200], radius: 620, population: 1470 },
  { at: [31200, 25600], radius: 880, population: 3420 },
  { at: [32600, 18600], radius: 700, population: 1960 },
  { at: [13600, 11200], radius: 980, population: 4150 },
  { at: [17800, 8700], radius: 520, population: 890 },
  { at: [38300, 11200], radius: 640, population: 1240 },
];

/** Chooses places for settlements, and divides the land between the communes by the cost of walking there. */
export function settle(relief: Relief): Settlements {
  const { grid } = relief;
  const random = createRandom(2101);
  const namer = placeNamer(random);
  const all: Settlement[] = TOWN_TARGETS.map((target, commune) => ({
    name: (COMMUNES[commune] as CommuneName).name,
    commune,
    kind: target.radius > 1000 ? "town" : "village",
    centre: bestPlace(relief, [grid.west + target.at[0], grid.south + target.at[1]], 1800),
    radiusMetres: target.radius,
    population: target.population,
  }));
  const communes = shareLand(relief, all);
  for (let attempt = 0; attempt < 4000 && all.length < 58; attempt++) {
    const spot: Point = [
      grid.west + random.between(0, grid.columns * grid.cellMetres),
      grid.south + random.between(0, grid.rows * grid.cellMetres),
    ];
    const cell = cellAt(grid, spot[0], spot[1]);
    const commune = (communes[cell] as number) - 1;
    if (commune < 0 || (relief.inland[cell] as number) < 0.05 || (relief.slopes[cell] as number) > 0.12) continue;
    if (all.some((other) => distance(other.centre, spot) < other.radiusMetres + 850)) continue;
    const radiusMetres = random.between(170, 330);
    all.push({ name: namer.hamlet(), commune, kind: "hamlet", centre: spot, radiusMetres, population: Math.round(radiusMetres * 0.4) });
  }
  const farms: Settlement[] = [];
  for (let attempt = 0; attempt < 4000 && farms.length < 130; attempt++) {
    const spot: Point = [
      grid.west + random.between(0, grid.columns * grid.cellMetres),
      grid.south + random.between(0, grid.rows * grid.cellMetres),
    ];
    const cell = cellAt(grid, spot[0], spot[1]);
    const commune = (communes[cell] as number) - 1;
    if (commune < 0 || (relief.inland[cell] as number) < 0.03 || (relief.slopes[cell] as number) > 0.2) continue;
    if ([...all, ...farms].some((other) => distance(other.centre, spot) < other.radiusMetres + 420)) continue;
    farms.push({ name: namer.farm(), commune, kind: "hamlet", centre: spot, radiusMetres: 60, population: 4 });
  }
  return { all, farms, communes };
}

/** The flattest dry place within reach, preferably a few hundred metres from the shore. */
function bestPlace(relief: Relief, target: Point, reachMetres: number): Point {
  let best = target;
  let bestScore = Number.POSITIVE_INFINITY;
  for (let dy = -reachMetres; dy <= reachMetres; dy += 120) {
    for (let dx = -reachMetres; dx <= reachMetres; dx += 120) {
      const spot: Point = [target[0] + dx, target[1] + dy];
      const inland = sample(relief.grid, relief.inland, spot[0], spot[1]);
      if (inland < 0.04) continue;
      const slope = sample(relief.grid, relief.slopes, spot[0], spot[1]);
      const score = Math.abs(inland - 0.12) * 9 + slope * 12 + Math.hypot(dx, dy) / 1500;
      if (score < bestScore) {
        bestScore = score;
        best = spot;
      }
    }
  }
  return best;
}

/** Each land cell goes to the town that is reached first; slopes and noise slow the walk, straits cost a boat. */
function shareLand(relief: Relief, towns: Settlement[]): Int32Array {
  const { grid, heights, slopes } = relief;
  const rough = fractalNoise(2102, 1500, 4);
  // A cell is visited from up to four sides.
  const roughness = new Float64Array(heights.length).fill(Number.NaN);
  const roughnessAt = (cell: number) => {
    if (Number.isNaN(roughness[cell])) roughness[cell] = Math.max(0, rough(cellEast(grid, cell), cellNorth(grid, cell)));
    return roughness[cell] as number;
  };
  const costs = new Float64Array(heights.length).fill(Number.POSITIVE_INFINITY);
  const owners = new Int32Array(heights.length);
  const queue = new FlatQueue();
  for (const town of towns) {
    const cell = cellAt(grid, town.centre[0], town.centre[1]);
    costs[cell] = -town.radiusMetres * 1.2;
    owners[cell] = town.commune + 1;
    queue.push(cell, costs[cell] as number);
  }
  while (queue.length > 0) {
    const cost = queue.peekValue() as number;
    const cell = queue.pop() as number;
    if (cost > (costs[cell] as number)) continue;
    visitFour(grid, cell, (next) => {
      const onLand = (heights[next] as number) > 0;
      const pace = onLand ? 1 + 6 * (slopes[next] as number) + 4 * roughnessAt(next) : 2.2;
      const reached = cost + grid.cellMetres * pace;
      if (reached >= (costs[next] as number)) return;
      costs[next] = reached;
      owners[next] = owners[cell] as number;
      queue.push(next, reached);
    });
  }
  for (let cell = 0; cell < owners.length; cell++) if ((heights[cell] as number) <= 0) owners[cell] = 0;
  return owners;
}

function visitFour(grid: Grid, cell: number, visit: (next: number) => void): void {
  const column = cell % grid.columns;
  if (column > 0) visit(cell - 1);
  if (column < grid.columns - 1) visit(cell + 1);
  if (cell >= grid.columns) visit(cell - grid.columns);
  if (cell + grid.columns < grid.columns * grid.rows) visit(cell + grid.columns);
}
