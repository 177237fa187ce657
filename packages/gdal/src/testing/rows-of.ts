import { type FeatureRow, type InspectedLayer, type Inspection, ReadAgainError } from "../model.ts";
import type { OpenedFile } from "../open-file.ts";
import { readLayer } from "../read.ts";

/** For tests: the only layer of this name. @throws Error when there is no layer of this name */
export function layerNamed(inspection: Inspection, name: string): InspectedLayer {
  const layer = inspection.layers.find((candidate) => candidate.name === name);
  if (!layer)
    throw new Error(
      `no layer ${name} among ${inspection.layers.map((one) => one.name).join(", ")}: ${JSON.stringify(inspection.findings)}`,
    );
  return layer;
}

/** The rows of a layer of an opened file, whichever reader they come from. */
export async function rowsOfOpened(file: OpenedFile, layer: InspectedLayer): Promise<FeatureRow[]> {
  try {
    return await allOf(file.rows(layer));
  } catch (error) {
    if (!(error instanceof ReadAgainError)) throw error;
    return allOf(file.rows(layer));
  }
}

export async function allOf(batches: AsyncIterable<FeatureRow[]>): Promise<FeatureRow[]> {
  const rows: FeatureRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** All features of a layer, with their values by name. */
export async function namedRows(path: string, layer: InspectedLayer): Promise<(FeatureRow & { named: Record<string, unknown> })[]> {
  const rows: (FeatureRow & { named: Record<string, unknown> })[] = [];
  for await (const batch of readLayer(path, layer.source, { fields: layer.fields })) {
    for (const row of batch)
      rows.push({ ...row, named: Object.fromEntries(layer.fields.map(({ name }, column) => [name, row.values[column]])) });
  }
  return rows;
}

/** The first position of a geometry, as written in EWKB (point or line, with or without SRID). */
export function firstPosition(ewkb: Uint8Array | null): number[] {
  const bytes = Buffer.from(ewkb ?? []);
  const kind = bytes.readUInt32LE(1);
  const isPoint = (kind & 0xff) === 1;
  const nested = (kind & 0xff) > 3 ? 9 : 0;
  const start = nested + 5 + (isPoint && nested === 0 ? 0 : (bytes.readUInt32LE(nested + 1) & 0xff) === 1 ? 0 : 4);
  const count = kind & 0x80000000 ? 3 : 2;
  return Array.from({ length: count }, (_, axis) => bytes.readDoubleLE(start + 8 * axis));
}
