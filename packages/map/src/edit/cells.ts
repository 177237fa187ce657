import type { AttributeValue } from "../ui/map-data.ts";
import { type Change, changesSomething, type Draft, keyOf, opened, type Written, withCell } from "./draft.ts";

/** A feature as a table reads it: its values, without its geometry. */
export interface ReadFeature {
  readonly layerId: string;
  readonly fid: number;
  readonly version: number;
  readonly label: string;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/** A column of a feature, and what to write into it. */
export type CellChange = { readonly key: string; readonly column: string } & Written;

/**
 * Writes many cells at once, in a single copy of the draft. Features that are not in the draft are opened with the values
 * that were read; those without a change in the end are left out.
 *
 * @param read features by key, for those that are not yet in the draft
 * @returns the draft itself when nothing changes
 */
export function withCells(draft: Draft, read: ReadonlyMap<string, ReadFeature>, cells: readonly CellChange[]): Draft {
  const touched = new Map<string, Change>();
  for (const cell of cells) {
    const change = touched.get(cell.key) ?? draft[cell.key] ?? openedOf(read.get(cell.key));
    if (!change || change.operation === "delete") continue;
    const next = withCell(change, cell.column, cell);
    if (!isSame(change, next)) touched.set(cell.key, next);
  }
  const kept = [...touched].filter(([key, change]) => draft[key] || changesSomething(change) || change.wrong);
  return kept.length === 0 ? draft : { ...draft, ...Object.fromEntries(kept) };
}

function openedOf(feature: ReadFeature | undefined): Change | undefined {
  if (!feature) return undefined;
  const change = opened({}, { ...feature, geometry: null })[keyOf(feature.layerId, feature.fid)];
  return change && { ...change, isShapeUnread: true };
}

function isSame(a: Change, b: Change): boolean {
  return isSameRecord(a.values, b.values) && isSameRecord(a.wrong ?? {}, b.wrong ?? {});
}

function isSameRecord(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && a[key] === b[key]);
}

/** The cells of a layer with values that do not fit their fields, in the order in which their features were opened. */
export function wrongCells(draft: Draft, layerId: string): { key: string; column: string }[] {
  return Object.values(draft).flatMap(({ key, layerId: of, wrong }) =>
    of === layerId && wrong ? Object.keys(wrong).map((column) => ({ key, column })) : [],
  );
}
