import { type RefObject, useEffect, useRef } from "react";
import { moved } from "./moved.ts";

/** What a person does with the items of a list. */
export interface ListActs<T> {
  /** The element around the list: its items are `[data-row]` in an `ol`, their buttons `[data-act]`, the one that adds `[data-act=add]`. */
  readonly box: RefObject<HTMLDivElement | null>;
  add(item: T): void;
  /** Puts an item after another one. */
  insert(item: T, after: number): void;
  up(index: number): void;
  down(index: number): void;
  remove(index: number): void;
}

/** Adds, moves and removes items of a list. The focus follows: to the first input of a new item, to the same button of a moved one. */
export function useListActs<T>(items: readonly T[], onChange: (items: T[]) => void): ListActs<T> {
  const box = useRef<HTMLDivElement>(null);
  const next = useRef<{ readonly at: number; readonly act: string } | null>(null);
  useEffect(() => {
    const wanted = next.current;
    next.current = null;
    if (!wanted) return;
    const row = box.current?.querySelector(`:scope > ol > [data-row="${wanted.at}"]`);
    const found =
      (wanted.act === "write" ? row?.querySelector<HTMLElement>("input, textarea, select") : null) ??
      row?.querySelector<HTMLElement>(`[data-act="${wanted.act}"]:enabled`) ??
      row?.querySelector<HTMLElement>("[data-act]:enabled") ??
      box.current?.querySelector<HTMLElement>(":scope > [data-act=add]");
    found?.focus();
  });
  const put = (list: T[], at: number, act: string) => {
    next.current = { at, act };
    onChange(list);
  };
  return {
    box,
    add: (item) => put([...items, item], items.length, "write"),
    insert: (item, after) => put(items.toSpliced(after + 1, 0, item), after + 1, "write"),
    up: (index) => put(moved(items, index, index - 1), index - 1, "up"),
    down: (index) => put(moved(items, index, index + 1), index + 1, "down"),
    remove: (index) => put(items.toSpliced(index, 1), Math.max(0, index - 1), "remove"),
  };
}
