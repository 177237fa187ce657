"use client";
import { useEffect, useEffectEvent } from "react";
import type { usePageEditor } from "./use-page-editor.tsx";

/** Keys of the whole editor: undo, redo, save now, next missing text. */
export function useEditorKeys({ editor, open, nextMissing }: ReturnType<typeof usePageEditor>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    // A dialog has its own fields, whose undo is the browser's.
    if (event.target instanceof Element && event.target.closest("[role=dialog], [role=alertdialog]")) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (act === "undo" && editor.canUndo) editor.undo();
    if (act === "redo" && editor.canRedo) editor.redo();
    if (act === "save") void open.saver.flush();
    if (act === "missing") nextMissing();
  });
  useEffect(() => {
    // Before the text box, whose own undo knows nothing of the page.
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener, true);
    return () => window.removeEventListener("keydown", listener, true);
  }, []);
}

function actOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): "undo" | "redo" | "save" | "missing" | null {
  if (key === "F8") return "missing";
  if ((!ctrlKey && !metaKey) || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  if (letter === "y") return "redo";
  return letter === "s" && !shiftKey ? "save" : null;
}
