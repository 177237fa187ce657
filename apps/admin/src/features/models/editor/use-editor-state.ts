"use client";
import { useDeferredValue, useEffect, useMemo, useReducer, useState } from "react";
import { type History, type Step, startOf, stepped } from "../../../kit/forms/history.ts";
import { type Draft, definitionOf } from "./draft.ts";
import type { useEditor } from "./editor-context.tsx";
import { type Fault, faultsOf, isLive, partAt, type Section, sectionOf } from "./faults.ts";
import { forget, keep } from "./kept-draft.ts";

/** The draft with its history, kept in this browser while unsaved, and the open part of the form. */
export function useEditorState(opened: EditorStart) {
  const { draft: start, stored, place } = opened;
  const [history, step] = useReducer(stepped as (history: History<Draft>, step: Step<Draft>) => History<Draft>, startOf(start));
  const draft = history.present;
  const [baseVersion, setBaseVersion] = useState(opened.baseVersion);
  /** The stored definition as JSON. A draft that differs from it is unsaved. */
  const [saved, setSaved] = useState(() => JSON.stringify(stored ?? null));
  const isUnsaved = useMemo(() => JSON.stringify(definitionOf(draft)) !== saved, [draft, saved]);
  const [isKeepable, setKeepable] = useState(true);
  useEffect(() => {
    if (!isUnsaved) return forget(place);
    const now = () => setKeepable(keep(place, draft, baseVersion));
    const soon = setTimeout(now, 300);
    window.addEventListener("pagehide", now);
    return () => {
      clearTimeout(soon);
      window.removeEventListener("pagehide", now);
    };
  }, [isUnsaved, place, draft, baseVersion]);

  const [section, setSection] = useState<Section>("about");
  const [tableAt, showTable] = useState(0);
  const [listAt, showList] = useState(0);
  /** A new object for each jump, so that a second jump to the same place runs too. */
  const [target, setTarget] = useState<{ readonly where: string } | null>(null);
  // Runs as soon as the place is rendered. A delay would take the focus from an input that the person uses by then.
  useEffect(() => {
    if (target) focusPlace(target.where);
  }, [target]);
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<{ readonly draft: Draft; readonly fault: Fault } | null>(null);
  const looked = useDeferredValue(draft);
  const all = useMemo(() => faultsOf(looked), [looked]);
  const found = isTried ? all : all.filter(isLive);
  // The refusal of core-api is shown until the draft changes.
  const faults = refused?.draft === draft ? [refused.fault, ...found] : found;

  const jump = (where: string) => {
    setSection(sectionOf(where));
    // A part that was just added is not in this render's draft yet. It is the last one.
    const at = (kind: "tables" | "codeLists", parts: readonly { readonly name: string }[]) =>
      partAt(
        where,
        kind,
        parts.map(({ name }) => name),
      ) ?? parts.length;
    if (where.startsWith("tables.")) showTable(at("tables", draft.tables));
    if (where.startsWith("codeLists.")) showList(at("codeLists", draft.lists));
    setTarget({ where });
  };
  const editor: NonNullable<ReturnType<typeof useEditor>> = {
    draft,
    change: (to, about) => step({ kind: "change", to, about: about ?? null }),
    faults,
    isStored: opened.modelKey !== null || baseVersion !== null,
    tableAt: Math.min(tableAt, Math.max(0, draft.tables.length - 1)),
    listAt: Math.min(listAt, Math.max(0, draft.lists.length - 1)),
    showTable,
    showList,
    jump,
    target: target?.where ?? null,
  };
  return {
    editor,
    history,
    step,
    baseVersion,
    setBaseVersion,
    isUnsaved,
    isKeepable,
    markSaved: setSaved,
    section,
    setSection,
    setTried,
    setRefused,
  };
}

export interface EditorStart {
  readonly draft: Draft;
  /** The definition that core-api holds; null for a new model. */
  readonly stored: unknown;
  readonly baseVersion: number | null;
  /** The storage key of unsaved work. */
  readonly place: string;
  /** Null for a new model. */
  readonly modelKey: string | null;
}

/** Focuses the control of a place, or of the nearest place around it. */
function focusPlace(where: string): void {
  const parts = where.split(".");
  for (let count = parts.length; count > 0; count--) {
    const around = parts.slice(0, count).join(".");
    const found =
      document.querySelector<HTMLElement>(`[data-where="${CSS.escape(around)}"]`) ??
      document.querySelector<HTMLElement>(`[data-where^="${CSS.escape(`${around}.`)}"]`);
    if (!found) continue;
    for (let box = found.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
    found.focus();
    found.scrollIntoView({ block: "center" });
    return;
  }
}
