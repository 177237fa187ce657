import { GROUND } from "../countryside.ts";
import { cellAt, type Point, sample } from "../grid.ts";
import type { Landscape } from "../landscape.ts";
import { resample } from "../lines.ts";
import type { Lot } from "../lots.ts";
import { fractalNoise } from "../noise.ts";
import { hash2 } from "../random.ts";

/** A kilometre square of Lambert-93, named by its south-west corner in kilometres. */
export interface Tile {
  column: number;
  row: number;
}

export const TILE_METRES = 1000;
/** Cells of a scene: half a metre. */
const CELL = 0.5;
const SIDE = TILE_METRES / CELL;
/** Nodes of the ground, every four metres, with those on the far border. */
const GROUND_STEP = 4;
const GROUND_NODES = TILE_METRES / GROUND_STEP + 1;

/** What is on a cell. */
export const COVER = { open: 0, road: 1, water: 2, building: 3, broadleaf: 4, conifer: 5, sand: 6, marsh: 7, bridge: 8 } as const;

/** What a scanner would see of a tile. */
export interface Scene extends Tile {
  /** Height of the ground or of the water, in metres. */
  groundAt(x: number, y: number): number;
  /** What is on a cell, and how high its top is above the ground. @param cell from `cellOf` */
  readonly cover: Uint8Array;
  readonly top: Float32Array;
  /** The cell of a place in metres from the south-west corner. */
  cellOf(x: number, y: number): number;
}

/** Draws a tile of the territory: ground, water, roads, roofs and crowns, in cells of half a metre. */
export function drawScene(land: Landscape, { column, row }: Tile): Scene {
  const [west, south] = [column * TILE_METRES, row * TILE_METRES];
  const ground = drawGround(land, west, south);
  const cover = new Uint8Array(SIDE * SIDE);
  const top = new Float32Array(SIDE * SIDE);
  const scene: Scene = { column, row, groundAt: (x, y) => bilinear(ground, x, y), cover, top, cellOf };
  drawNature(land, scene, west, south);
  drawRoads(land, scene, west, south);
  for (const lot of land.lots) if (lot.building) drawBuilding(scene, lot, west, south);
  return scene;
}

function cellOf(x: number, y: number): number {
  const [column, row] = [Math.floor(x / CELL), Math.floor(y / CELL)];
  return column < 0 || row < 0 || column >= SIDE || row >= SIDE ? -1 : row * SIDE + column;
}

const SMOOTH = 10;
const bumps = fractalNoise(8801, 14, 3);

/** The relief, with bumps of some decimetres that its cells of 30 m do not have. The sea is flat. */
function drawGround({ relief }: Landscape, west: number, south: number): Float32Array {
  const nodes = new Float32Array(GROUND_NODES * GROUND_NODES);
  for (let j = 0; j < GROUND_NODES; j++)
    for (let i = 0; i < GROUND_NODES; i++) {
      const [east, north] = [west + i * GROUND_STEP, south + j * GROUND_STEP];
      // A mean of four places: the relief is straight between its cells.
      const around = [-SMOOTH, SMOOTH].flatMap((dy) =>
        [-SMOOTH, SMOOTH].map((dx) => sample(relief.grid, relief.heights, east + dx, north + dy)),
      );
      const height = around.reduce((sum, value) => sum + value, 0) / 4;
      nodes[j * GROUND_NODES + i] = height <= 0 ? 0 : height + 0.18 * bumps(east, north) * Math.min(1, height);
    }
  return nodes;
}

function bilinear(nodes: Float32Array, x: number, y: number): number {
  const [u, v] = [
    Math.min(GROUND_NODES - 1.001, Math.max(0, x / GROUND_STEP)),
    Math.min(GROUND_NODES - 1.001, Math.max(0, y / GROUND_STEP)),
  ];
  const [i, j] = [Math.floor(u), Math.floor(v)];
  const [dx, dy] = [u - i, v - j];
  const at = (offset: number) => nodes[j * GROUND_NODES + i + offset] as number;
  return (at(0) * (1 - dx) + at(1) * dx) * (1 - dy) + (at(GROUND_NODES) * (1 - dx) + at(GROUND_NODES + 1) * dx) * dy;
}

