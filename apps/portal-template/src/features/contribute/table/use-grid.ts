import type { LayerField } from "@archipel/contracts/layers.ts";
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { moved, type Place, type Rect, rectOf, tabbed } from "./selection.ts";
import type { Cells } from "./use-cells.ts";
import type { Rows } from "./use-rows.ts";

/** A cell that is written in. */
export interface Editing {
  /** What stands there at first. */
  readonly text: string;
  /** Begun by a letter: arrows then leave the cell, as in a spreadsheet. */
  readonly isTyped: boolean;
  /** What is written goes to all chosen cells. */
  readonly isFilling: boolean;
}

/** Where one goes when a cell is written: `stay` when the focus went elsewhere by itself. */
export type Leaving = "down" | "up" | "right" | "left" | "here" | "stay";

interface Wanted {
  readonly rows: Rows;
  readonly cells: Cells;
  readonly fields: readonly LayerField[];
  /** Rows in sight, for Page Up and Page Down. */
  readonly page: () => number;
  readonly textAt: (place: Place) => string;
  /** Why a cell cannot be written in, said; nothing when it can. */
  readonly refusal: (place: Place) => string | undefined;
  readonly onSort: (column: string) => void;
  /** The feature itself is asked for: Enter on its name. */
  readonly onOpen: (row: number) => void;
}

const STEPS = { down: [1, 0], up: [-1, 0], right: [0, 1], left: [0, -1], here: [0, 0], stay: [0, 0] } as const;

/** The grid's one cell with the focus, what is chosen from it on, and all keys. */
export function useGrid({ rows, cells, fields, page, textAt, refusal, onSort, onOpen }: Wanted) {
  const [place, setPlace] = useState<Place>({ row: 0, column: 1 });
  const [anchor, setAnchor] = useState<Place>({ row: 0, column: 1 });
  const [editing, setEditing] = useState<Editing | null>(null);
  /** Escape lets Tab out of the table, until one moves again. */
  const [isTabFree, setTabFree] = useState(false);
  /** Counts the moves that bring the focus along. */
  const [wish, setWish] = useState(0);
  const isTouch = useRef(false);
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
    setWish((last) => last + 1);
  };
  /** Brings a row into sight without taking the focus. */
  const show = (row: number) => {
    const to = { row, column: Math.max(0, active.column) };
    setPlace(to);
    setAnchor(to);
    setSight((last) => last + 1);
  };
  const choose = ({ top, left, bottom, right }: Rect) => {
    setAnchor({ row: bottom, column: right });
    setPlace({ row: top, column: left });
    setWish((last) => last + 1);
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
    if (editing.isFilling || isForAll || leaving === "here") setWish((last) => last + 1);
    else go(within({ row: Math.max(0, active.row + down), column: Math.max(0, active.column + right) }));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || event.defaultPrevented) return;
    const isAltGraph = event.getModifierState("AltGraph");
    const isControl = (event.ctrlKey || event.metaKey) && !isAltGraph;
    if (event.altKey && !isAltGraph) return;
    const key = event.key;
    const done = () => event.preventDefault();
    if (key === "Tab") {
      const next = isTabFree || isControl ? undefined : tabbed(active, event.shiftKey ? -1 : 1, size);
      if (!next) return;
      done();
      go(next);
      return;
    }
    const to = moved(active, { key, isControl }, size, page());
    if (to) {
      done();
      // A selection does not reach the header.
      go(event.shiftKey ? { ...to, row: Math.max(0, to.row) } : to, event.shiftKey);
      return;
    }
    if (isControl) {
      const act = {
        a: () => choose({ top: 0, left: 1, bottom: size.rows - 1, right: size.columns - 1 }),
        d: () => cells.fillDown(rect),
      }[key.toLowerCase()];
      if (!act || size.rows === 0) return;
      done();
      act();
      return;
    }
    if (key === "Escape") {
      setTabFree(true);
      setAnchor(active);
      cells.forget();
      return;
    }
    if (active.row < 0) {
      const field = fields[active.column - 1];
      if ((key === "Enter" || key === " ") && field) {
        done();
        onSort(field.column);
      }
      return;
    }
    if (key === "F2" || key === "Enter") {
      done();
      if (active.column === 0) onOpen(active.row);
      else edit();
      return;
    }
    if (key === "Delete" || key === "Backspace") {
      done();
      cells.fill(rect, "");
      return;
    }
    // The letter itself, dead keys and input methods too, then goes to the input that has the focus by now.
    if ((key.length === 1 || key === "Dead" || key === "Process") && active.column > 0) flushSync(() => edit({ text: "", isTyped: true }));
  };

  const onPointerDown = (event: PointerEvent) => {
    const to = placeUnder(event.target);
    isTouch.current = event.pointerType === "touch";
    // A finger may mean to scroll: it chooses when it has tapped.
    if (to && event.button === 0 && !isTouch.current) go(to, event.shiftKey && to.row >= 0);
  };
  const onClick = (event: MouseEvent) => {
    const to = isTouch.current ? placeUnder(event.target) : undefined;
    if (!to) return;
    // A second tap writes.
    if (to.row === active.row && to.column === active.column) edit();
    else go(to);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons !== 1 || event.pointerType !== "mouse" || editing || active.row < 0) return;
    const to = placeUnder(event.target);
    if (to && to.row >= 0 && (to.row !== active.row || to.column !== active.column)) go(to, true);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (editing || active.row < 0 || size.rows === 0) return;
    event.preventDefault();
    const now = cells.copyNow(rect);
    if (now !== null) {
      event.clipboardData.setData("text/plain", now);
      cells.copied(rect);
      return;
    }
    cells.copy(rect).then(async (text) => {
      if (text === null) return;
      await navigator.clipboard.writeText(text).then(() => cells.copied(rect), cells.notCopied);
    });
  };
  const onPaste = (event: ClipboardEvent) => {
    if (editing || active.row < 0) return;
    event.preventDefault();
    cells.paste(event.clipboardData.getData("text/plain"), rect).then((covered) => covered && choose(covered));
  };

  return {
    active,
    rect,
    editing,
    wish,
    sight,
    isTabFree,
    go,
    show,
    edit,
    leave,
    handlers: { onKeyDown, onPointerDown, onPointerMove, onClick, onCopy, onPaste, onDoubleClick: () => edit() },
  };
}

export type Grid = ReturnType<typeof useGrid>;

function placeUnder(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row][data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
}
