"use client";
import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { useShortcuts } from "../../kit/keyboard/shortcuts.ts";
import type { Writing } from "./report-discussion.tsx";
import type { useCursor } from "./use-cursor.ts";
import type { Triage } from "./use-triage.ts";
import { keyOf } from "./words.ts";

interface TriageShortcuts {
  readonly triage: Triage;
  readonly cursor: ReturnType<typeof useCursor>;
  /** Undefined while no report is open: shortcuts that act on it do nothing. */
  readonly current: Pick<QueuedReport, "hasProposedEdit" | "review" | "entriesToReview"> | undefined;
  readonly onOpen: (id: string) => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

/** The keyboard shortcuts of `TRIAGE_KEYS`. */
export function useTriageShortcuts({ triage, cursor, current, onOpen, onSearch, onHelp }: TriageShortcuts): void {
  const { actions } = triage;
  const { currentId } = cursor;
  const withCurrent = (run: () => void) => (current ? run : undefined);
  const write = (kind: Writing) => () => {
    triage.setWriting(kind);
    if (currentId) onOpen(currentId);
  };
  useShortcuts({
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    ...Object.fromEntries(reportStatuses.map((status) => [keyOf(status), withCurrent(() => actions.setStatus(status))])),
    r: withCurrent(actions.answer),
    e: current?.hasProposedEdit ? actions.accept : undefined,
    a: withCurrent(actions.assignMe),
    A: withCurrent(actions.assign),
    s: withCurrent(actions.snooze),
    d: withCurrent(showDuplicates),
    m: triage.mergeChosen,
    x: withCurrent(() => currentId && cursor.select(currentId, false)),
    X: withCurrent(() => currentId && cursor.select(currentId, true)),
    p: withCurrent(actions.publish),
    P: withCurrent(actions.publishWithoutFiles),
    R: withCurrent(actions.refuse),
    h: withCurrent(actions.hide),
    c: withCurrent(write("comment")),
    n: withCurrent(write("note")),
    z: triage.undo,
    "/": onSearch,
    "?": onHelp,
  });
}

function showDuplicates(): void {
  const section = document.getElementById("duplicates");
  section?.scrollIntoView({ block: "center" });
  section?.focus({ preventScroll: true });
}
