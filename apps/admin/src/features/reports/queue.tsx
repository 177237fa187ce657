"use client";
import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { QueuedReport, ReportFilter, ReportStatus, SimilarReport } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { KeysSheet } from "../../kit/keyboard/keys-sheet.tsx";
import { useShortcuts } from "../../kit/keyboard/shortcuts.ts";
import { survivorOf, withActs } from "./act-queue.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { likelyDuplicates } from "./duplicates.tsx";
import { QueueRows } from "./queue-rows.tsx";
import { type DetailActions, ReportDetail } from "./report-detail.tsx";
import type { Writing } from "./talk.tsx";
import { type Asked, TriageDialogs } from "./triage-dialogs.tsx";
import { TRIAGE_KEYS } from "./triage-keys.ts";
import { TriageNotes, UndoBar } from "./undo-bar.tsx";
import { useCursor } from "./use-cursor.ts";
import { useOpenedReport } from "./use-opened-report.ts";
import { useReportActs } from "./use-report-acts.ts";
import { EXPLAINED, keyOf, useStatuses } from "./words.ts";

const QueueMap = dynamic(() => import("./queue-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-72 lg:h-96" /> });
const PRELOADED = 3;

interface QueueProps {
  readonly rows: readonly QueuedReport[];
  readonly total: number;
  readonly filter: ReportFilter;
  readonly initialId: string | null;
  readonly isMapShown: boolean;
  readonly areKeysShown: boolean;
  readonly onKeys: (isOpen: boolean) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** More rows than these wait: called when few are left. */
  readonly onMore: (() => void) | undefined;
  /** Shown when there is none. */
  readonly empty: ReactNode;
}

