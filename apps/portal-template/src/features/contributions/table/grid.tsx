/* biome-ignore-all lint/a11y/useSemanticElements: the rows of a table element cannot be virtualised */
/* biome-ignore-all lint/a11y/useFocusableInteractive: a grid is one tab stop: its active cell */
/* biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys */
"use client";
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { defaultRangeExtractor, useVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { CellEditor } from "./cell-editor.tsx";
import { CELL, GridRow, ROW_PX } from "./grid-row.tsx";
import type { Table } from "./use-table.ts";

interface Columns {
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  readonly locale: Locale;
}

interface DataGridProps {
  readonly label: string;
  readonly table: Table;
  readonly columns: Columns;
  /** The id of the element that describes the cell with the focus. */
  readonly describedBy: string;
  readonly isNarrow: boolean;
  readonly scroller: RefObject<HTMLDivElement | null>;
}

const WIDTHS = { text: 208, integer: 112, double: 120, boolean: 104, date: 120, datetime: 176, localdatetime: 176 } as const;

/** The grid renders the visible rows and columns; the focus follows the cursor. */
export function DataGrid(props: DataGridProps) {
  const { label, table, describedBy, isNarrow, scroller } = props;
  const { fields, lockedColumns, locale } = props.columns;
  const { rows, grid } = table;
  const { active, rect, editing } = grid;
  const nameWidth = isNarrow ? 128 : 192;
  const { lines, columns } = useVirtualGrid(table, scroller, nameWidth);
  const shown = lines.getVirtualItems();
  const shownColumns = columns.getVirtualItems();
  const width = columns.getTotalSize();
  const rangeShown = useEffectEvent(rows.onRange);
  const first = lines.range?.startIndex ?? 0;
  const last = lines.range?.endIndex ?? 0;
  useEffect(() => rangeShown(first, last), [first, last]);

  // The focus moves only when the cursor moved, so that it is never taken from another part of the page.
  const answered = useRef(grid.focusMoves);
  const followCursor = useEffectEvent((moves: number) => {
    if (answered.current === moves) return;
    answered.current = moves;
    if (active.row >= 0 && active.row < rows.count) lines.scrollToIndex(active.row, { align: "auto" });
    if (active.column > 0) columns.scrollToIndex(active.column - 1, { align: "auto" });
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active.row}"][data-column="${active.column}"]`)
      ?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => {
    if (!editing) followCursor(grid.focusMoves);
  }, [grid.focusMoves, editing]);

  const centreActiveRow = useEffectEvent(() => {
    if (active.row >= 0 && active.row < rows.count) lines.scrollToIndex(active.row, { align: "center" });
  });
  // Each row that the map asks to show has its own number.
  useLayoutEffect(() => {
    if (grid.sight > 0) centreActiveRow();
  }, [grid.sight]);

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.count + 1}
      aria-colcount={fields.length + 1}
      aria-multiselectable
      aria-busy={rows.isWaiting || rows.isOutdated}
      className={clsx("relative min-h-0 flex-1 select-none overflow-auto overscroll-contain bg-ground", rows.isOutdated && "opacity-70")}
      {...grid.handlers}
    >
      <div role="rowgroup" className="sticky top-0 z-[4]" style={{ width, height: ROW_PX }}>
        <HeaderRow table={table} lockedColumns={lockedColumns} columns={shownColumns} nameWidth={nameWidth} />
      </div>
      <div role="rowgroup" style={{ width, height: Math.max(0, lines.getTotalSize() - ROW_PX) }}>
        {shown.map(({ index, start }) => {
          const isActive = index === active.row;
          const isChosen = index >= rect.top && index <= rect.bottom;
          const field = fields[active.column - 1];
          return (
            <GridRow
              key={index}
              index={index}
              top={start}
              width={width}
              nameWidth={nameWidth}
              columns={shownColumns}
              fields={fields}
              lockedColumns={lockedColumns}
              locale={locale}
              row={rows.rowAt(index)}
              activeColumn={isActive ? active.column : null}
              chosenFrom={isChosen ? rect.left : 0}
              chosenTo={isChosen ? rect.right : -1}
              describedBy={describedBy}
              editor={
                isActive && editing && field ? (
                  <CellEditor
                    key={`${index} ${active.column}`}
                    field={field}
                    label={field.label ?? field.name}
                    editing={editing}
                    describedBy={describedBy}
                    onLeave={grid.leave}
                  />
                ) : null
              }
            />
          );
        })}
      </div>
    </div>
  );
}

