import type { Feature, Geometry, MultiPolygon, Position } from "geojson";
import type { CoverageArea } from "./coverage.ts";
import type { Point } from "./grid.ts";
import { fromLambert93 } from "./lambert93.ts";

export type Value = string | number | boolean | null;
export type TerritoryFeature = Feature<Geometry, Record<string, Value>>;

export interface TerritoryField {
  name: string;
  type: "text" | "integer" | "double" | "boolean" | "date";
  /** The label that people read instead of the column's name. */
  label: string;
  /** What its codes mean. */
  codes?: Readonly<Record<string, string>>;
}

/** One synthetic layer: coordinates in EPSG:4326, the same features at each call of `features`. */
export interface TerritoryLayer {
  name: string;
  title: { fr: string; en: string };
  geometry: "Point" | "LineString" | "MultiPolygon";
  fields: TerritoryField[];
  features(): Iterable<TerritoryFeature>;
}

const position = (point: Point): Position => fromLambert93(point[0], point[1]);

export function pointFeature(point: Point, properties: Record<string, Value>): TerritoryFeature {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: position(point) } };
}

export function lineFeature(line: readonly Point[], properties: Record<string, Value>): TerritoryFeature {
  return { type: "Feature", properties, geometry: { type: "LineString", coordinates: line.map(position) } };
}

/** A multipolygon of one polygon; open rings are closed. */
export function areaFeature(rings: readonly (readonly Point[])[], properties: Record<string, Value>): TerritoryFeature {
  return { type: "Feature", properties, geometry: multiPolygon([rings]) };
}

export function multiPolygon(polygons: readonly (readonly (readonly Point[])[])[]): MultiPolygon {
  return {
    type: "MultiPolygon",
    coordinates: polygons.map((rings) =>
      rings.map((ring) => {
        const closed = ring.map(position);
        const [first, last] = [closed[0], closed.at(-1)];
        if (first && last && (first[0] !== last[0] || first[1] !== last[1])) closed.push(first);
        return closed;
      }),
    ),
  };
}

/** Collects the areas of each label into one multipolygon. */
export function byLabel(areas: readonly CoverageArea[]): Map<number, Point[][][]> {
  const polygons = new Map<number, Point[][][]>();
  for (const area of areas) {
    const known = polygons.get(area.label);
    if (known) known.push(area.rings);
    else polygons.set(area.label, [area.rings]);
  }
  return polygons;
}

export const text = (name: string, label: string): TerritoryField => ({ name, type: "text", label });
export const integer = (name: string, label: string): TerritoryField => ({ name, type: "integer", label });
export const double = (name: string, label: string): TerritoryField => ({ name, type: "double", label });
export const date = (name: string, label: string): TerritoryField => ({ name, type: "date", label });