/** The list, the current report beside it, and the keys that act on it. */
export function Queue({
  rows: answered,
  total,
  filter,
  initialId,
  isMapShown,
  areKeysShown,
  onKeys,
  searchRef,
  onMore,
  empty,
}: QueueProps) {
  const t = useTranslations("triage");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const queryClient = useQueryClient();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const acts = useReportActs();
  const { active } = useStatuses();
  const list = useRef<HTMLOListElement>(null);
  const panel = useRef<HTMLElement>(null);
  const rows = withActs(answered, acts.acts, filter, me.id, new Date());
  const cursor = useCursor(rows, initialId, list);
  const { currentId, selected } = cursor;
  const opened = useOpenedReport(currentId, initialId, cursor.go);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [writing, setWriting] = useState<Writing>(null);
  const input = { communityId, reportId: currentId ?? "" };
  const detail = useQuery({ ...api.reports.get.queryOptions(input), enabled: currentId !== null }).data;
  const similar = useQuery({ ...api.reports.similarTo.queryOptions(input), enabled: currentId !== null }).data ?? [];
  const row = rows.find(({ id }) => id === currentId);
  const current = row ?? detail;
  const chosen = rows.filter(({ id }) => selected.includes(id));
  const about = chosen.length > 0 ? chosen : current ? [current] : [];
  const ticked = chosen.length > 0;

  const at = rows.findIndex(({ id }) => id === currentId);
  const ahead = rows
    .slice(at + 1, at + 1 + PRELOADED)
    .map(({ id }) => id)
    .join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the rows ahead change
  useEffect(() => {
    for (const reportId of ahead.split(",").filter(Boolean)) {
      void queryClient.prefetchQuery(api.reports.get.queryOptions({ communityId, reportId }));
      // A merge asked for as soon as the report is read would be lost before its duplicates are known.
      void queryClient.prefetchQuery(api.reports.similarTo.queryOptions({ communityId, reportId }));
    }
    if (rows.length - at < 15) onMore?.();
  }, [ahead]);

  const open = (id: string) => {
    cursor.go(id);
    opened.open(id);
    panel.current?.focus({ preventScroll: true });
    // On a narrow screen the detail comes in the list's place: its beginning is what one wants to see.
    if (window.matchMedia("(max-width: 1023px)").matches) requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "start" }));
  };
  const setStatus = (status: ReportStatus) => {
    const allowed = ticked || !detail ? active : detail.nextStatuses;
    if (about.length === 0 || !allowed.includes(status)) return;
    if (EXPLAINED.includes(status)) answer(status, [status]);
    else after(() => acts.setStatus(about, status, ""));
  };
  const after = (act: () => void) => {
    act();
    cursor.clear();
    setWriting(null);
  };
  const ask = (next: Asked) => {
    // A dialog gives the focus back to where it came from: a key pressed while nothing has it comes from the current row.
    if (document.activeElement === document.body && currentId) cursor.focusRow(currentId);
    setAsked(next);
  };
  const answer = (status: ReportStatus | undefined, statuses: readonly ReportStatus[]) => {
    if (!status) return;
    const onSend = (chosenStatus: ReportStatus, message: string) => after(() => acts.setStatus(about, chosenStatus, message));
    const title = t("answer.title", { count: about.length, number: about[0]?.number ?? 0 });
    ask({ kind: "answer", answering: { title, status, statuses, onSend } });
  };
  const likely = detail ? likelyDuplicates(detail, similar, acts.acts) : [];
  const mergeWith = (other: SimilarReport) => {
    const into = current && survivorOf([current, other]);
    if (into) ask({ kind: "merge", into, about: [into.id === other.id ? current : other] });
  };
  const mergeChosen = () => {
    const into = survivorOf(chosen);
    if (chosen.length > 1 && into) ask({ kind: "merge", into, about: chosen.filter(({ id }) => id !== into.id) });
    else if (likely[0]) mergeWith(likely[0]);
  };
  const actions: DetailActions = {
    accept: () => {
      if (!current?.hasProposedEdit) return;
      const onSend = (_: ReportStatus, message: string) => after(() => acts.accept(current, message));
      const title = t("answer.acceptTitle", { number: current.number });
      ask({ kind: "answer", answering: { title, status: "valid", statuses: ["valid"], isAccept: true, onSend } });
    },
    answer: () => {
      const statuses = ticked || !detail ? active : detail.nextStatuses;
      answer(statuses.find((status) => status === "valid") ?? statuses[0], statuses);
    },
    setStatus,
    assignMe: () => after(() => acts.assign(about, me)),
    assign: () => ask({ kind: "assign", about }),
    snooze: () => ask({ kind: "snooze", about }),
    hide: () => after(() => acts.hide(about, !about.every(({ isHidden }) => isHidden))),
    merge: mergeWith,
  };
  const undo = () => {
    const back = acts.undo();
    if (back?.reportIds[0]) cursor.go(back.reportIds[0]);
  };
  const withCurrent = (run: () => void) => (current ? run : undefined);
  const write = (kind: Writing) => () => {
    setWriting(kind);
    if (currentId) opened.open(currentId);
  };
  useShortcuts({
    j: () => cursor.move(1),
    k: () => cursor.move(-1),
    ...Object.fromEntries(reportStatuses.map((status) => [keyOf(status), withCurrent(() => setStatus(status))])),
    r: withCurrent(actions.answer),
    e: current?.hasProposedEdit ? actions.accept : undefined,
    a: withCurrent(actions.assignMe),
    A: withCurrent(actions.assign),
    s: withCurrent(actions.snooze),
    d: withCurrent(() => {
      const section = document.getElementById("duplicates");
      section?.scrollIntoView({ block: "center" });
      section?.focus({ preventScroll: true });
    }),
    m: mergeChosen,
    x: withCurrent(() => currentId && cursor.select(currentId, false)),
    X: withCurrent(() => currentId && cursor.select(currentId, true)),
    h: withCurrent(actions.hide),
    c: withCurrent(write("comment")),
    n: withCurrent(write("note")),
    z: undo,
    "/": () => searchRef.current?.focus(),
    "?": () => onKeys(true),
  });
  return (
    <>
      <TriageNotes acts={acts} />
      {isMapShown && rows.length > 0 && (
        <div className={clsx(opened.isOpen && "max-lg:hidden")}>
          <QueueMap rows={rows} currentId={currentId} onPick={open} />
        </div>
      )}
      {rows.length === 0 && !detail ? (
        empty
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(18rem,23rem)_minmax(0,1fr)]">
          <div
            className={clsx(
              "flex flex-col gap-2 lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto",
              opened.isOpen && "max-lg:hidden",
            )}
          >
            <p className="figures text-ink-muted text-small">
              {t("progress", { count: rows.length, total: Math.max(total, rows.length) })}
            </p>
            {chosen.length > 0 && (
              <BulkBar
                chosen={chosen}
                onClear={cursor.clear}
                onStatus={setStatus}
                onAssignMe={actions.assignMe}
                onAssign={actions.assign}
                onSnooze={actions.snooze}
                onHide={actions.hide}
                onMerge={mergeChosen}
              />
            )}
            {rows.length === 0 ? (
              empty
            ) : (
              <QueueRows
                rows={rows}
                currentId={currentId}
                selected={selected}
                listRef={list}
                onFocus={cursor.go}
                onOpen={open}
                onSelect={cursor.select}
              />
            )}
            {onMore && (
              <Button className="self-center" onClick={onMore}>
                {tc("showMore")}
              </Button>
            )}
          </div>
          <div data-report-open={opened.isOpen || undefined} className={clsx("min-w-0", !opened.isOpen && "max-lg:hidden")}>
            {currentId && (
              <ReportDetail
                reportId={currentId}
                row={row}
                near={rows}
                acts={acts}
                actions={actions}
                writing={writing}
                onWrite={setWriting}
                onOpen={open}
                onBack={opened.close}
                panelRef={panel}
              />
            )}
          </div>
        </div>
      )}
      <TriageDialogs asked={asked} acts={acts} onClose={() => setAsked(null)} onMerged={cursor.clear} />
      <KeysSheet keys={TRIAGE_KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} open={areKeysShown} onOpenChange={onKeys} />
      <UndoBar acts={acts} onUndo={undo} />
    </>
  );
}
