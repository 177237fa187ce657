"use client";
import { STYLE_VERSION } from "@archipel/map-style/layer-style.ts";
import { useState } from "react";
import type { StyleDraft } from "./changes.ts";
import { changed, type History, redone, startHistory, undone } from "./history.ts";

/** The unsaved state of an editor, with its history; null while nothing was changed, so that the stored layer shows. */
export function useDraft(stored: StyleDraft) {
  const [history, setHistory] = useState<History<StyleDraft | null>>(() => startHistory(null));
  const draft = history.now ?? stored;
  return {
    draft,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    /** @param about what changes; the steps of one gesture are undone together */
    change(part: Partial<StyleDraft>, about: string) {
      setHistory((before) => changed(before, versioned({ ...stored, ...before.now, ...part }), about, Date.now()));
    },
    undo: () => setHistory(undone),
    redo: () => setHistory(redone),
    /** After saving: what was saved is no longer a change. Later changes stay. */
    forget(saved: StyleDraft) {
      setHistory((before) => (before.now === saved ? startHistory(null) : before));
    },
  };
}

function versioned(draft: StyleDraft): StyleDraft {
  return draft.style.kind === "auto" ? draft : { ...draft, style: { ...draft.style, version: STYLE_VERSION } };
}
