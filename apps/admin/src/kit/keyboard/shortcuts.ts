"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";

const STORED = "archipel-shortcuts";
const CHANGED = "archipel-shortcuts-changed";

/** Whether single-key shortcuts are on. People with speech input or a screen reader can turn them off (WCAG 2.1.4); stored per browser. */
export function useShortcutsOn(): readonly [boolean, (isOn: boolean) => void] {
  const isOn = useSyncExternalStore(subscribe, areShortcutsOn, () => true);
  return [isOn, turn];
}

function areShortcutsOn(): boolean {
  return window.localStorage.getItem(STORED) !== "off";
}

function turn(isOn: boolean): void {
  window.localStorage.setItem(STORED, isOn ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", listener);
  };
}

/** Elements that handle letters themselves: text fields, dialogs, menus that search by letter. A closing dialog does not. */
const TAKES_LETTERS =
  "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable], [role=dialog]:not([data-closed]), [role=menu]:not([data-closed])";

/** What each key does on this page; an absent action leaves the key to the browser. */
export function useShortcuts(actions: Readonly<Record<string, (() => void) | undefined>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !areShortcutsOn()) return;
      if (event.target instanceof Element && event.target.closest(TAKES_LETTERS)) return;
      const action = latest.current[event.key] ?? latest.current[digitOf(event)];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** The digit printed on a key: on a French keyboard it is only typed with Shift. */
function digitOf({ code }: KeyboardEvent): string {
  return /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1] ?? "";
}
