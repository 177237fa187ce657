"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { rangeOf, successor } from "./act-queue.ts";

/** The current row and the ticked ones. When the current row leaves the queue, the next one becomes current. */
export function useCursor(rows: readonly QueuedReport[], initialId: string | null, list: RefObject<HTMLOListElement | null>) {
  const ids = rows.map(({ id }) => id);
  const [currentId, setCurrentId] = useState(initialId);
  /** A report opened by its address or from another report. It may be outside the queue. */
  const [aside, setAside] = useState(initialId);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const anchor = useRef<string | null>(null);
  const before = useRef<readonly string[]>(ids);
  const isAside = aside !== null && aside === currentId;

  let shown = currentId;
  if (shown === null) shown = ids[0] ?? null;
  else if (!ids.includes(shown) && !isAside) shown = successor(before.current, ids, shown);
  const focusRow = (id: string | null) => {
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${id}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const joined = ids.join();
  const rowsChanged = useEffectEvent((now: readonly string[]) => {
    before.current = now;
    if (shown !== currentId) setCurrentId(shown);
    setSelected((chosen) => (chosen.every((id) => now.includes(id)) ? chosen : chosen.filter((id) => now.includes(id))));
    // The focused row is gone: focus its successor, so that the keyboard shortcuts still work.
    if (document.activeElement === document.body && shown) focusRow(shown);
  });
  useEffect(() => rowsChanged(joined.split(",").filter(Boolean)), [joined]);

  const go = (id: string) => {
    setCurrentId(id);
    setAside(ids.includes(id) ? null : id);
  };
  return {
    currentId: shown,
    selected,
    go,
    focusRow,
    move: (step: number) => {
      const at = shown === null ? -1 : ids.indexOf(shown);
      const next = ids[at < 0 ? 0 : Math.min(Math.max(at + step, 0), ids.length - 1)];
      if (!next) return;
      go(next);
      focusRow(next);
    },
    clear: () => setSelected([]),
    select: (id: string, isRange: boolean) => {
      const range = isRange && anchor.current ? rangeOf(ids, anchor.current, id) : [];
      anchor.current = id;
      setSelected((chosen) => {
        if (range.length > 0) return [...new Set([...chosen, ...range])];
        return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
      });
    },
  };
}
