import { type Geometry, mapPositions, type Position } from "@archipel/geo/geojson.ts";
import type { CompiledModel } from "../../model/compile.ts";
import type { GeometryRules } from "../../model/geometry.ts";
import { DEFAULT_TOLERANCE } from "../../rules/slivers.ts";
import { metresOf } from "../unit.ts";
import type { ShapeRepair } from "./repair.ts";

/**
 * Lays the vertices of a shape on a regular grid, so that those nearer than it become one. Where borders are compared with others, all
 * shapes that are compared are laid on it together (layers/borders.ts).
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

/** A grid's finest and coarsest mesh where nobody chose one, in metres. */
const FINEST = 0.001;
const COARSEST = 0.1;

/**
 * How fine a grid is where nobody chose it, in metres: for shapes that are compared with others the power of ten that stays below what the
 * model forgives between borders, so that no common border opens; a millimetre for others.
 */
export function defaultPrecision(tables: Iterable<string>, model: CompiledModel): number {
  const forgiven = [...tables].flatMap((name) => relationsOf(model.tables.get(name)?.geometry).map(({ tolerance }) => tolerance));
  const least = Math.min(...forgiven.map((tolerance) => tolerance ?? DEFAULT_TOLERANCE));
  if (!Number.isFinite(least) || least <= FINEST) return FINEST;
  // A sum of logarithms may end just below a whole number.
  return Math.min(COARSEST, 10 ** Math.floor(Math.log10(least) + 1e-9));
}

/** Names of the tables whose shapes are compared with a table's, and with those in turn; itself too. */
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

/** The mesh in a table's own units: metres as they are, degrees as the nearest power of ten. */
export function gridOf(precision: number, srid: number | null): number {
  const metres = metresOf(srid);
  return metres === 1 ? precision : 10 ** Math.round(Math.log10(precision / metres));
}

/**
 * A shape on a grid: vertices that fall together become one, rings stay closed, heights stay. Holes and parts narrower than the grid go;
 * null when nothing would be left.
 *
 * @param grid in the units of the coordinates
 */
export function snapToGrid(geometry: Geometry, grid: number): Geometry | null {
  // Dividing by a whole number ends in the nearest decimal; multiplying by a mesh does not.
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

/** Positions without those that follow their like; null when fewer are left than the path needs. */
function path(positions: readonly Position[], needed: number): Position[] | null {
  const kept = positions.filter(([x, y], index) => {
    const before = positions[index - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
  return kept.length >= needed ? kept : null;
}
