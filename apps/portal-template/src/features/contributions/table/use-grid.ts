import type { LayerField } from "@archipel/contracts/layers.ts";
import { useRef, useState } from "react";
import { gridHandlers } from "./grid-handlers.ts";
import { type Place, type Rect, rectOf } from "./selection.ts";
import type { Cells } from "./use-cells.ts";
import type { Rows } from "./use-rows.ts";

/** The cell that is being edited. */
export interface Editing {
  /** The text at the start. */
  readonly text: string;
  /** Editing began with a typed letter: arrow keys then leave the cell, as in a spreadsheet. */
  readonly isTyped: boolean;
  /** The text is written into all chosen cells. */
  readonly isFilling: boolean;
}

/** Where the cursor goes after editing: `stay` when the focus has already moved elsewhere. */
export type Leaving = "down" | "up" | "right" | "left" | "here" | "stay";

export interface GridOptions {
  readonly rows: Rows;
  readonly cells: Cells;
  readonly fields: readonly LayerField[];
  /** Number of visible rows, for Page Up and Page Down. */
  readonly page: () => number;
  readonly textAt: (place: Place) => string;
  /** Why a cell cannot be edited; undefined when it can. */
  readonly refusal: (place: Place) => string | undefined;
  readonly onSort: (column: string) => void;
  /** Opens the feature: Enter on its name. */
  readonly onOpen: (row: number) => void;
}

const STEPS = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1], here: [0, 0], stay: [0, 0] } as const;

/** The cell with the focus, the chosen cells, and the cell being edited. */
function useCursor({ rows, cells, fields, textAt, refusal }: GridOptions) {
  const [place, setPlace] = useState<Place>({ row: 0, column: 1 });
  const [anchor, setAnchor] = useState<Place>({ row: 0, column: 1 });
  const [editing, setEditing] = useState<Editing | null>(null);
  /** After Escape, Tab leaves the table, until the cursor moves again. */
  const [isTabFree, setTabFree] = useState(false);
  /** Counts the cursor moves after which the focus must follow. */
  const [focusMoves, setFocusMoves] = useState(0);
  const [sight, setSight] = useState(0);
  const size = { rows: rows.count, columns: fields.length + 1 };
  const within = ({ row, column }: Place): Place => ({
    row: Math.min(row, Math.max(0, size.rows - 1)),
    column: Math.min(column, size.columns - 1),
  });
  const active = within(place);
  const start = within(anchor);
  const rect: Rect = active.row < 0 ? rectOf(active, active) : rectOf({ ...start, row: Math.max(0, start.row) }, active);

  const go = (to: Place, isExtending = false) => {
    setPlace(to);
    if (!isExtending) setAnchor(to);
    setTabFree(false);
    setFocusMoves((last) => last + 1);
  };
  /** Scrolls to a row without taking the focus. */
  const show = (row: number) => {
    const to = { row, column: Math.max(0, active.column) };
    setPlace(to);
    setAnchor(to);
    setSight((last) => last + 1);
  };
  const choose = ({ top, left, bottom, right }: Rect) => {
    setAnchor({ row: bottom, column: right });
    setPlace({ row: top, column: left });
    setFocusMoves((last) => last + 1);
  };
  const edit = (how: Partial<Editing> = {}) => {
    if (active.row < 0 || active.column === 0 || size.rows === 0) return;
    if (!how.isFilling && refusal(active) !== undefined) return;
    cells.forget();
    setEditing({ text: textAt(active), isTyped: false, isFilling: false, ...how });
  };
  const leave = (text: string | null, leaving: Leaving, isForAll = false) => {
    if (!editing) return;
    setEditing(null);
    if (text !== null) {
      if (editing.isFilling || isForAll) cells.fill(rect, text);
      else cells.set(active, text);
    }
    if (leaving === "stay") return;
    const [down, right] = STEPS[leaving];
    if (editing.isFilling || isForAll || leaving === "here") setFocusMoves((last) => last + 1);
    else go(within({ row: Math.max(0, active.row + down), column: Math.max(0, active.column + right) }));
  };

  return {
    active,
    rect,
    size,
    editing,
    focusMoves,
    sight,
    isTabFree,
    go,
    show,
    choose,
    edit,
    leave,
    /** Lets Tab out of the table, and forgets the selection. */
    free() {
      setTabFree(true);
      setAnchor(active);
      cells.forget();
    },
  };
}

export type Cursor = ReturnType<typeof useCursor>;

/** The grid's cursor with the handlers of keys, pointers and the clipboard. */
export function useGrid(options: GridOptions) {
  const cursor = useCursor(options);
  const isTouch = useRef(false);
  return { ...cursor, handlers: gridHandlers(cursor, options, isTouch) };
}

export type Grid = ReturnType<typeof useGrid>;
