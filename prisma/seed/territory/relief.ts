import { cellCount, cellEast, cellNorth, type Grid } from "./grid.ts";
import { toLambert93 } from "./lambert93.ts";
import { fractalNoise, smoothStep } from "./noise.ts";

/** The terrain: a height in metres for each cell, negative under the sea. */
export interface Relief {
  readonly grid: Grid;
  readonly heights: Float32Array;
  /** Unitless distance from the shore: 0 at the coast, about 1 in the middle of an island, negative at sea. */
  readonly inland: Float32Array;
  /** Rise over run. */
  readonly slopes: Float32Array;
}

/** Centre of the invented archipelago: open sea, far from any real land. */
const TERRITORY_CENTRE: readonly [lon: number, lat: number] = [-5.25, 46.45];

interface Mass {
  east: number;
  north: number;
  long: number;
  wide: number;
  turn: number;
  top: number;
}

/** Kilometres from the centre: a crescent around a bay, two smaller islands, and scattered islets. */
const MASSES: readonly Mass[] = [
  { east: -8, north: 2.5, long: 5.2, wide: 3.6, turn: 1.0, top: 70 },
  { east: -4.2, north: 6.2, long: 5.4, wide: 3.5, turn: 0.35, top: 120 },
  { east: 1.8, north: 7.2, long: 5.6, wide: 3.4, turn: -0.1, top: 165 },
  { east: 7.2, north: 4.6, long: 5.0, wide: 3.6, turn: -0.75, top: 140 },
  { east: 9.2, north: -0.6, long: 4.4, wide: 2.8, turn: -1.4, top: 85 },
  { east: 7.6, north: -4.6, long: 2.9, wide: 2.0, turn: 0.9, top: 40 },
  { east: -8.6, north: -9.0, long: 5.2, wide: 2.7, turn: 0.5, top: 95 },
  { east: -4.4, north: -10.8, long: 3.2, wide: 1.9, turn: -0.4, top: 55 },
  { east: 16.2, north: -9.2, long: 3.6, wide: 2.2, turn: 0.8, top: 75 },
  { east: 16.6, north: 9.8, long: 2.7, wide: 1.5, turn: -0.5, top: 45 },
  { east: 0.6, north: -0.4, long: 0.95, wide: 0.6, turn: 0.3, top: 28 },
  { east: 2.2, north: -8.4, long: 1.1, wide: 0.7, turn: 1.1, top: 24 },
  { east: 4.4, north: -10.9, long: 0.8, wide: 0.5, turn: 0.2, top: 18 },
  { east: -16.4, north: 4.0, long: 1.1, wide: 0.6, turn: 0.9, top: 26 },
  { east: 12.6, north: -14.2, long: 0.9, wide: 0.5, turn: 0.5, top: 16 },
  { east: -2.0, north: 14.0, long: 1.3, wide: 0.6, turn: 0.1, top: 30 },
  { east: 13.6, north: 12.8, long: 0.7, wide: 0.45, turn: 0.7, top: 14 },
];

const TURNED_MASSES = MASSES.map((mass) => ({ ...mass, cosine: Math.cos(mass.turn), sine: Math.sin(mass.turn) }));

/** The grid of the territory: 30 m cells, 45 × 40 km. */
function territoryGrid(): Grid {
  const [east, north] = toLambert93(...TERRITORY_CENTRE);
  return {
    west: Math.round(east / 1000) * 1000 - 22000,
    south: Math.round(north / 1000) * 1000 - 20000,
    cellMetres: 30,
    columns: 1480,
    rows: 1320,
  };
}

/** Heights from the islands' masses, distorted and roughened by noise. */
export function buildRelief(grid: Grid = territoryGrid()): Relief {
  const [centreEast, centreNorth] = toLambert93(...TERRITORY_CENTRE);
  const bendEast = fractalNoise(11, 5200, 3);
  const bendNorth = fractalNoise(12, 5200, 3);
  const shore = fractalNoise(13, 3800, 7, 0.58);
  const ridges = fractalNoise(14, 3600, 5);
  const hills = fractalNoise(15, 900, 4);
  const cliffs = fractalNoise(16, 5000, 2);
  const count = cellCount(grid);
  const heights = new Float32Array(count);
  const inland = new Float32Array(count);
  for (let cell = 0; cell < count; cell++) {
    const east = cellEast(grid, cell) - centreEast;
    const north = cellNorth(grid, cell) - centreNorth;
    const bentEast = (east + 1300 * bendEast(east, north)) / 1000;
    const bentNorth = (north + 1300 * bendNorth(east, north)) / 1000;
    const { reach, top } = massAt(bentEast, bentNorth);
    const distance = reach + 0.46 * shore(east, north) - 0.02;
    inland[cell] = distance;
    heights[cell] =
      distance > 0
        ? landHeight(distance, top, ridges(east, north), hills(east, north), cliffs(east, north))
        : -90 * (1 - Math.exp(distance * 1.1)) + 0.5 * hills(east, north) * smoothStep(0, -0.2, distance);
  }
  return { grid, heights, inland, slopes: slopesOf(grid, heights) };
}

/** How far inside the nearest masses a place is (masses blend into each other), and their height there. */
function massAt(east: number, north: number): { reach: number; top: number } {
  let melted = 0;
  let weights = 0;
  let top = 0;
  for (const mass of TURNED_MASSES) {
    const dx = east - mass.east;
    const dy = north - mass.north;
    if (dx * dx + dy * dy > 400) continue;
    const along = (dx * mass.cosine + dy * mass.sine) / mass.long;
    const across = (-dx * mass.sine + dy * mass.cosine) / mass.wide;
    const weight = Math.exp(6 * (1 - Math.hypot(along, across)));
    melted += weight;
    weights += weight;
    top += weight * mass.top;
  }
  return { reach: Math.max(-3, Math.log(Math.max(melted, 1e-9)) / 6), top: weights > 0 ? top / weights : 0 };
}

function landHeight(distance: number, top: number, ridge: number, hill: number, cliff: number): number {
  const plain = 7 * smoothStep(0, 0.1, distance) + 4 * distance;
  const rise = smoothStep(0.02, 0.95, distance) * top * (0.62 + 0.5 * (1 - Math.abs(ridge)) ** 2 - 0.25);
  const roll = hill * 9 * smoothStep(0.05, 0.3, distance);
  const edge = 17 * smoothStep(0.1, 0.5, cliff) * smoothStep(0, 0.035, distance);
  return Math.max(0.2, plain * 0.7 + rise + roll + edge);
}

function slopesOf(grid: Grid, heights: Float32Array): Float32Array {
  const slopes = new Float32Array(heights.length);
  const { columns, rows, cellMetres } = grid;
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const cell = row * columns + column;
      const dx = ((heights[cell + 1] as number) - (heights[cell - 1] as number)) / (2 * cellMetres);
      const dy = ((heights[cell + columns] as number) - (heights[cell - columns] as number)) / (2 * cellMetres);
      slopes[cell] = Math.hypot(dx, dy);
    }
  }
  return slopes;
}
