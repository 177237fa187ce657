import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Drawn, geojson, zones } from "./update-world.ts";

/** A published layer whose fields are known by their place in a list of names. */
export interface Twin {
  layerId: string;
  datasetId: string;
  tableName: string;
  /** All fields of the layer. */
  all: readonly LayerField[];
  /** Those of the list, in its order. */
  fields: readonly LayerField[];
}

/** The value of a field by its place: texts, whole numbers and decimals in turn, all different, and smaller from row to row. */
export function valueAtPlace(place: number, row: number, edition = 0): string | number {
  const rank = 9 - row;
  if (place % 3 === 0) return `v${place} ${rank} ${edition}`;
  return place % 3 === 1 ? place * 100 + rank * 10 + edition : place + rank / 16 + edition / 256;
}

/** Four zones with a code and fields of these names, as GeoJSON. */
export function namedZones(names: readonly string[], edition = 0): string {
  const features = zones().map((zone, row): Drawn => {
    const values = names.map((name, place) => [name, valueAtPlace(place, row, edition)] as const);
    return { ...zone, properties: Object.fromEntries([["code", `A${row}`], ...values]) };
  });
  return geojson(features);
}

/** Finds the column and the name of each field by its value in the first row. @throws when a value is in no column */
export function fieldsByValue(row: Readonly<Record<string, unknown>>, fields: readonly LayerField[], count: number): LayerField[] {
  const byValue = new Map(fields.map((field) => [row[field.column], field]));
  return Array.from({ length: count }, (_, place) => {
    const field = byValue.get(valueAtPlace(place, 0));
    if (!field) throw new Error(`no column has the value of field ${place}`);
    return field;
  });
}
