"use client";
import { useReducer, useRef } from "react";
import { type History, type Step, startOf, stepped } from "../../../kit/forms/history.ts";
import type { PageDraft } from "../draft/page-draft.ts";

/** A pause in typing after which the next letters are a step of their own. */
const PAUSE_MS = 2_000;

/** The draft of a page with its undo and redo steps. */
export function usePageHistory(start: PageDraft) {
  const [history, step] = useReducer(stepped as (history: History<PageDraft>, step: Step<PageDraft>) => History<PageDraft>, startOf(start));
  const typing = useRef({ at: 0, run: 0 });
  const change = (to: (draft: PageDraft) => PageDraft, about?: string) => {
    const now = Date.now();
    if (now - typing.current.at > PAUSE_MS) typing.current.run++;
    typing.current.at = now;
    step({ kind: "change", to, about: about === undefined ? null : `${about} ${typing.current.run}` });
  };
  return {
    draft: history.present,
    about: history.about,
    change,
    undo: () => step({ kind: "undo" }),
    redo: () => step({ kind: "redo" }),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}
