import type { CloudChanges } from "@archipel/contracts/clouds.ts";
import { type Bbox, bboxAround } from "@archipel/geo/bbox.ts";

/** What cells can be coloured by. */
export const CHANGE_KINDS = ["all", "gained", "lost", "reclassified", "ground"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

type Cell = CloudChanges["cells"][number];
type Position = readonly [lon: number, lat: number];

/** What a cell has of a kind: points, or the change of the ground; 0 for none. */
export function amountOf(cell: Cell, kind: ChangeKind): number {
  if (kind === "all") return cell.gained + cell.lost + cell.reclassified;
  return kind === "ground" ? (cell.ground ?? 0) : cell[kind];
}

/** The largest value of a kind over all cells, without its sign. */
export function mostOf({ cells }: Pick<CloudChanges, "cells">, kind: ChangeKind): number {
  return cells.reduce((most, cell) => Math.max(most, Math.abs(amountOf(cell, kind))), 0);
}

/** The cells that have something of a kind, as polygons; `share` goes from −1 to 1. Null when the grid has no place. */
export function cellPolygons(changes: CloudChanges, kind: ChangeKind) {
  const { footprint, cells, columns, rows } = changes;
  if (!footprint) return null;
  const most = mostOf(changes, kind);
  const [nw, sw, se, ne] = footprint;
  const at = (column: number, row: number): [number, number] => {
    const [x, y] = [column / columns, row / rows];
    return [0, 1].map((axis) => {
      const of = (corner: Position) => corner[axis as 0 | 1];
      return (1 - y) * ((1 - x) * of(sw) + x * of(se)) + y * ((1 - x) * of(nw) + x * of(ne));
    }) as [number, number];
  };
  const features = cells.flatMap((cell) => {
    const value = amountOf(cell, kind);
    if (value === 0) return [];
    const { column, row } = cell;
    const ring = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1), at(column, row)];
    const geometry = { type: "Polygon" as const, coordinates: [ring] };
    return [{ type: "Feature" as const, properties: { share: value / most }, geometry }];
  });
  return { type: "FeatureCollection" as const, features };
}

/** The box around all changed cells, with a cell of room; null without any. */
export function changedBox(changes: CloudChanges): Bbox | null {
  const polygons = cellPolygons(changes, "all");
  const corners = polygons?.features.flatMap(({ geometry }) => geometry.coordinates[0] ?? []) ?? [];
  return corners.length === 0 ? null : bboxAround(corners);
}
