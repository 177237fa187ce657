import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";

type Position = readonly number[];
/** Rings of a polygon: the outer one first, then holes. The last position of a ring may repeat the first. */
export type Rings = readonly (readonly Position[])[];

/** Where something is: outside, inside, or cut by the border. */
export const PLACE = { outside: 0, inside: 1, border: 2 } as const;
export type Place = (typeof PLACE)[keyof typeof PLACE];

/** Vertices of an area, at most: more are a mistake, or should be simplified. */
export const MOST_VERTICES = 200_000;
/** Cells of the index on the longer side of the area. */
const MOST_CELLS = 128;

/** Why an area cannot be used. */
export type AreaFault = "area-empty" | "area-not-finite" | "area-too-large";

export class AreaError extends Error {
  override name = "AreaError";
  readonly code: AreaFault;

  constructor(code: AreaFault, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Polygons that points are tested against. A place is inside a polygon when it is inside an odd number of its rings, and inside the area when it
 * is inside one of the polygons: they may overlap.
 *
 * A point on a border belongs to exactly one of the areas on its two sides, because an edge gives the same answer in both directions: the test
 * goes along the edge from its lower to its higher end, in each polygon that has it. So areas that share their edges share no point and lose none.
 */
export class Area {
  readonly bounds: Bbox;
  private readonly edges: Float64Array;
  /** The polygon of each edge. */
  private readonly owners: Int32Array;
  private readonly size: number;
  private readonly columns: number;
  private readonly rows: number;
  /** What each cell of the index is. */
  private readonly cells: Uint8Array;
  /** Edges of each row of the index: those of row r are `inRow[rowStarts[r]]` to `inRow[rowStarts[r + 1] - 1]`. */
  private readonly rowStarts: Int32Array;
  private readonly inRow: Int32Array;

  /**
   * @param polygons in the CRS of the points
   * @throws AreaError when there is no polygon, a coordinate is not a number, or there are more than `MOST_VERTICES`
   */
  constructor(polygons: readonly Rings[]) {
    const rings = polygons.flat().filter((ring) => ring.length >= 3);
    const vertices = rings.reduce((sum, ring) => sum + ring.length, 0);
    if (vertices === 0) throw new AreaError("area-empty", "the area has no polygon");
    if (vertices > MOST_VERTICES) throw new AreaError("area-too-large", `the area has ${vertices} vertices, ${MOST_VERTICES} are possible`);
    for (const ring of rings)
      if (!ring.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
        throw new AreaError("area-not-finite", "a coordinate of the area is not a number");
    [this.edges, this.owners] = edgesOf(polygons);
    this.bounds = bboxAround(rings.flat());
    const [west, south, east, north] = this.bounds;
    const [width, height] = [east - west, north - south];
    if (!Number.isFinite(width + height)) throw new AreaError("area-not-finite", "the area is larger than numbers can say");
    if (!(width > 0 && height > 0)) throw new AreaError("area-empty", "the polygons of the area are lines or points");
    this.size = Math.max(width, height) / MOST_CELLS;
    this.columns = Math.floor(width / this.size) + 1;
    this.rows = Math.floor(height / this.size) + 1;
    [this.rowStarts, this.inRow] = this.edgesByRow();
    this.cells = this.markCells();
  }

  /** Whether a place is inside. */
  contains(x: number, y: number): boolean {
    const column = Math.floor((x - this.bounds[0]) / this.size);
    const row = Math.floor((y - this.bounds[1]) / this.size);
    if (!(column >= 0 && row >= 0 && column < this.columns && row < this.rows)) return false;
    const place = this.cells[row * this.columns + column] as Place;
    return place === PLACE.border ? this.isWithin(x, y, row) : place === PLACE.inside;
  }

  /** Whether a box is inside, outside, or perhaps cut by the border. */
  placeOf([west, south, east, north]: Bbox): Place {
    const column = (x: number) => Math.floor((x - this.bounds[0]) / this.size);
    const row = (y: number) => Math.floor((y - this.bounds[1]) / this.size);
    if (column(east) < 0 || row(north) < 0 || column(west) >= this.columns || row(south) >= this.rows) return PLACE.outside;
    if (column(west) < 0 || row(south) < 0 || column(east) >= this.columns || row(north) >= this.rows) return PLACE.border;
    const first = this.cells[row(south) * this.columns + column(west)] as Place;
    for (let r = row(south); r <= row(north); r++)
      for (let c = column(west); c <= column(east); c++) if (this.cells[r * this.columns + c] !== first) return PLACE.border;
    return first;
  }

  /** Whether a box is wholly inside: its middle is, and no edge touches it. */
  holds(box: Bbox): boolean {
    const place = this.placeOf(box);
    return place === PLACE.border ? this.hasMiddleOf(box) && !this.hasEdgeIn(box) : place === PLACE.inside;
  }

  /** Whether a box has a part inside, or shares an edge with the area. */
  touches(box: Bbox): boolean {
    const place = this.placeOf(box);
    return place === PLACE.border ? this.hasMiddleOf(box) || this.hasEdgeIn(box) : place === PLACE.inside;
  }

  /** How much of a box is inside, 0 to 1, from a grid of 16 × 16 places. */
  shareOf(box: Bbox): number {
    const place = this.placeOf(box);
    if (place !== PLACE.border) return place;
    const [west, south, east, north] = box;
    const at = (low: number, high: number, i: number) => low + ((high - low) * (i + 0.5)) / 16;
    let inside = 0;
    for (let i = 0; i < 256; i++) if (this.contains(at(west, east, i & 15), at(south, north, i >> 4))) inside++;
    return inside / 256;
  }

  /** The pieces of a line from west to east that are inside: from, to, from, to… Pieces of polygons that overlap do so too. */
  spansAt(y: number): number[] {
    const { edges, owners, inRow, rowStarts } = this;
    const row = Math.floor((y - this.bounds[1]) / this.size);
    if (!(row >= 0 && row < this.rows)) return [];
    const spans: number[] = [];
    let owner = -1;
    let crossings: number[] = [];
    for (let i = rowStarts[row] as number; i < (rowStarts[row + 1] as number); i++) {
      const edge = inRow[i] as number;
      if (owners[edge] !== owner) {
        spans.push(...Float64Array.from(crossings).sort());
        owner = owners[edge] as number;
        crossings = [];
      }
      const at = 4 * edge;
      const [ax, ay, bx, by] = [edges[at] as number, edges[at + 1] as number, edges[at + 2] as number, edges[at + 3] as number];
      if (y >= ay && y < by) crossings.push(ax + ((bx - ax) * (y - ay)) / (by - ay));
    }
    spans.push(...Float64Array.from(crossings).sort());
    return spans;
  }

  /** The surface, in squares of the unit of the CRS, from the index: precise to a few cells of the border. */
  get surface(): number {
    let surface = 0;
    for (let row = 0; row < this.rows; row++)
      for (let column = 0; column < this.columns; column++) {
        const place = this.cells[row * this.columns + column] as Place;
        if (place === PLACE.inside) surface += 1;
        else if (place === PLACE.border) {
          const [x, y] = [this.bounds[0] + (column + 0.5) * this.size, this.bounds[1] + (row + 0.5) * this.size];
          if (this.isWithin(x, y, row)) surface += 1;
        }
      }
    return surface * this.size ** 2;
  }

  /** By the edges that a ray to the east crosses. Their lower end counts, their higher end does not: so a ray through a vertex crosses one of two. */
  private isWithin(x: number, y: number, row: number): boolean {
    const { edges, owners, inRow, rowStarts } = this;
    let isInside = false;
    let owner = -1;
    // Edges of a polygon follow one another.
    for (let i = rowStarts[row] as number; i < (rowStarts[row + 1] as number); i++) {
      const edge = inRow[i] as number;
      if (owners[edge] !== owner) {
        if (isInside) return true;
        owner = owners[edge] as number;
      }
      const at = 4 * edge;
      const [ax, ay, bx, by] = [edges[at] as number, edges[at + 1] as number, edges[at + 2] as number, edges[at + 3] as number];
      if (y >= ay && y < by && (bx - ax) * (y - ay) - (x - ax) * (by - ay) > 0) isInside = !isInside;
    }
    return isInside;
  }

  private hasMiddleOf([west, south, east, north]: Bbox): boolean {
    return this.contains((west + east) / 2, (south + north) / 2);
  }

  private hasEdgeIn([west, south, east, north]: Bbox): boolean {
    const { edges, inRow, rowStarts, rows } = this;
    const rowAt = (y: number) => Math.min(rows - 1, Math.max(0, Math.floor((y - this.bounds[1]) / this.size)));
    for (let i = rowStarts[rowAt(south)] as number; i < (rowStarts[rowAt(north) + 1] as number); i++) {
      const at = 4 * (inRow[i] as number);
      const [ax, ay, bx, by] = [edges[at] as number, edges[at + 1] as number, edges[at + 2] as number, edges[at + 3] as number];
      if (by < south || ay > north) continue;
      // The piece of the edge between the south and the north of the box.
      const xAt = (y: number) => ax + ((bx - ax) * (Math.min(by, Math.max(ay, y)) - ay)) / (by - ay);
      const [one, other] = by === ay ? [ax, bx] : [xAt(south), xAt(north)];
      if (Math.max(one, other) >= west && Math.min(one, other) <= east) return true;
    }
    return false;
  }

  private edgesByRow(): [starts: Int32Array, edges: Int32Array] {
    const { edges, rows } = this;
    const count = edges.length / 4;
    const rowOf = (y: number) => Math.min(rows - 1, Math.max(0, Math.floor((y - this.bounds[1]) / this.size)));
    const starts = new Int32Array(rows + 1);
    const each = (visit: (row: number, edge: number) => void) => {
      for (let edge = 0; edge < count; edge++) {
        const last = rowOf(edges[4 * edge + 3] as number);
        for (let row = rowOf(edges[4 * edge + 1] as number); row <= last; row++) visit(row, edge);
      }
    };
    each((row) => {
      starts[row + 1] = (starts[row + 1] as number) + 1;
    });
    for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
    const next = starts.slice();
    const inRow = new Int32Array(starts[rows] as number);
    each((row, edge) => {
      inRow[next[row] as number] = edge;
      next[row] = (next[row] as number) + 1;
    });
    return [starts, inRow];
  }

  /** Cells near an edge are border cells; each other one is what its middle is. */
  private markCells(): Uint8Array {
    const { columns, rows, edges, size, rowStarts, inRow } = this;
    const [west, south] = this.bounds;
    const cells = new Uint8Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      const [low, high] = [south + row * size, south + (row + 1) * size];
      for (let i = rowStarts[row] as number; i < (rowStarts[row + 1] as number); i++) {
        const at = 4 * (inRow[i] as number);
        const [ax, ay, bx, by] = [edges[at] as number, edges[at + 1] as number, edges[at + 2] as number, edges[at + 3] as number];
        const xAt = (y: number) => (by === ay ? ax : ax + ((bx - ax) * (Math.min(by, Math.max(ay, y)) - ay)) / (by - ay));
        const [one, other] = by === ay ? [ax, bx] : [xAt(low), xAt(high)];
        // A cell more on each side: rounding must not decide.
        const first = Math.max(0, Math.floor((Math.min(one, other) - west) / size) - 1);
        const last = Math.min(columns - 1, Math.floor((Math.max(one, other) - west) / size) + 1);
        cells.fill(PLACE.border, row * columns + first, row * columns + last + 1);
      }
    }
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const cell = row * columns + column;
        if (cells[cell] === PLACE.border) continue;
        cells[cell] = this.isWithin(west + (column + 0.5) * size, south + (row + 0.5) * size, row) ? PLACE.inside : PLACE.outside;
      }
    return cells;
  }
}

/** Edges as [lower x, lower y, higher x, higher y], and their polygons. Those of equal height count nowhere, but mark cells. */
function edgesOf(polygons: readonly Rings[]): [edges: Float64Array, owners: Int32Array] {
  const edges: number[] = [];
  const owners: number[] = [];
  for (const [owner, rings] of polygons.entries()) {
    for (const ring of rings.filter(({ length }) => length >= 3)) {
      for (const [i, [bx = 0, by = 0]] of ring.entries()) {
        const [ax = 0, ay = 0] = ring[i === 0 ? ring.length - 1 : i - 1] ?? [];
        if (ax === bx && ay === by) continue;
        if (ay < by || (ay === by && ax < bx)) edges.push(ax, ay, bx, by);
        else edges.push(bx, by, ax, ay);
        owners.push(owner);
      }
    }
  }
  return [Float64Array.from(edges), Int32Array.from(owners)];
}
