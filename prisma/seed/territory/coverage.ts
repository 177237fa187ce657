import { CoverageBorders, type Outline } from "./borders.ts";
import type { Grid, Point } from "./grid.ts";
import { ringArea, ringContains } from "./lines.ts";

/** One polygon of a coverage: outer ring counter-clockwise, holes clockwise, rings closed; metres. */
export interface CoverageArea {
  label: number;
  rings: Point[][];
}

export interface CoverageOptions {
  outline: Outline;
  /** Smaller areas are left out. */
  minAreaSquareMetres?: number;
}

/** Right, up, left, down: the four sides of a cell, walked with the cell on the left. */
const STEPS: readonly (readonly [number, number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

/**
 * Turns a raster of labels into valid polygons that share their borders exactly: each border between two nodes is
 * smoothed once, so neighbours have neither overlaps nor gaps. Label 0 is outside.
 */
export function coverageAreas(grid: Grid, labels: Int32Array, options: CoverageOptions): CoverageArea[] {
  const { components, labelOf } = connectedComponents(grid, labels);
  const rings = traceRings(grid, components);
  const borders = new CoverageBorders(grid);
  const cut = borderCutter(grid, components, options.outline, borders);
  const arcs = [...rings].map(([component, loops]) => [component, loops.flatMap(partedRings).map(cut)] as const);
  borders.part();
  const areas: CoverageArea[] = [];
  for (const [component, loops] of arcs) {
    const label = labelOf[component] as number;
    const shaped = loops.map((loop) => joined(loop, borders)).filter((ring) => ring.length >= 4 && Math.abs(ringArea(ring)) > 1);
    const outer = shaped.reduce<Point[] | undefined>((best, ring) => (!best || ringArea(ring) > ringArea(best) ? ring : best), undefined);
    if (!outer || ringArea(outer) < (options.minAreaSquareMetres ?? 0)) continue;
    const holes = shaped.filter((ring) => ring !== outer && ringArea(ring) < 0 && ringContains(outer, middleOfFirstSide(ring)));
    areas.push({ label, rings: [outer, ...holes] });
  }
  return areas;
}

function connectedComponents(grid: Grid, labels: Int32Array): { components: Int32Array; labelOf: number[] } {
  const components = new Int32Array(labels.length);
  const labelOf: number[] = [0];
  const stack: number[] = [];
  const { columns } = grid;
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start] as number;
    if (label === 0 || components[start] !== 0) continue;
    const component = labelOf.length;
    labelOf.push(label);
    components[start] = component;
    stack.push(start);
    const visit = (next: number) => {
      if (labels[next] !== label || components[next] !== 0) return;
      components[next] = component;
      stack.push(next);
    };
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const column = cell % columns;
      if (column > 0) visit(cell - 1);
      if (column < columns - 1) visit(cell + 1);
      if (cell >= columns) visit(cell - columns);
      if (cell + columns < labels.length) visit(cell + columns);
    }
  }
  return { components, labelOf };
}

/** Closed walks along cell corners, per component; a corner is `row * (columns + 1) + column`. */
function traceRings(grid: Grid, components: Int32Array): Map<number, number[][]> {
  const { columns, rows } = grid;
  const componentAt = (column: number, row: number) =>
    column < 0 || row < 0 || column >= columns || row >= rows ? 0 : (components[row * columns + column] as number);
  const walked = new Uint8Array(components.length);
  const rings = new Map<number, number[][]>();
  for (let cell = 0; cell < components.length; cell++) {
    const component = components[cell] as number;
    if (component === 0 || (walked[cell] as number) & 1 || (cell >= columns && components[cell - columns] === component)) continue;
    const startColumn = cell % columns;
    const startRow = Math.floor(cell / columns);
    const ring: number[] = [];
    let [column, row, way] = [startColumn, startRow, 0];
    do {
      walked[row * columns + column] = (walked[row * columns + column] as number) | (1 << way);
      ring.push(cornerOf(columns, column, row, way));
      // Turn left inside the same cell when its next side is also a border; else go straight on or turn right.
      const side = (way + 1) % 4;
      const [outColumn, outRow] = outward(column, row, side);
      if (componentAt(outColumn, outRow) !== component) way = side;
      else {
        const [dx, dy] = STEPS[way] as readonly [number, number];
        const [acrossColumn, acrossRow] = outward(column + dx, row + dy, way);
        if (componentAt(acrossColumn, acrossRow) !== component) [column, row] = [column + dx, row + dy];
        else {
          [column, row] = [acrossColumn, acrossRow];
          way = (way + 3) % 4;
        }
      }
    } while (!(column === startColumn && row === startRow && way === 0));
    const loops = rings.get(component);
    if (loops) loops.push(ring);
    else rings.set(component, [ring]);
  }
  return rings;
}

