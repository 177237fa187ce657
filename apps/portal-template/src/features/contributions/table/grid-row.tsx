/* biome-ignore-all lint/a11y/useSemanticElements: the rows of a table element cannot be virtualised */
/* biome-ignore-all lint/a11y/useFocusableInteractive: a grid is one tab stop: its active cell */
import type { LayerField } from "@archipel/contracts/layers.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { VirtualItem } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { CircleAlert, PencilLine, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo, type ReactNode } from "react";
import { textIn } from "./use-cells.ts";
import { type TableRow, valueIn } from "./use-rows.ts";

export const ROW_PX = 36;
/** Shared by the header and the cells. */
export const CELL = "absolute inset-y-0 flex items-center overflow-hidden border-line border-r border-b px-2 text-small";
const FOCUSED = "focus:z-[1] focus:outline-2 focus:outline-solid focus:outline-focus focus:-outline-offset-2";

interface GridRowProps {
  readonly index: number;
  readonly top: number;
  readonly width: number;
  readonly nameWidth: number;
  readonly columns: readonly VirtualItem[];
  readonly fields: readonly LayerField[];
  readonly lockedColumns: readonly string[];
  readonly locale: Locale;
  readonly row: TableRow | undefined;
  /** The column of the cell with the focus, when it is in this row. */
  readonly activeColumn: number | null;
  /** The first and the last chosen column of this row. */
  readonly chosenFrom: number;
  readonly chosenTo: number;
  /** The input of the cell being edited, when it is in this row. */
  readonly editor: ReactNode;
  readonly describedBy: string;
}

/** A feature of the table. Props: plain values, so that `memo` draws a row again only when something in it differs. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const {
    index,
    top,
    width,
    nameWidth,
    columns,
    fields,
    lockedColumns,
    locale,
    row,
    activeColumn,
    chosenFrom,
    chosenTo,
    editor,
    describedBy,
  } = props;
  const t = useTranslations("contributions");
  const isDeleted = row?.change?.operation === "delete";
  const isChosen = (column: number) => column >= chosenFrom && column <= chosenTo;
  const shared = (column: number) => ({
    "data-row": index,
    "data-column": column,
    "aria-colindex": column + 1,
    "aria-selected": isChosen(column),
    tabIndex: activeColumn === column ? 0 : -1,
    ...(activeColumn === column && { "aria-describedby": describedBy }),
  });
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-busy={row === undefined}
      className={clsx("absolute left-0 bg-surface", editor !== null && "z-[3]")}
      style={{ top, height: ROW_PX, width }}
    >
      <div
        role="rowheader"
        {...shared(0)}
        className={clsx(CELL, FOCUSED, "sticky! left-0 z-[2] h-full gap-1.5 font-medium", isChosen(0) ? "bg-accent-soft" : "bg-ground")}
        style={{ width: nameWidth }}
      >
        {row ? <RowName row={row} fields={fields} /> : <span className="h-3 w-24 rounded-control bg-sunken" />}
      </div>
      {columns.map(({ index: at, start, size }) => {
        const field = fields[at];
        if (!field) return null;
        const column = at + 1;
        const isLocked = lockedColumns.includes(field.column);
        const wrong = row?.change?.wrong?.[field.column];
        const isChanged = row?.change !== undefined && field.column in row.change.values;
        const isEdited = editor !== null && activeColumn === column;
        const text = row ? textIn(row, field, locale) : "";
        return (
          <div
            key={field.column}
            role="gridcell"
            {...shared(column)}
            aria-readonly={isLocked || isDeleted}
            {...(wrong !== undefined && { "aria-invalid": true })}
            className={clsx(
              CELL,
              FOCUSED,
              field.type === "integer" || field.type === "double" ? "figures justify-end" : "justify-start",
              groundOf({ isWrong: wrong !== undefined, isChosen: isChosen(column), isLocked, isChanged }),
              isChanged && wrong === undefined && "font-medium",
              isDeleted && "text-ink-muted line-through",
              isEdited && "z-[3] overflow-visible!",
            )}
            style={{ left: start, width: size }}
          >
            {isEdited ? (
              editor
            ) : (
              <>
                {wrong !== undefined && <CircleAlert aria-hidden className="mr-1 size-4 shrink-0" />}
                <span className="truncate">{text}</span>
                {wrong !== undefined && <span className="sr-only">{t("table.wrong")}</span>}
              </>
            )}
          </div>
        );
      })}
    </div>
  );
});

interface CellState {
  readonly isWrong: boolean;
  readonly isChosen: boolean;
  readonly isLocked: boolean;
  readonly isChanged: boolean;
}

/** One background per cell: an invalid value takes precedence. */
function groundOf({ isWrong, isChosen, isLocked, isChanged }: CellState): string | false {
  if (isWrong) return "bg-danger-soft text-danger shadow-[inset_3px_0_0_var(--a-danger)]";
  if (isChosen) return "bg-accent-soft";
  return isLocked ? "bg-sunken text-ink-muted" : isChanged && "bg-info-soft";
}

function RowName({ row, fields }: { readonly row: TableRow; readonly fields: readonly LayerField[] }) {
  const t = useTranslations("contributions");
  const { change } = row;
  // A new feature has no name yet: its first text is shown instead.
  const naming = row.label === "" ? fields.find(({ type, column }) => type === "text" && valueIn(row, column)) : undefined;
  const name = naming ? String(valueIn(row, naming.column)) : row.label || t("newFeature");
  const isChanged = change && (change.operation !== "update" || change.geometry || Object.keys(change.values).length > 0);
  const Icon = change?.operation === "insert" ? Plus : change?.operation === "delete" ? Trash2 : PencilLine;
  return (
    <>
      <span className={clsx("truncate", change?.operation === "delete" && "line-through")}>{name}</span>
      {isChanged && (
        <span className="ml-auto shrink-0 text-ink-muted">
          <Icon aria-hidden className="size-3.5" />
          <span className="sr-only">{t(`review.${change.operation}`)}</span>
        </span>
      )}
    </>
  );
}
