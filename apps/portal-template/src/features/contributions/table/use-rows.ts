import { type FeatureRow, MAX_TABLE_ROWS } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { fold } from "@archipel/i18n/fold.ts";
import type { ReadFeature } from "@archipel/map/edit/cells.ts";
import { type Change, changesSomething, type Draft, keyOf, snapshotOf } from "@archipel/map/edit/draft.ts";
import type { AttributeValue } from "@archipel/map/ui/map-data.ts";
import type { Bounds } from "@archipel/map/ui/map-handle.ts";
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useApi, useApiClient } from "../../../api/react.tsx";

/** A feature as a row: its stored values, and its change in the draft. */
export interface TableRow {
  readonly key: string;
  readonly fid: number | null;
  readonly label: string;
  readonly bbox: Bounds | null;
  /** Undefined for a feature that is only in the draft. */
  readonly read: ReadFeature | undefined;
  readonly change: Change | undefined;
}

export type Scope = "view" | "all" | "changed";
export interface Sort {
  readonly column: string;
  readonly isDescending: boolean;
}
export interface RowsWanted {
  readonly layerId: string;
  readonly fields: readonly LayerField[];
  readonly draft: Draft;
  readonly scope: Scope;
  /** The view of the map; null until it is known. */
  readonly bounds: Bounds | null;
  readonly q: string;
  readonly sort: Sort | null;
}

/** Number of rows per call. */
const PAGE = 250;
const FRESH_MS = 60_000;
const KEPT_MS = 600_000;

export const valueIn = ({ read, change }: TableRow, column: string): AttributeValue =>
  (change ? snapshotOf(change).values[column] : read?.values[column]) ?? null;

/** The rows of the table: new features of the draft first, then those of the layer, read page by page around what is in sight. Long: all of it counts rows in the same two parts. */
export function useRows({ layerId, fields, draft, scope, bounds, q, sort }: RowsWanted) {
  const api = useApi();
  const client = useApiClient();
  const cache = useQueryClient();
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [reading, setReading] = useState<{ done: number; total: number } | null>(null);

  const changed = useMemo(
    () => Object.values(draft).filter((change) => change.layerId === layerId && (changesSomething(change) || change.wrong)),
    [draft, layerId],
  );
  const local = useMemo(() => {
    const shown = scope === "changed" ? changed : changed.filter(({ operation }) => operation === "insert");
    const words = folded(q);
    const columns = fields.filter((field) => !field.isHidden).map((field) => field.column);
    const found = shown.filter(
      (change) => words === "" || folded(columns.map((column) => textIn(change, column)).join(" ")).includes(words),
    );
    return (scope === "changed" && sort ? found.toSorted((a, b) => compared(a, b, sort)) : found).map(rowOfChange);
  }, [changed, scope, q, sort, fields]);

  const isRead = scope === "all" || (scope === "view" && bounds !== null);
  const view = {
    layerId,
    ...(scope === "view" && bounds && { bbox: [...bounds] as [number, number, number, number] }),
    ...(q !== "" && { q }),
    ...(sort && { sort: { ...sort } }),
  };
  const pageOf = (page: number) => ({
    ...api.features.rows.queryOptions({ ...view, offset: page * PAGE, limit: PAGE }),
    staleTime: FRESH_MS,
    gcTime: KEPT_MS,
    enabled: isRead,
  });
  const pageAt = (index: number) => Math.floor((index - local.length) / PAGE);
  const first = useQuery({ ...pageOf(0), placeholderData: keepPreviousData });
  const total = isRead ? (first.data?.total ?? 0) : 0;
  const readable = Math.min(total, MAX_TABLE_ROWS);
  const count = local.length + readable;
  const from = Math.max(0, pageAt(range.from));
  const to = Math.min(Math.max(0, pageAt(range.to)), Math.max(0, Math.ceil(readable / PAGE) - 1));
  const pages = isRead ? Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index) : [];
  const results = useQueries({ queries: pages.map(pageOf) });

  /** Pages that were looked up during this render: a gesture looks up each of its cells. */
  const known = new Map<number, readonly FeatureRow[]>();
  const itemsOf = (page: number): readonly FeatureRow[] | undefined => {
    const found = known.get(page) ?? results[pages.indexOf(page)]?.data?.items ?? cache.getQueryData(pageOf(page).queryKey)?.items;
    if (found) known.set(page, found);
    return found;
  };

  const rowAt = (index: number): TableRow | undefined => {
    const own = local[index];
    if (own || index < 0 || index >= count) return own;
    const item = itemsOf(pageAt(index))?.[(index - local.length) % PAGE];
    return item && rowOfFeature(item, layerId, draft);
  };

  /** Loads all rows of a range that are not loaded yet. */
  const ensure = async (start: number, end: number): Promise<void> => {
    if (!isRead || end < local.length) return;
    const missing: number[] = [];
    for (let page = Math.max(0, pageAt(start)); page <= pageAt(end); page++)
      if (!cache.getQueryData(pageOf(page).queryKey)) missing.push(page);
    if (missing.length === 0) return;
    try {
      for (const [done, page] of missing.entries()) {
        setReading({ done: done * PAGE, total: missing.length * PAGE });
        await cache.fetchQuery(pageOf(page));
      }
    } finally {
      setReading(null);
    }
  };

  /** The row index of a feature; null when the table does not show it. */
  const find = async (key: string): Promise<number | null> => {
    const at = local.findIndex((row) => row.key === key);
    if (at >= 0) return at;
    const fid = Number(key.slice(key.indexOf("/") + 1));
    if (!isRead || !key.startsWith(`${layerId}/`)) return null;
    const { offset } = await client.features.rowOf.query({ ...view, fid });
    return offset === null || offset >= MAX_TABLE_ROWS ? null : offset + local.length;
  };

  return {
    count,
    /** The layer has more rows than the table shows. */
    isCut: total > MAX_TABLE_ROWS,
    changed: changed.length,
    isWaiting: isRead && first.isPending,
    isOutdated: first.isPlaceholderData,
    failure: first.error ?? results.find(({ error }) => error)?.error ?? null,
    retry: () => {
      first.refetch();
      for (const result of results) if (result.error) result.refetch();
    },
    reading,
    rowAt,
    ensure,
    find,
    /** Reports the visible rows, whose pages are then loaded. */
    onRange: (start: number, end: number) => setRange((last) => (last.from === start && last.to === end ? last : { from: start, to: end })),
  };
}

