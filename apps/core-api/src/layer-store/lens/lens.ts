import { createHash } from "node:crypto";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { columnsOf } from "@archipel/map-style/style-columns.ts";

/** A valid grant of the reader on a layer. Its columns and its area never change. */
export interface LensGrant {
  id: string;
  /** Null: every column that is not hidden. */
  columns: string[] | null;
  hasArea: boolean;
  areaName: string;
  until: Date | null;
  /** Given to everyone: visitors without an account have it too. */
  isForEveryone: boolean;
}

/**
 * What a person's grants show of a layer: the rows that are in the area of one of them, cut to these areas, and on each row the columns of the
 * grants whose area it is in.
 */
export interface Lens {
  layerId: string;
  grants: readonly LensGrant[];
  isEverywhere: boolean;
  /** Bounding box of the areas in degrees; null: everywhere. */
  bbox: [number, number, number, number] | null;
  /** What the areas are called, each once. */
  areaNames: string[];
  /** Changes with everything that the lens lets through: part of every key under which an answer is kept. */
  hash: string;
  /** Whether everyone reads the same through it: every grant is to everyone. Caches may share it, and must ask again each time. */
  isPublic: boolean;
  /** When the first of its grants ends. */
  until: Date | null;
}

export function lensOf(layerId: string, grants: readonly LensGrant[], bbox: Lens["bbox"]): Lens | null {
  if (grants.length === 0) return null;
  const sorted = [...grants].sort((a, b) => (a.id < b.id ? -1 : 1));
  const text = JSON.stringify(sorted.map(({ id, columns, hasArea }) => [id, columns, hasArea]));
  const ends = sorted.flatMap(({ until }) => until?.getTime() ?? []);
  const isEverywhere = sorted.some(({ hasArea }) => !hasArea);
  return {
    layerId,
    grants: sorted,
    isEverywhere,
    bbox: isEverywhere ? null : bbox,
    areaNames: [...new Set(sorted.flatMap(({ areaName }) => areaName || []))],
    hash: createHash("sha256").update(text).digest("base64url").slice(0, 16),
    isPublic: sorted.every(({ isForEveryone }) => isForEveryone),
    until: ends.length === 0 ? null : new Date(Math.min(...ends)),
  };
}

/** The ids of the grants that give a column. */
export function givers(lens: Lens, column: string): string[] {
  return lens.grants.filter(({ columns }) => columns === null || columns.includes(column)).map(({ id }) => id);
}

/** The fields of which the lens shows a value on some row. */
export function fieldsThrough(fields: readonly LayerField[], lens: Lens): LayerField[] {
  return fields.filter((field) => !field.isHidden && givers(lens, field.column).length > 0);
}

/** A style names columns and values: one that reads another column than the shown ones is replaced by the default style. */
export function styleThrough(style: LayerStyle, lens: Lens): LayerStyle {
  return columnsOf(style).every((column) => givers(lens, column).length > 0) ? style : { kind: "auto" };
}
