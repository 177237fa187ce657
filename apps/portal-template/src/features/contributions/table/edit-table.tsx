"use client";
import { MAX_TABLE_ROWS } from "@archipel/contracts/features.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { useIsWide } from "@archipel/map/ui/use-is-wide.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { FailureAlert } from "../../site/failure-alert.tsx";
import { CellBar } from "./cell-bar.tsx";
import { DataGrid } from "./grid.tsx";
import { cellsOf } from "./selection.ts";
import { TableTools } from "./table-tools.tsx";
import { TraySizer } from "./tray-sizer.tsx";
import { type TableWanted, useTable } from "./use-table.ts";

interface EditTableProps extends TableWanted {
  /** The layers that the table can show. */
  readonly choices: readonly PortalLayer[];
  readonly onLayer: (layerId: string) => void;
  readonly onShare: (share: number) => void;
  readonly onClose: () => void;
}

/** The features of a layer as a table under the map. Written cells go into the draft, one by one or many at once. */
export default function EditTable(props: EditTableProps) {
  const t = useTranslations("contributions.table");
  const { layer, right, locale, share, onShare, onClose } = props;
  const isWide = useIsWide();
  const scroller = useRef<HTMLDivElement>(null);
  const bar = useId();
  const table = useTable(props, scroller);
  const { rows, cells, grid, fields } = table;
  const { active, rect, editing } = grid;
  const field = fields[active.column - 1];
  const chosen = active.row < 0 || rows.count === 0 ? 0 : cellsOf(rect);
  // The table opens at the active feature, otherwise at its first cell.
  const { begin } = table;
  const hasRows = rows.count > 0;
  useEffect(() => {
    if (hasRows) begin();
  }, [hasRows, begin]);
  return (
    <section
      aria-label={t("label", { layer: layer.title })}
      className={clsx(
        "flex flex-col bg-surface",
        isWide ? "absolute bottom-0 left-0 z-10 border-line border-t border-r shadow-raised" : "fixed inset-0 z-50",
      )}
      style={isWide ? { height: `${share * 100}%`, right: "24rem" } : undefined}
    >
      {isWide && <TraySizer share={share} onShare={onShare} />}
      <TableTools
        table={table}
        layer={layer}
        choices={props.choices}
        onLayer={props.onLayer}
        noFill={chosen === 0 || !field ? t("noCell") : undefined}
        onClose={onClose}
      />
      {rows.failure ? (
        <div className="px-3 pb-3">
          <FailureAlert error={rows.failure} />
          <Button className="mt-2" onClick={rows.retry}>
            {t("retry")}
          </Button>
        </div>
      ) : null}
      {table.failure ? (
        <div className="px-3 pb-3">
          <FailureAlert error={table.failure} />
        </div>
      ) : null}
      {rows.isCut && (
        <div className="px-3 pb-3">
          <Alert tone="info" title={t("cut", { most: MAX_TABLE_ROWS })} />
        </div>
      )}
      {rows.count === 0 && !rows.isWaiting ? (
        <p className="flex-1 border-line border-t p-4 text-ink-muted">
          {t(table.search.trim() === "" ? `empty.${table.scope}` : "empty.search")}
        </p>
      ) : (
        <DataGrid
          label={t("grid", { layer: layer.title })}
          table={table}
          columns={{ fields, lockedColumns: right.lockedColumns, locale }}
          describedBy={bar}
          isNarrow={!isWide}
          scroller={scroller}
        />
      )}
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 border-line border-t px-3 py-1.5 text-small">
        <CellBar
          id={bar}
          row={table.row}
          field={field}
          isHeader={active.row < 0}
          isLocked={field !== undefined && right.lockedColumns.includes(field.column)}
          filling={editing?.isFilling ? chosen : 0}
          locale={locale}
        />
        <p aria-live="polite" className={cells.outcome?.isWarning ? "text-warning" : "text-ink-muted"}>
          {rows.reading ? t("reading", rows.reading) : (cells.outcome?.text ?? (grid.isTabFree ? t("tabFree") : ""))}
        </p>
        <p className="figures ml-auto text-ink-muted">
          {chosen > 1 && `${t("chosen", { count: chosen })} · `}
          {rows.isWaiting ? t("waiting") : t("count", { count: rows.count })}
        </p>
      </div>
    </section>
  );
}