const SEA_LEVEL = 0.02;

/** Whether a line comes near a tile. */
function isNear(line: readonly Point[], west: number, south: number): boolean {
  const middle = TILE_METRES / 2;
  return line.some(([east, north]) => Math.max(Math.abs(east - west - middle), Math.abs(north - south - middle)) < 3 * middle);
}

/** Land cover, then trees in woods, and a few in gardens and fields. */
function drawNature({ relief, countryside, drainage }: Landscape, scene: Scene, west: number, south: number): void {
  const kinds: Readonly<Record<number, number>> = { [GROUND.sand]: COVER.sand, [GROUND.marsh]: COVER.marsh, [GROUND.pond]: COVER.water };
  const kindAt = (east: number, north: number) => countryside.ground[cellAt(relief.grid, east, north)] ?? GROUND.sea;
  // Cover changes by the cells of the relief: it is looked up once for each square of the ground.
  const block = GROUND_STEP / CELL;
  for (let top = 0; top < SIDE; top += block)
    for (let left = 0; left < SIDE; left += block) {
      const [x, y] = [left * CELL, top * CELL];
      const kind = kinds[kindAt(west + x + GROUND_STEP / 2, south + y + GROUND_STEP / 2)] ?? COVER.open;
      const corners = [0, GROUND_STEP].flatMap((dy) => [0, GROUND_STEP].map((dx) => scene.groundAt(x + dx, y + dy)));
      const isShore = Math.min(...corners) <= SEA_LEVEL;
      for (let row = top; row < top + block; row++)
        for (let column = left; column < left + block; column++) {
          const isSea = isShore && scene.groundAt((column + 0.5) * CELL, (row + 0.5) * CELL) <= SEA_LEVEL;
          scene.cover[row * SIDE + column] = isSea ? COVER.water : kind;
        }
    }
  for (const { line, basinCells } of drainage.rivers) {
    if (!isNear(line, west, south)) continue;
    const width = basinCells > 8000 ? 5 : basinCells > 3000 ? 3 : 1.6;
    for (const [east, north] of resample(line, 1))
      paintDisc(scene, east - west, north - south, width, (cell) => paint(scene, cell, COVER.water, 0));
  }
  const spacing = 6;
  for (let j = -1; j <= TILE_METRES / spacing; j++)
    for (let i = -1; i <= TILE_METRES / spacing; i++) {
      const [gx, gy] = [Math.round(west / spacing) + i, Math.round(south / spacing) + j];
      const [east, north] = [(gx + hash2(gx, gy, 8811)) * spacing, (gy + hash2(gx, gy, 8812)) * spacing];
      const kind = kindAt(east, north);
      const isWood = kind === GROUND.broadleaf || kind === GROUND.conifer;
      const chance = hash2(gx, gy, 8813);
      if (chance > (isWood ? 0.85 : kind === GROUND.built ? 0.07 : kind === GROUND.open ? 0.012 : 0)) continue;
      growTree(scene, east - west, north - south, hash2(gx, gy, 8814), kind === GROUND.conifer);
    }
}

/** A crown: half an ellipsoid, or a cone. */
function growTree(scene: Scene, x: number, y: number, size: number, isConifer: boolean): void {
  const [radius, height] = isConifer ? [1.4 + 1.3 * size, 8 + 11 * size] : [1.8 + 2.6 * size, 5 + 10 * size];
  paintDisc(scene, x, y, radius, (cell, distance) => {
    const share = distance / radius;
    const top = height * (isConifer ? 1 - 0.75 * share : 0.45 + 0.55 * Math.sqrt(Math.max(0, 1 - share ** 2)));
    if (scene.cover[cell] === COVER.water || top <= (scene.top[cell] as number)) return;
    paint(scene, cell, isConifer ? COVER.conifer : COVER.broadleaf, top);
  });
}

