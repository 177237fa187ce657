"use client";
import type { StoredBlock } from "@archipel/blocks/blocks.ts";
import { createContext, use } from "react";
import type { Place } from "./missing-texts.ts";
import type { PageDraft } from "./page-draft.ts";
import type { Problem } from "./problems.ts";

interface Editor {
  readonly draft: PageDraft;
  /** Changes the draft. Consecutive changes with the same `about`, such as typing in one field, are undone together. */
  readonly change: (to: (draft: PageDraft) => PageDraft, about?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly problems: readonly Problem[];
  /** The block whose form is open; null: the page's own. */
  readonly chosen: StoredBlock | null;
  readonly choose: (block: string | null) => void;
  /** Opens the form of a place and moves the focus to its field. */
  readonly jump: (place: Place) => void;
  /** Says something to screen readers. */
  readonly announce: (words: string) => void;
  /** What was removed last, until the next change. */
  readonly removed: string | null;
}

const EditorContext = createContext<Editor | null>(null);
export const EditorProvider = EditorContext;
export type { Editor };

export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error("useEditor outside a page's editor");
  return editor;
}
