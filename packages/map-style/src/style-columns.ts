import { CONFIDENCE_COLUMN } from "./confidence.ts";
import type { LayerStyle, StyleLabel } from "./layer-style.ts";

const BRACES = /\{([^{}]{1,63})\}/g;

/** The columns that a label writes, each once. */
export function labelColumns(label: StyleLabel | undefined): string[] {
  if (!label) return [];
  if (label.template === undefined) return [label.column];
  return [...new Set(Array.from(label.template.matchAll(BRACES), ([, column]) => column ?? ""))];
}

/** The texts and columns of a label's template, in order. */
export function templateParts(template: string): ({ text: string } | { column: string })[] {
  // A split by a group keeps what the group found, at odd places.
  return template
    .split(BRACES)
    .map((part, place) => (place % 2 === 1 ? { column: part } : { text: part }))
    .filter((part) => "column" in part || part.text !== "");
}

/** The column that decides which class a feature is in; null when the style has no classes, or classes of confidence, which is no column. */
export function classColumn(style: LayerStyle): string | null {
  if (style.kind !== "categorised" && style.kind !== "graduated") return null;
  return style.column === CONFIDENCE_COLUMN ? null : style.column;
}

/** The column that decides the size or the weight of a feature. */
function measureColumn(style: LayerStyle): string | null {
  return style.kind === "proportional" || style.kind === "heat" ? (style.column ?? null) : null;
}

/** Every column of the layer that a style reads. Tiles contain them at every zoom, and a hidden field may not be one of them. */
export function columnsOf(style: LayerStyle): string[] {
  if (style.kind === "auto") return [];
  const { label } = style;
  const found = [
    classColumn(style),
    measureColumn(style),
    ...(label ? [label.column, ...labelColumns(label), label.priorityColumn ?? null] : []),
  ];
  return [...new Set(found.filter((column) => column !== null))];
}