const ROAD_METRES: Readonly<Record<string, number>> = { primary: 4.5, secondary: 3.5, local: 3, street: 2.8, track: 1.5 };

/** Roads are open sky; where they cross water they are bridges. */
function drawRoads({ roads }: Landscape, scene: Scene, west: number, south: number): void {
  for (const { line, kind } of roads) {
    const half = ROAD_METRES[kind];
    if (half === undefined || !isNear(line, west, south)) continue;
    for (const [east, north] of resample(line, 0.8))
      paintDisc(scene, east - west, north - south, half, (cell) => {
        const isBridge = scene.cover[cell] === COVER.water || scene.cover[cell] === COVER.bridge;
        paint(scene, cell, isBridge ? COVER.bridge : COVER.road, isBridge ? 2.2 : 0);
      });
  }
}

/** Walls and a gabled roof, whose ridge is parallel to the longer side. */
function drawBuilding(scene: Scene, { building }: Lot, west: number, south: number): void {
  if (!building) return;
  const outline = building.outline.map(([east, north]): Point => [east - west, north - south]);
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  if (Math.max(...xs) < 0 || Math.max(...ys) < 0 || Math.min(...xs) > TILE_METRES || Math.min(...ys) > TILE_METRES) return;
  const [a, b, c] = outline as [Point, Point, Point];
  const [along, across] = [Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1])];
  // Distance from the long side that begins at `a`, in the direction across.
  const isLong = along >= across;
  const [origin, direction] = isLong
    ? [a, [(c[0] - b[0]) / across, (c[1] - b[1]) / across]]
    : [b, [(a[0] - b[0]) / along, (a[1] - b[1]) / along]];
  const width = isLong ? across : along;
  const rise = Math.min(0.35 * width, 0.4 * building.heightMetres);
  const middle = scene.groundAt((Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2);
  for (let y = Math.floor(Math.min(...ys) / CELL); y <= Math.max(...ys) / CELL; y++)
    for (let x = Math.floor(Math.min(...xs) / CELL); x <= Math.max(...xs) / CELL; x++) {
      const place: Point = [(x + 0.5) * CELL, (y + 0.5) * CELL];
      const cell = cellOf(...place);
      if (cell < 0 || !isInside(outline, place)) continue;
      const from = (place[0] - origin[0]) * (direction[0] ?? 0) + (place[1] - origin[1]) * (direction[1] ?? 0);
      const slope = 1 - Math.min(1, Math.abs((2 * from) / width - 1));
      // A roof is level, whatever the ground below does.
      paint(scene, cell, COVER.building, middle + building.heightMetres - rise * (1 - slope) - scene.groundAt(...place));
    }
}

function isInside(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (const [i, [bx, by]] of ring.entries()) {
    const [ax, ay] = ring[(i + ring.length - 1) % ring.length] as Point;
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside;
  }
  return inside;
}

function paint({ cover, top }: Scene, cell: number, kind: number, height: number): void {
  cover[cell] = kind;
  top[cell] = height;
}

function paintDisc(scene: Scene, x: number, y: number, radius: number, visit: (cell: number, distance: number) => void): void {
  if (x < -radius || y < -radius || x > TILE_METRES + radius || y > TILE_METRES + radius) return;
  for (let row = Math.max(0, Math.floor((y - radius) / CELL)); row <= Math.min(SIDE - 1, (y + radius) / CELL); row++)
    for (let column = Math.max(0, Math.floor((x - radius) / CELL)); column <= Math.min(SIDE - 1, (x + radius) / CELL); column++) {
      const distance = Math.hypot((column + 0.5) * CELL - x, (row + 0.5) * CELL - y);
      if (distance <= radius) visit(scene.cellOf((column + 0.5) * CELL, (row + 0.5) * CELL), distance);
    }
}