/** Renders the visible rows and columns, and always those of the cell with the focus: scrolling must not remove it. */
function useVirtualGrid({ rows, grid, fields }: Table, scroller: RefObject<HTMLDivElement | null>, nameWidth: number) {
  const { active } = grid;
  const withActive = (first: number, found: number[]) => {
    const at = first;
    return at < 0 || found.includes(at) ? found : [...found, at].toSorted((a, b) => a - b);
  };
  const lines = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    paddingStart: ROW_PX,
    scrollPaddingStart: ROW_PX,
    rangeExtractor: (range) => withActive(active.row < rows.count ? active.row : -1, defaultRangeExtractor(range)),
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: fields.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => WIDTHS[fields[index]?.type ?? "text"],
    overscan: 3,
    paddingStart: nameWidth,
    scrollPaddingStart: nameWidth,
    rangeExtractor: (range) => withActive(active.column - 1, defaultRangeExtractor(range)),
  });
  return { lines, columns };
}

interface HeaderRowProps {
  readonly table: Table;
  readonly lockedColumns: readonly string[];
  readonly columns: readonly VirtualItem[];
  readonly nameWidth: number;
}

function HeaderRow({ table: { fields, grid, sort, onSort }, lockedColumns, columns, nameWidth }: HeaderRowProps) {
  const t = useTranslations("contributions.table");
  const { active } = grid;
  return (
    <div role="row" aria-rowindex={1} className="relative h-full bg-ground">
      <HeaderCell column={0} start={0} size={nameWidth} isActive={active.row < 0 && active.column === 0} className="sticky! z-[5] h-full">
        <span className="truncate">{t("feature")}</span>
      </HeaderCell>
      {columns.map(({ index, start, size }) => {
        const field = fields[index];
        if (!field) return null;
        const isSorted = sort?.column === field.column;
        return (
          <HeaderCell
            key={field.column}
            column={index + 1}
            start={start}
            size={size}
            isActive={active.row < 0 && active.column === index + 1}
            sorted={isSorted ? (sort.isDescending ? "descending" : "ascending") : "none"}
            onSort={() => onSort(field.column)}
          >
            <span className="truncate">{field.label ?? field.name}</span>
            {lockedColumns.includes(field.column) && (
              <>
                <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
                <span className="sr-only">{t("lockedColumn")}</span>
              </>
            )}
            {isSorted &&
              (sort.isDescending ? <ArrowDown aria-hidden className="size-3.5" /> : <ArrowUp aria-hidden className="size-3.5" />)}
          </HeaderCell>
        );
      })}
    </div>
  );
}

interface HeaderCellProps {
  readonly column: number;
  readonly start: number;
  readonly size: number;
  readonly isActive: boolean;
  readonly sorted?: "ascending" | "descending" | "none";
  readonly onSort?: () => void;
  readonly className?: string;
  readonly children: React.ReactNode;
}

function HeaderCell({ column, start, size, isActive, sorted, onSort, className, children }: HeaderCellProps) {
  return (
    <div
      role="columnheader"
      data-row={-1}
      data-column={column}
      aria-colindex={column + 1}
      tabIndex={isActive ? 0 : -1}
      {...(sorted && { "aria-sort": sorted })}
      className={clsx(
        CELL,
        "gap-1 border-line-strong bg-ground font-medium focus:outline-2 focus:outline-solid focus:outline-focus focus:-outline-offset-2",
        onSort && "cursor-pointer hover:bg-sunken",
        className,
      )}
      style={{ left: start, width: size }}
      onClick={onSort}
    >
      {children}
    </div>
  );
}
