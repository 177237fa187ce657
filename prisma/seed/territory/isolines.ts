import { contours } from "d3-contour";
import type { Grid, Point } from "./grid.ts";
import { lineLength, ringArea, simplifyLine } from "./lines.ts";
import type { Relief } from "./relief.ts";

export interface Isoline {
  metres: number;
  line: Point[];
}

/** Closed areas above a level, as polygons of rings (outer counter-clockwise); metres. */
export interface IsoArea {
  level: number;
  polygons: Point[][][];
}

/** Contour lines of the land at the given interval. */
export function contourLines(relief: Relief, everyMetres: number): Isoline[] {
  const levels = Array.from({ length: 30 }, (_, index) => (index + 1) * everyMetres);
  return areasAbove(relief.grid, relief.heights, levels).flatMap(({ level, polygons }) =>
    polygons.flatMap((rings) =>
      rings.filter((ring) => lineLength(ring) > 250).map((line) => ({ metres: level, line: simplifyLine(line, 2) })),
    ),
  );
}

/** Areas shallower than each depth (positive metres), including the land: rings around the islands that close within the frame. */
export function shallowAreas(relief: Relief, depths: readonly number[]): IsoArea[] {
  return areasAbove(
    relief.grid,
    relief.heights,
    depths.map((depth) => -depth),
  );
}

/** Areas of shade and light under a sun in the north-west: levels 1…3 of shadow, -1…-2 of light. */
export function hillshadeAreas(relief: Relief): { shadow: IsoArea[]; light: IsoArea[] } {
  const { grid, heights } = relief;
  const { columns, rows, cellMetres } = grid;
  const dark = new Float32Array(heights.length);
  const light = new Float32Array(heights.length);
  const exaggeration = 2.6;
  const sun: [number, number, number] = [-0.5, 0.5, Math.SQRT1_2];
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const cell = row * columns + column;
      if ((heights[cell] as number) <= 0) continue;
      const dx = (exaggeration * ((heights[cell + 1] as number) - (heights[cell - 1] as number))) / (2 * cellMetres);
      const dy = (exaggeration * ((heights[cell + columns] as number) - (heights[cell - columns] as number))) / (2 * cellMetres);
      const shade = (-dx * sun[0] - dy * sun[1] + sun[2]) / Math.sqrt(dx * dx + dy * dy + 1);
      dark[cell] = Math.max(0, sun[2] - shade);
      light[cell] = Math.max(0, shade - sun[2]);
    }
  }
  return { shadow: areasAbove(grid, dark, [0.06, 0.13, 0.22, 0.33]), light: areasAbove(grid, light, [0.06, 0.13, 0.2]) };
}

/** Marching squares by d3-contour, in metres instead of cells; areas under 4 cells are dropped. */
function areasAbove(grid: Grid, values: Float32Array, levels: readonly number[]): IsoArea[] {
  const trace = contours().size([grid.columns, grid.rows]).smooth(true);
  // d3-contour only reads by index, but its type requires a plain array.
  const plain = Array.from(values);
  const highest = plain.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return levels.flatMap((level) => {
    if (level > highest) return [];
    const { coordinates } = trace.contour(plain, level);
    const polygons = coordinates.flatMap((rings) => {
      const shaped = rings
        .map((ring) =>
          ring.map(([x, y]): Point => [grid.west + (x as number) * grid.cellMetres, grid.south + (y as number) * grid.cellMetres]),
        )
        .filter((ring) => Math.abs(ringArea(ring)) > 4 * grid.cellMetres ** 2)
        .map((ring) => simplifyLine(ring, grid.cellMetres * 0.04));
      return shaped.length > 0 ? [shaped] : [];
    });
    return polygons.length > 0 ? [{ level, polygons }] : [];
  });
}
