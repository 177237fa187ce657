import { Area } from "../clip/area.ts";
import { type PointSource, partsOf, readParts } from "../clip/source.ts";
import type { Field, PointColumns } from "../las/columns.ts";
import type { LasHeader } from "../las/header.ts";
import { gridScale, type ModelFrame } from "./model-frame.ts";

const FIELDS: ReadonlySet<Field> = new Set<Field>(["classification", "flags"]);
const WITHHELD = 4;

/** Points that a model is made of. */
export interface WantedPoints {
  /** The frame, and how far beyond it points are read, in cells. */
  frame: ModelFrame;
  margin: number;
  isWanted: (classification: number) => boolean;
  onProgress: ((fraction: number) => void) | undefined;
  signal: AbortSignal | undefined;
}

/** Column, row and height of a point; whole columns and rows are the middles of cells. */
export type VisitPoint = (column: number, row: number, height: number) => void;

/**
 * Visits the wanted points of all sources. Points that their producer withdrew (`withheld`) are left out.
 *
 * @param between called after each part, outside of the visits
 * @throws CloudError when points are broken
 */
export async function visitPoints(
  sources: readonly PointSource[],
  { frame, margin, isWanted, onProgress, signal }: WantedPoints,
  visit: VisitPoint,
  between?: () => Promise<void>,
): Promise<void> {
  const { west, north, cell, columns, rows } = frame;
  const [left, right, top, bottom] = [-0.5 - margin, columns - 0.5 + margin, -0.5 - margin, rows - 0.5 + margin];
  const [low, high] = [
    [west - margin * cell, north - (rows + margin) * cell],
    [west + (columns + margin) * cell, north + margin * cell],
  ] as const;
  const area = new Area([[[low, [high[0], low[1]], high, [low[0], high[1]]]]]);
  const plans = await Promise.all(sources.map((source) => partsOf(source, { area, spacing: undefined })));
  const total = plans.flat().reduce((sum, { place }) => sum + place.points, 0);
  const wanted = Uint8Array.from({ length: 256 }, (_, code) => (isWanted(code) ? 1 : 0));
  let read = 0;
  for (const [i, source] of sources.entries()) {
    const { header } = source.cloud;
    for await (const points of readParts(source, plans[i] ?? [], FIELDS, signal)) {
      visitPart(points, header, frame, wanted, (column, row, height) => {
        // Points on the outer border belong to the outer cells.
        if (column >= left && column <= right && row >= top && row <= bottom) visit(column, row, height);
      });
      read += points.count;
      onProgress?.(read / total);
      await between?.();
    }
  }
}

function visitPart(points: PointColumns, header: LasHeader, frame: ModelFrame, wanted: Uint8Array, visit: VisitPoint): void {
  const { count, x, y, z, classification, flags } = points;
  const { columns, firstColumn, rows, firstRow } = gridScale(frame, header);
  const [scale, offset] = [header.scale[2], header.offset[2]];
  for (let i = 0; i < count; i++) {
    if (wanted[classification?.[i] ?? 0] === 0 || ((flags?.[i] ?? 0) & WITHHELD) !== 0) continue;
    visit((x[i] as number) * columns + firstColumn, (y[i] as number) * rows + firstRow, (z[i] as number) * scale + offset);
  }
}
