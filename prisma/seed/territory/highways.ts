import FlatQueue from "flatqueue";
import { cellAt, cellEast, cellNorth, cellPoint, EIGHT_WAYS, type Grid, type Point } from "./grid.ts";
import { distance, simplifyLine, smoothLine } from "./lines.ts";
import type { Relief } from "./relief.ts";
import type { Settlement } from "./settlements.ts";

export interface Road {
  line: Point[];
  kind: "primary" | "secondary" | "local" | "street" | "track" | "ferry";
  name: string;
  ref: string;
  /** Index into COMMUNES of the commune at its middle; -1 at sea. */
  commune: number;
}

/** Country roads between settlements: cheapest paths over the relief, with a lower cost on existing roads. */
export function buildHighways(relief: Relief, settlements: Settlement[], farms: Settlement[]): Road[] {
  const { grid, heights, slopes } = relief;
  const isPaved = new Uint8Array(heights.length);
  const landCosts = costsOf(heights, (height, cell) =>
    height < 0.8 ? Number.POSITIVE_INFINITY : 1 + ((slopes[cell] as number) * 16) ** 2 + height / 400,
  );
  const seaCosts = costsOf(heights, (height) => (height > -1 ? 14 : 1 + 4 * Math.exp(height / 4)));
  const pave = (cell: number) => {
    if (isPaved[cell] === 0) landCosts[cell] = (landCosts[cell] as number) * 0.35;
    isPaved[cell] = 1;
  };
  const cheapestPath = pathFinder(grid);
  const roads: Road[] = [];
  const main = settlements.filter((place) => place.kind !== "hamlet");
  let number = 1;
  const link = (from: Settlement, to: Settlement, kind: Road["kind"]) => {
    const costs = kind === "ferry" ? seaCosts : landCosts;
    const path = cheapestPath(cellAt(grid, ...from.centre), cellAt(grid, ...to.centre), costs);
    if (!path) return;
    // Parts that follow an existing road are not drawn twice.
    let run: number[] = [];
    const ref = kind === "primary" ? `D ${number++}` : kind === "secondary" ? `D ${100 + number++}` : "";
    const flush = () => {
      if (run.length > 2) {
        const line = simplifyLine(
          smoothLine(
            run.map((cell) => cellPoint(grid, cell)),
            kind === "ferry" ? 40 : 7,
          ),
          1.2,
        );
        roads.push({ line, kind, name: roadName(kind, from, to), ref, commune: from.commune });
      }
      run = [];
    };
    for (const cell of path) {
      if (kind !== "ferry" && isPaved[cell] === 1) {
        if (run.length > 0) run.push(cell);
        flush();
        run.push(cell);
      } else {
        run.push(cell);
      }
      if (kind !== "ferry") pave(cell);
    }
    flush();
  };
  for (const [from, to] of nearestPairs(main, 3)) link(from, to, "primary");
  for (const hamlet of settlements.filter((place) => place.kind === "hamlet")) {
    const near = settlements
      .filter((place) => place !== hamlet)
      .sort((a, b) => distance(a.centre, hamlet.centre) - distance(b.centre, hamlet.centre));
    for (const [rank, target] of near.slice(0, 3).entries()) link(hamlet, target, rank === 0 ? "secondary" : "local");
  }
  for (const farm of farms) {
    const near = settlements.toSorted((a, b) => distance(a.centre, farm.centre) - distance(b.centre, farm.centre))[0];
    if (near && distance(near.centre, farm.centre) < 3200) link(farm, near, "track");
  }
  const [capital] = main;
  if (capital) for (const port of main.filter((place) => [6, 8].includes(place.commune))) link(capital, port, "ferry");
  return roads;
}

function roadName(kind: Road["kind"], from: Settlement, to: Settlement): string {
  if (kind === "ferry") return `Liaison ${from.name} – ${to.name}`;
  return kind === "track" ? `chemin de ${from.name}` : `route de ${to.name}`;
}

/** Pairs of places: a tree over all places, and the nearest others of each. */
function nearestPairs(places: Settlement[], extra: number): [Settlement, Settlement][] {
  const pairs = new Map<string, [Settlement, Settlement]>();
  const add = (a: Settlement, b: Settlement) => pairs.set([a.name, b.name].sort().join("|"), [a, b]);
  const reached = places.slice(0, 1);
  const left = places.slice(1);
  while (left.length > 0) {
    let best: [Settlement, Settlement] | undefined;
    for (const a of reached)
      for (const b of left) if (!best || distance(a.centre, b.centre) < distance(best[0].centre, best[1].centre)) best = [a, b];
    if (!best) break;
    add(...best);
    reached.push(best[1]);
    left.splice(left.indexOf(best[1]), 1);
  }
  for (const place of places) {
    const near = places
      .filter((other) => other !== place)
      .sort((a, b) => distance(a.centre, place.centre) - distance(b.centre, place.centre));
    for (const other of near.slice(0, extra)) add(place, other);
  }
  return [...pairs.values()];
}

/** What a metre through each cell costs. */
function costsOf(heights: Float32Array, costOf: (height: number, cell: number) => number): Float64Array {
  const costs = new Float64Array(heights.length);
  for (let cell = 0; cell < costs.length; cell++) costs[cell] = costOf(heights[cell] as number, cell);
  return costs;
}

/** A* over the eight neighbours. Its working arrays are reused between searches: `seen` says in which search a cell was written. */
function pathFinder(grid: Grid): (from: number, to: number, costs: Float64Array) => number[] | undefined {
  const count = grid.columns * grid.rows;
  const best = new Float64Array(count);
  const cameFrom = new Int32Array(count);
  /** Twice the number of the search that reached a cell last, and one more when that search is done with it. */
  const seen = new Uint32Array(count);
  let search = 0;
  const ways = EIGHT_WAYS.map(([dx, dy]) => ({
    dx,
    step: dy * grid.columns + dx,
    metres: dx !== 0 && dy !== 0 ? Math.SQRT2 : 1,
  }));
  return (from, to, costs) => {
    search += 2;
    const [east, north] = cellPoint(grid, to);
    // Slightly below the cheapest possible metre (a paved one), so that the path found is the cheapest.
    const ahead = (cell: number) => Math.hypot(cellEast(grid, cell) - east, cellNorth(grid, cell) - north) * 0.34;
    const queue = new FlatQueue();
    best[from] = 0;
    cameFrom[from] = -1;
    seen[from] = search;
    queue.push(from, ahead(from));
    for (let cell = queue.pop(); cell !== undefined && cell !== to; cell = queue.pop()) {
      if (seen[cell] === search + 1) continue;
      seen[cell] = search + 1;
      const column = cell % grid.columns;
      const soFar = best[cell] as number;
      for (const { dx, step, metres } of ways) {
        const next = cell + step;
        if (column + dx < 0 || column + dx >= grid.columns || next < 0 || next >= count || seen[next] === search + 1) continue;
        const reached = soFar + (costs[next] as number) * grid.cellMetres * metres;
        if (reached >= (seen[next] === search ? (best[next] as number) : Number.POSITIVE_INFINITY)) continue;
        best[next] = reached;
        cameFrom[next] = cell;
        seen[next] = search;
        queue.push(next, reached + ahead(next));
      }
    }
    if (seen[to] !== search || cameFrom[to] === -1) return undefined;
    const path = [to];
    for (let cell = cameFrom[to] as number; cell >= 0; cell = cameFrom[cell] as number) path.push(cell);
    return path.reverse();
  };
}
