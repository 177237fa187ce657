import { type HeightGrid, NODATA } from "./height-grid.ts";

/** How slopes are seen. */
export interface SlopeOptions {
  /** Metres of a unit of the CRS to the east and to the north: not 1 for degrees. */
  unitMetres?: readonly [east: number, north: number];
  /** Heights are multiplied by it. */
  exaggeration?: number;
}

export interface LightOptions extends SlopeOptions {
  /** Degrees clockwise from the north where the light comes from, and above the horizon. */
  azimuth?: number;
  altitude?: number;
}

/** Where a slope has no direction, and where there is no height, hillshades have this value. */
export const NO_SHADE = 0;

/**
 * Rise to the east and to the north of each cell, from its eight neighbours. A neighbour without height is taken to continue the slope of the
 * opposite one, so that borders have slopes too.
 *
 * @source B. K. P. Horn, Hill shading and the reflectance map, Proceedings of the IEEE 69 (1981)
 */
function eachGradient(
  grid: HeightGrid,
  { unitMetres = [1, 1], exaggeration = 1 }: SlopeOptions,
  visit: (cell: number, east: number, north: number) => void,
): void {
  const { columns, rows, values } = grid;
  const [stepEast, stepNorth] = unitMetres.map((metres) => exaggeration / (8 * grid.cell * metres)) as [number, number];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const own = values[cell] as number;
      if (own === NODATA) continue;
      const raw = (dx: number, dy: number): number => {
        const [x, y] = [column + dx, row + dy];
        return x < 0 || y < 0 || x >= columns || y >= rows ? NODATA : (values[y * columns + x] as number);
      };
      const at = (dx: number, dy: number): number => {
        const value = raw(dx, dy);
        if (value !== NODATA) return value;
        const opposite = raw(-dx, -dy);
        if (opposite !== NODATA) return 2 * own - opposite;
        // In a corner: the plane through the neighbours of both directions.
        return dx === 0 || dy === 0 ? own : at(dx, 0) + at(0, dy) - own;
      };
      const [a, b, c, d, f, g, h, i] = [at(-1, -1), at(0, -1), at(1, -1), at(-1, 0), at(1, 0), at(-1, 1), at(0, 1), at(1, 1)];
      visit(cell, (c + 2 * f + i - (a + 2 * d + g)) * stepEast, (a + 2 * b + c - (g + 2 * h + i)) * stepNorth);
    }
  }
}

/** Brightness of a surface under a light, 1 (dark) to 255; 0 without height. */
export function hillshadeOf(grid: HeightGrid, options: LightOptions = {}): Uint8Array {
  const [azimuth, altitude] = [radians(options.azimuth ?? 315), radians(options.altitude ?? 45)];
  const light = [Math.sin(azimuth) * Math.cos(altitude), Math.cos(azimuth) * Math.cos(altitude), Math.sin(altitude)] as const;
  const shades = new Uint8Array(grid.values.length).fill(NO_SHADE);
  eachGradient(grid, options, (cell, east, north) => {
    const shade = (light[2] - east * light[0] - north * light[1]) / Math.sqrt(1 + east * east + north * north);
    shades[cell] = 1 + Math.round(254 * Math.max(0, shade));
  });
  return shades;
}

/** Steepness in degrees, 0 to 90. */
export function slopeOf(grid: HeightGrid, options: SlopeOptions = {}): HeightGrid {
  return derived(grid, options, (east, north) => degrees(Math.atan(Math.hypot(east, north))));
}

/** Where a slope goes down to, in degrees clockwise from the north. Level cells have no value. */
export function aspectOf(grid: HeightGrid, options: SlopeOptions = {}): HeightGrid {
  return derived(grid, options, (east, north) => (east === 0 && north === 0 ? NODATA : (degrees(Math.atan2(-east, -north)) + 360) % 360));
}

function derived(grid: HeightGrid, options: SlopeOptions, measure: (east: number, north: number) => number): HeightGrid {
  const values = new Float32Array(grid.values.length).fill(NODATA);
  eachGradient(grid, options, (cell, east, north) => {
    values[cell] = measure(east, north);
  });
  return { ...grid, values };
}

const radians = (angle: number) => (angle * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;
