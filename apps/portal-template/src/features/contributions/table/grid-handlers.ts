import type { ClipboardEvent, KeyboardEvent, MouseEvent, PointerEvent, RefObject } from "react";
import { flushSync } from "react-dom";
import { moved, type Place, tabbed } from "./selection.ts";
import type { Cursor, GridOptions } from "./use-grid.ts";

/** The handlers of keys, pointers and the clipboard in the grid, as in a spreadsheet. */
export function gridHandlers(cursor: Cursor, options: GridOptions, isTouch: RefObject<boolean>) {
  return {
    onKeyDown: keyHandler(cursor, options),
    ...pointerHandlers(cursor, isTouch),
    ...clipboardHandlers(cursor, options),
  };
}

function keyHandler(cursor: Cursor, { cells, fields, page, onSort, onOpen }: GridOptions) {
  const { active, rect, size, editing, isTabFree, go, choose, edit } = cursor;
  return (event: KeyboardEvent) => {
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
      // A selection never reaches the header.
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
      cursor.free();
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
    // flushSync gives the focus to the input at once, so that the letter goes to it, and dead keys and input methods too.
    if ((key.length === 1 || key === "Dead" || key === "Process") && active.column > 0) flushSync(() => edit({ text: "", isTyped: true }));
  };
}

function pointerHandlers({ active, editing, go, edit }: Cursor, isTouch: RefObject<boolean>) {
  const onPointerDown = (event: PointerEvent) => {
    const to = placeUnder(event.target);
    isTouch.current = event.pointerType === "touch";
    // A touch may start a scroll: only a tap chooses a cell.
    if (to && event.button === 0 && !isTouch.current) go(to, event.shiftKey && to.row >= 0);
  };
  const onClick = (event: MouseEvent) => {
    const to = isTouch.current ? placeUnder(event.target) : undefined;
    if (!to) return;
    // A second tap on the same cell starts editing.
    if (to.row === active.row && to.column === active.column) edit();
    else go(to);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons !== 1 || event.pointerType !== "mouse" || editing || active.row < 0) return;
    const to = placeUnder(event.target);
    if (to && to.row >= 0 && (to.row !== active.row || to.column !== active.column)) go(to, true);
  };
  return { onPointerDown, onPointerMove, onClick, onDoubleClick: () => edit() };
}

function clipboardHandlers({ active, rect, size, editing, choose }: Cursor, { cells }: GridOptions) {
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
  return { onCopy, onPaste };
}

function placeUnder(target: EventTarget): Place | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row][data-column]") : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
}
