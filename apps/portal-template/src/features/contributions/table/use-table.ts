import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { wrongCells } from "@archipel/map/edit/cells.ts";
import type { FeatureRef } from "@archipel/map/model/map-state.ts";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useTranslations } from "next-intl";
import { type RefObject, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { OpenDraft } from "../use-draft.ts";
import { ROW_PX } from "./grid-row.tsx";
import type { Place } from "./selection.ts";
import { textIn, useCells } from "./use-cells.ts";
import { type Grid, useGrid } from "./use-grid.ts";
import { type Rows, type Scope, type Sort, type TableRow, useRows } from "./use-rows.ts";

export interface TableWanted {
  readonly layer: PortalLayer;
  readonly right: LayerRight;
  readonly locale: Locale;
  readonly draft: OpenDraft;
  readonly handle: MapHandle;
  /** The share of the map that the table covers from below. */
  readonly share: number;
  /** The active change, on the map and in the form. */
  readonly activeKey: string | null;
  /** Activates a change that the editor draws; null: none. */
  readonly onShow: (key: string | null) => void;
  /** Shows the place of a feature of the layer on the map; null: none. */
  readonly onChosen: (feature: FeatureRef | null) => void;
  /** Opens a feature on the map and in the form. */
  readonly onOpen: (feature: FeatureRef) => Promise<unknown>;
}

const SEARCH_PAUSE_MS = 250;
const CHOICE_PAUSE_MS = 200;

/** The state of the table, and what can be done with it. */
export function useTable(wanted: TableWanted, scroller: RefObject<HTMLDivElement | null>) {
  const { layer, right, locale, draft, handle, share, activeKey } = wanted;
  const t = useTranslations("contributions.table");
  const [scope, setScope] = useState<Scope>("all");
  const [search, setSearch] = useState("");
  const [q, setQ] = useState("");
  const [sort, setSort] = useState<Sort | null>(null);
  const [isFollowing, setFollowing] = useState(true);
  const [failure, setFailure] = useState<unknown>(null);
  const fields = useMemo(() => layer.fields.filter((field) => !field.isHidden), [layer.fields]);
  const bounds = useBounds(handle, share, scope === "view");
  useEffect(() => {
    const timer = setTimeout(() => setQ(search.trim()), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [search]);
  const rows = useRows({ layerId: layer.id, fields, draft: draft.draft, scope, bounds, q, sort });
  const cells = useCells({ draft, rows, fields, lockedColumns: right.lockedColumns, locale });
  const onSort = (column: string) =>
    setSort((last) => {
      if (last?.column !== column) return { column, isDescending: false };
      return last.isDescending ? null : { column, isDescending: true };
    });
  const open = (row: number) => {
    const found = rows.rowAt(row);
    if (!found) return;
    if (found.fid === null) wanted.onShow(found.key);
    else wanted.onOpen({ layerId: layer.id, fid: found.fid }).catch(setFailure);
  };
  const refusal = ({ row, column }: Place) => {
    const field = fields[column - 1];
    if (rows.rowAt(row)?.change?.operation === "delete") return t("bar.deleted");
    return field && right.lockedColumns.includes(field.column) ? t("lockedColumn") : undefined;
  };
  const grid = useGrid({
    rows,
    cells,
    fields,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
    textAt: ({ row, column }) => {
      const found = rows.rowAt(row);
      const field = fields[column - 1];
      return found && field ? textIn(found, field, locale) : "";
    },
    refusal,
    onSort,
    onOpen: open,
  });

  const row = grid.active.row < 0 ? undefined : rows.rowAt(grid.active.row);
  useMapSync({ wanted, rows, grid, row, isFollowing });

  const hasBegun = useRef(false);
  const start = useEffectEvent(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    const first = { row: 0, column: 1 };
    const isHere = activeKey !== null && draft.draft[activeKey]?.layerId === layer.id;
    if (!isHere) grid.go(first);
    else
      rows.find(activeKey).then(
        (index) => grid.go({ ...first, row: index ?? 0 }),
        () => grid.go(first),
      );
  });
  const wrong = useMemo(() => wrongCells(draft.draft, layer.id), [draft.draft, layer.id]);
  const seek = useWrongCellSearch({ wrong, rows, grid, fields, chosen: row?.key ?? null });
  return {
    fields,
    rows,
    cells,
    grid,
    row,
    scope,
    setScope,
    search,
    setSearch,
    sort,
    onSort,
    wrong: wrong.length,
    nextWrong() {
      setScope("changed");
      setSearch("");
      setQ("");
      seek();
    },
    isFollowing,
    setFollowing,
    begin: useCallback(() => start(), []),
    failure,
  };
}

export type Table = ReturnType<typeof useTable>;

interface MapSync {
  readonly wanted: TableWanted;
  readonly rows: Rows;
  readonly grid: Grid;
  /** The row of the cell with the focus. */
  readonly row: TableRow | undefined;
  readonly isFollowing: boolean;
}

/** The map shows the row that is chosen in the table, and the table goes to the feature that is chosen on the map. */
function useMapSync({ wanted, rows, grid, row, isFollowing }: MapSync): void {
  const { layer, handle, share, activeKey } = wanted;
  const chosen = row?.key ?? null;
  /** The row that the map shows already, or that came from the map. */
  const shown = useRef<string | null>(activeKey);
  const show = useEffectEvent(() => {
    if (!row || shown.current === row.key) return;
    shown.current = row.key;
    const isDrawn = row.change && !row.change.isShapeUnread;
    wanted.onShow(isDrawn ? row.key : null);
    wanted.onChosen(row.fid === null ? null : { layerId: layer.id, fid: row.fid });
    if (isFollowing && row.bbox) follow(handle, row.bbox, share);
  });
  // A pause, so that the map does not show rows that the cursor only passes.
  useEffect(() => {
    if (chosen === null) return;
    const timer = setTimeout(show, CHOICE_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [chosen]);
  const showInTable = useEffectEvent((key: string) => {
    if (key === chosen) return;
    shown.current = key;
    rows.find(key).then(
      (index) => index !== null && grid.show(index),
      () => undefined,
    );
  });
  useEffect(() => {
    if (activeKey !== null && activeKey !== shown.current) showInTable(activeKey);
  }, [activeKey]);
}

interface WrongCellSearch {
  readonly wrong: ReturnType<typeof wrongCells>;
  readonly rows: Rows;
  readonly grid: Grid;
  readonly fields: readonly LayerField[];
  readonly chosen: string | null;
}

/** Returns a function that goes to the next invalid cell. It searches the changed rows, which are all in the browser. */
function useWrongCellSearch({ wrong, rows, grid, fields, chosen }: WrongCellSearch): () => void {
  // The search waits for the rows of the new scope, which come with the next render.
  const [seeks, setSeeks] = useState(0);
  const seek = useEffectEvent(async () => {
    const at = wrong.findIndex(({ key, column }) => key === chosen && column === fields[grid.active.column - 1]?.column);
    const next = wrong[(at + 1) % wrong.length];
    const found = next && (await rows.find(next.key));
    if (next && found !== null && found !== undefined)
      grid.go({ row: found, column: fields.findIndex(({ column }) => column === next.column) + 1 });
  });
  useEffect(() => {
    if (seeks > 0) seek();
  }, [seeks]);
  return () => setSeeks((last) => last + 1);
}

/** The part of the map above the table. */
function boundsAbove({ library }: MapHandle, share: number): Bounds {
  const { clientWidth: width, clientHeight } = library.getContainer();
  const height = clientHeight * (1 - share);
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].map(([x = 0, y = 0]) => library.unproject([x, y]));
  const lons = corners.map(({ lng }) => Math.max(-180, Math.min(180, lng)));
  const lats = corners.map(({ lat }) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function useBounds(handle: MapHandle, share: number, isWanted: boolean): Bounds | null {
  const [bounds, setBounds] = useState<Bounds | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    const read = () => setBounds(boundsAbove(handle, share));
    read();
    handle.library.on("moveend", read);
    return () => void handle.library.off("moveend", read);
  }, [handle, share, isWanted]);
  return bounds;
}

/** Moves the map to a feature outside the view, at the same zoom. */
function follow(handle: MapHandle, [west, south, east, north]: Bounds, share: number): void {
  const [left, bottom, right, top] = boundsAbove(handle, share);
  if (west <= right && east >= left && south <= top && north >= bottom) return;
  handle.flyTo({ lon: (west + east) / 2, lat: (south + north) / 2, zoom: handle.library.getZoom() });
}
