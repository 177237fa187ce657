"use client";
import type { QueuedReport, ReportFilter } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useRef } from "react";
import { useApi } from "../../api/api.ts";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { KeysSheet } from "../../kit/keyboard/keys-sheet.tsx";
import { withActs } from "./act-queue.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { QueueRows } from "./queue-rows.tsx";
import { ReportDetail } from "./report-detail.tsx";
import { TriageDialogs } from "./triage-dialogs.tsx";
import { TRIAGE_KEYS } from "./triage-keys.ts";
import { TriageNotes, UndoBar } from "./undo-bar.tsx";
import { useAhead } from "./use-ahead.ts";
import { useCursor } from "./use-cursor.ts";
import { useOpenedReport } from "./use-opened-report.ts";
import { useReportActs } from "./use-report-acts.ts";
import { useTriage } from "./use-triage.ts";
import { useTriageShortcuts } from "./use-triage-shortcuts.ts";

const QueueMap = dynamic(() => import("./queue-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-72 lg:h-96" /> });

/** Ten props: the page holds the filter, the map and the keys' sheet beside the queue, whose buttons are in the page's own header. */
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

/** The list, the current report beside it, and the keys that act on it. Over 100 lines: most of them are the layout of these parts. */
export function Queue(props: QueueProps) {
  const { rows: answered, total, filter, initialId, isMapShown, areKeysShown, onKeys, searchRef, onMore, empty } = props;
  const t = useTranslations("triage");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const acts = useReportActs();
  const list = useRef<HTMLOListElement>(null);
  const panel = useRef<HTMLElement>(null);
  const rows = withActs(answered, acts.acts, filter, me.id, new Date());
  const cursor = useCursor(rows, initialId, list);
  const { currentId, selected } = cursor;
  const opened = useOpenedReport(currentId, initialId, cursor.go);
  const input = { communityId, reportId: currentId ?? "" };
  const detail = useQuery({ ...api.reports.get.queryOptions(input), enabled: currentId !== null }).data;
  const similar = useQuery({ ...api.reports.similarTo.queryOptions(input), enabled: currentId !== null }).data ?? [];
  const row = rows.find(({ id }) => id === currentId);
  const current = row ?? detail;
  const chosen = rows.filter(({ id }) => selected.includes(id));
  const triage = useTriage({ acts, cursor, current, detail, similar, chosen });
  const { actions } = triage;
  useAhead(rows, currentId, onMore);
  useTriageShortcuts({
    triage,
    cursor,
    current,
    onOpen: opened.open,
    onSearch: () => searchRef.current?.focus(),
    onHelp: () => onKeys(true),
  });
  const open = (id: string) => {
    cursor.go(id);
    opened.open(id);
    panel.current?.focus({ preventScroll: true });
    // On a narrow screen the detail comes in the list's place: its beginning is what one wants to see.
    if (window.matchMedia("(max-width: 1023px)").matches) requestAnimationFrame(() => panel.current?.scrollIntoView({ block: "start" }));
  };
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
                onStatus={actions.setStatus}
                onAssignMe={actions.assignMe}
                onAssign={actions.assign}
                onSnooze={actions.snooze}
                onHide={actions.hide}
                onMerge={triage.mergeChosen}
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
                writing={triage.writing}
                onWrite={triage.setWriting}
                onOpen={open}
                onBack={opened.close}
                panelRef={panel}
              />
            )}
          </div>
        </div>
      )}
      <TriageDialogs asked={triage.asked} acts={acts} onClose={triage.closeDialog} onMerged={cursor.clear} />
      <KeysSheet keys={TRIAGE_KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} open={areKeysShown} onOpenChange={onKeys} />
      <UndoBar acts={acts} onUndo={triage.undo} />
    </>
  );
}
