import { type Geometry, mapPositions, type Position } from "@archipel/geo/geojson.ts";
import type { CompiledModel } from "../../model/compile.ts";
import type { GeometryRules } from "../../model/geometry.ts";
import { DEFAULT_TOLERANCE } from "../../rules/slivers.ts";
import { metresOf } from "../unit.ts";
import type { ShapeRepair } from "./repair.ts";

/**
 * Snaps the vertices of a geometry to a regular grid, so that vertices closer than the grid size merge. When rules compare borders,
 * layers/borders.ts snaps all compared geometries together.
 */
export const snapPrecision: ShapeRepair = {
  id: "snap-precision",
  codes: ["CNIG_GEOMETRY_COMPLEXITY_WARNING", "CNIG_GEOMETRY_COMPLEXITY_ERROR"],
  *propose(geometry, { params }, { grid }) {
    if (params.measure !== "vertices" && params.measure !== "density") return;
    const snapped = snapToGrid(geometry, grid);
    if (snapped) yield snapped;
  },
};

/** The limits of the default grid size, in metres. */
const FINEST = 0.001;
const COARSEST = 0.1;

/**
 * The default grid size in metres. For geometries that rules compare, it is the power of ten that does not exceed the model's smallest
 * tolerance, so that common borders do not separate; for others, a millimetre.
 */
export function defaultPrecision(tables: Iterable<string>, model: CompiledModel): number {
  const forgiven = [...tables].flatMap((name) => relationsOf(model.tables.get(name)?.geometry).map(({ tolerance }) => tolerance));
  const least = Math.min(...forgiven.map((tolerance) => tolerance ?? DEFAULT_TOLERANCE));
  if (!Number.isFinite(least) || least <= FINEST) return FINEST;
  // Rounding errors can leave the logarithm just below a whole number.
  return Math.min(COARSEST, 10 ** Math.floor(Math.log10(least) + 1e-9));
}

/** The given tables and all tables that rules compare with them, directly or through others. */
export function comparedTables(names: Iterable<string>, model: CompiledModel): Set<string> {
  const groups = [...model.tables].flatMap(([name, { geometry }]) => relationsOf(geometry).map(({ others }) => [name, ...others]));
  const compared = new Set(names);
  for (let size = -1; size !== compared.size; ) {
    size = compared.size;
    for (const group of groups) if (group.some((name) => compared.has(name))) for (const name of group) compared.add(name);
  }
  return compared;
}

function relationsOf(rules: GeometryRules | undefined): { others: readonly string[]; tolerance: number | undefined }[] {
  const { noOverlap = [], inside = [], partitionOf = [] } = rules ?? {};
  return [
    ...noOverlap.map(({ with: others = [], tolerance }) => ({ others, tolerance })),
    ...[...inside, ...partitionOf].map(({ table, tolerance }) => ({ others: [table], tolerance })),
  ];
}

/** The grid size in the units of a table: unchanged for metres, the nearest power of ten for degrees. */
export function gridOf(precision: number, srid: number | null): number {
  const metres = metresOf(srid);
  return metres === 1 ? precision : 10 ** Math.round(Math.log10(precision / metres));
}

/**
 * Snaps a geometry to a grid: vertices at the same place merge, rings stay closed, heights stay. Holes and parts narrower than the grid
 * disappear; null when nothing is left.
 *
 * @param grid in the units of the coordinates
 */
export function snapToGrid(geometry: Geometry, grid: number): Geometry | null {
  // Dividing by a whole number gives the nearest decimal number; multiplying by 0.001 would not.
  const cells = Math.round(1 / grid);
  const snap = (value: number) => (grid < 1 ? Math.round(value * cells) / cells : Math.round(value / grid) * grid);
  const onGrid = ([x, y, z]: Position): Position => (z === undefined ? [snap(x), snap(y)] : [snap(x), snap(y), z]);
  return withoutRepeats(mapPositions(geometry, onGrid));
}

function withoutRepeats(geometry: Geometry): Geometry | null {
  const { type } = geometry;
  switch (type) {
    case "LineString": {
      const coordinates = path(geometry.coordinates, 2);
      return coordinates && { type, coordinates };
    }
    case "MultiLineString": {
      const coordinates = geometry.coordinates.map((line) => path(line, 2)).filter((line) => line !== null);
      return coordinates.length === 0 ? null : { type, coordinates };
    }
    case "Polygon": {
      const coordinates = rings(geometry.coordinates);
      return coordinates && { type, coordinates };
    }
    case "MultiPolygon": {
      const coordinates = geometry.coordinates.map(rings).filter((polygon) => polygon !== null);
      return coordinates.length === 0 ? null : { type, coordinates };
    }
    case "GeometryCollection": {
      const geometries = geometry.geometries.map(withoutRepeats).filter((part) => part !== null);
      return geometries.length === 0 ? null : { type, geometries };
    }
    default:
      return geometry;
  }
}

function rings([shell, ...holes]: readonly Position[][]): Position[][] | null {
  const outline = shell && path(shell, 4);
  return outline ? [outline, ...holes.map((hole) => path(hole, 4)).filter((hole) => hole !== null)] : null;
}

/** Removes repeated positions; null when fewer than `needed` are left. */
function path(positions: readonly Position[], needed: number): Position[] | null {
  const kept = positions.filter(([x, y], index) => {
    const before = positions[index - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
  return kept.length >= needed ? kept : null;
}