/** The neighbour across a side: the cell below for the side walked to the right, and so on. */
function outward(column: number, row: number, way: number): [number, number] {
  const [dx, dy] = STEPS[(way + 3) % 4] as readonly [number, number];
  return [column + dx, row + dy];
}

/** The corner from which a cell's side starts. */
function cornerOf(columns: number, column: number, row: number, way: number): number {
  const right = way === 1 || way === 2 ? 1 : 0;
  const top = way === 2 || way === 3 ? 1 : 0;
  return (row + top) * (columns + 1) + column + right;
}

/** A part of a ring between two nodes: a border, walked forward or back. */
interface Arc {
  readonly key: string;
  readonly isBackward: boolean;
}

/** Cuts rings at the corners where three areas meet, and gives each border to `borders` in one fixed direction. */
function borderCutter(grid: Grid, components: Int32Array, outline: Outline, borders: CoverageBorders): (ring: number[]) => Arc[] {
  const { columns, rows, cellMetres } = grid;
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= columns || row >= rows ? 0 : (components[row * columns + column] as number);
  const isNode = (corner: number) => {
    const column = corner % (columns + 1);
    const row = Math.floor(corner / (columns + 1));
    const [a, b, c, d] = [at(column - 1, row - 1), at(column, row - 1), at(column, row), at(column - 1, row)];
    return Number(a !== b) + Number(b !== c) + Number(c !== d) + Number(d !== a) > 2;
  };
  const place = (corner: number): Point => [
    grid.west + (corner % (columns + 1)) * cellMetres,
    grid.south + Math.floor(corner / (columns + 1)) * cellMetres,
  ];
  // Borders with the outside keep their natural, curved form, however inner borders are drawn.
  const touchesOutside = (from: number, to: number) => {
    const [column, row] = [Math.min(from % (columns + 1), to % (columns + 1)), Math.floor(Math.min(from, to) / (columns + 1))];
    return at(column, row) === 0 || (Math.abs(from - to) === 1 ? at(column, row - 1) : at(column - 1, row)) === 0;
  };
  // The two sides of a border walk it in opposite directions.
  const arcOf = (corners: number[]): Arc => {
    const [first, last] = [corners[0] as number, corners.at(-1) as number];
    const second = corners[1] as number;
    const isBackward = first > last || (first === last && second > (corners.at(-2) as number));
    const ordered = isBackward ? corners.toReversed() : corners;
    const key = `${ordered[0]} ${ordered[1]}`;
    borders.add(key, outline === "curved" || touchesOutside(first, second), () => [
      place(ordered[0] as number),
      ...ordered.slice(1).map((corner, index): Point => {
        const [a, b] = [place(ordered[index] as number), place(corner)];
        return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      }),
      place(ordered.at(-1) as number),
    ]);
    return { key, isBackward };
  };
  return (ring) => {
    const node = ring.findIndex(isNode);
    const turn = node >= 0 ? node : ring.reduce((best, corner, index) => (corner < (ring[best] as number) ? index : best), 0);
    const turned = [...ring.slice(turn), ...ring.slice(0, turn), ring[turn] as number];
    const arcs: Arc[] = [];
    let start = 0;
    for (let index = 1; index < turned.length; index++) {
      if (index < turned.length - 1 && !isNode(turned[index] as number)) continue;
      arcs.push(arcOf(turned.slice(start, index + 1)));
      start = index;
    }
    return arcs;
  };
}

/** A corner of a hole may lie on the outer ring, the middle of a side cannot. */
function middleOfFirstSide([from, to]: readonly Point[]): Point {
  const [a, b] = [from as Point, to as Point];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function joined(arcs: readonly Arc[], borders: CoverageBorders): Point[] {
  const points: Point[] = [];
  for (const { key, isBackward } of arcs) {
    const line = borders.lineOf(key);
    const walked = isBackward ? line.toReversed() : line;
    points.push(...(points.length > 0 ? walked.slice(1) : walked));
  }
  return points;
}

/** Rings that meet a corner once: where an area meets itself in a corner, what it encloses is a hole of its own. */
function partedRings(ring: readonly number[]): number[][] {
  const parted: number[][] = [];
  const walked: number[] = [];
  const placeOf = new Map<number, number>();
  for (const corner of ring) {
    const before = placeOf.get(corner);
    if (before !== undefined) {
      const loop = walked.splice(before);
      for (const one of loop) placeOf.delete(one);
      parted.push(loop);
    }
    placeOf.set(corner, walked.length);
    walked.push(corner);
  }
  return [...parted, walked];
}
