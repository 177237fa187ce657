"use client";
import type { ReportFilter } from "@archipel/contracts/reports.ts";
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
import { QueueList, type QueuePage } from "./queue-list.tsx";
import { ReportDetail } from "./report-detail.tsx";
import { TriageDialogs } from "./triage-dialogs.tsx";
import { TRIAGE_KEYS } from "./triage-keys.ts";
import { TriageNotes, UndoBar } from "./undo-bar.tsx";
import { useCursor } from "./use-cursor.ts";
import { useOpenedReport } from "./use-opened-report.ts";
import { usePreloadedReports } from "./use-preloaded-reports.ts";
import { useReportActs } from "./use-report-acts.ts";
import { useTriage } from "./use-triage.ts";
import { useTriageShortcuts } from "./use-triage-shortcuts.ts";

const QueueMap = dynamic(() => import("./queue-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-72 lg:h-96" /> });

interface QueueProps {
  readonly page: QueuePage;
  readonly filter: ReportFilter;
  readonly initialId: string | null;
  readonly isMapShown: boolean;
  /** The sheet of keyboard shortcuts, opened from the page's header. */
  readonly keysSheet: { readonly open: boolean; readonly onOpenChange: (isOpen: boolean) => void };
  readonly searchRef: RefObject<HTMLInputElement | null>;
  /** Shown when no report matches. */
  readonly empty: ReactNode;
}

/** The list, the current report beside it, and the keyboard shortcuts. */
export function Queue({ page, filter, initialId, isMapShown, keysSheet, searchRef, empty }: QueueProps) {
  const t = useTranslations("moderation");
  const api = useApi();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const acts = useReportActs();
  const list = useRef<HTMLOListElement>(null);
  const panel = useRef<HTMLElement>(null);
  const rows = withActs(page.rows, acts.acts, filter, me.id, new Date());
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
  usePreloadedReports(rows, currentId, page.onMore);
  useTriageShortcuts({
    triage,
    cursor,
    current,
    onOpen: opened.open,
    onSearch: () => searchRef.current?.focus(),
    onHelp: () => keysSheet.onOpenChange(true),
  });
  const open = (id: string) => {
    cursor.go(id);
    opened.open(id);
    panel.current?.focus({ preventScroll: true });
    // On a narrow screen the detail replaces the list, so that the page scrolls to its start.
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
            <QueueList rows={rows} page={page} chosen={chosen} cursor={cursor} triage={triage} listRef={list} onOpen={open} empty={empty} />
          </div>
          <div data-report-open={opened.isOpen || undefined} className={clsx("min-w-0", !opened.isOpen && "max-lg:hidden")}>
            {currentId && (
              <ReportDetail
                reportId={currentId}
                row={row}
                near={rows}
                acts={acts}
                triage={triage}
                onOpen={open}
                onBack={opened.close}
                panelRef={panel}
              />
            )}
          </div>
        </div>
      )}
      <TriageDialogs asked={triage.asked} acts={acts} onClose={triage.closeDialog} onMerged={cursor.clear} />
      <KeysSheet keys={TRIAGE_KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} {...keysSheet} />
      <UndoBar acts={acts} onUndo={triage.undo} />
    </>
  );
}