export type Rows = ReturnType<typeof useRows>;

/** Rows by their content, so that an unchanged row stays the same object and is not rendered again. */
const rowsOfChanges = new WeakMap<Change, TableRow>();
const rowsOfFeatures = new WeakMap<FeatureRow, TableRow>();

function rowOfChange(change: Change): TableRow {
  const known = rowsOfChanges.get(change);
  if (known) return known;
  const row = { key: change.key, fid: change.fid, label: change.label, bbox: null, read: undefined, change };
  rowsOfChanges.set(change, row);
  return row;
}

function rowOfFeature(feature: FeatureRow, layerId: string, draft: Draft): TableRow {
  const { fid, version, label, bbox, properties } = feature;
  const key = keyOf(layerId, fid);
  const change = draft[key];
  const known = rowsOfFeatures.get(feature);
  if (known && known.change === change) return known;
  const row = { key, fid, label: change?.label ?? label, bbox, read: { layerId, fid, version, label, values: properties }, change };
  rowsOfFeatures.set(feature, row);
  return row;
}

const folded = (text: string) => fold(text).trim();

const textIn = (change: Change, column: string) => change.wrong?.[column] ?? String(snapshotOf(change).values[column] ?? "");

/** Compares two rows. Empty values come last in both directions, as in core-api. */
function compared(a: Change, b: Change, { column, isDescending }: Sort): number {
  const [one, other] = [snapshotOf(a).values[column] ?? null, snapshotOf(b).values[column] ?? null];
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  const order =
    typeof one === "number" && typeof other === "number" ? one - other : folded(String(one)).localeCompare(folded(String(other)), "fr");
  return isDescending ? -order : order;
}
