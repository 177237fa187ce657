"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode, RefObject } from "react";
import { BulkBar } from "./bulk-bar.tsx";
import { QueueRows } from "./queue-rows.tsx";
import type { useCursor } from "./use-cursor.ts";
import type { Triage } from "./use-triage.ts";

/** The loaded rows of the queue. */
export interface QueuePage {
  readonly rows: readonly QueuedReport[];
  readonly total: number;
  /** Loads more rows; undefined when there are no more. */
  readonly onMore: (() => void) | undefined;
}

interface QueueListProps {
  /** The rows with all acts applied, also those that are not sent yet. */
  readonly rows: readonly QueuedReport[];
  readonly page: QueuePage;
  readonly chosen: readonly QueuedReport[];
  readonly cursor: ReturnType<typeof useCursor>;
  readonly triage: Triage;
  readonly listRef: RefObject<HTMLOListElement | null>;
  readonly onOpen: (id: string) => void;
  readonly empty: ReactNode;
}

/** How many reports are shown, the actions on ticked ones, and the rows. */
export function QueueList({ rows, page, chosen, cursor, triage, listRef, onOpen, empty }: QueueListProps) {
  const t = useTranslations("moderation");
  const tc = useTranslations("common.actions");
  return (
    <>
      <p className="figures text-ink-muted text-small">{t("progress", { count: rows.length, total: Math.max(page.total, rows.length) })}</p>
      {chosen.length > 0 && <BulkBar chosen={chosen} actions={triage.actions} onClear={cursor.clear} onMerge={triage.mergeChosen} />}
      {rows.length === 0 ? (
        empty
      ) : (
        <QueueRows
          rows={rows}
          currentId={cursor.currentId}
          selected={cursor.selected}
          listRef={listRef}
          onFocus={cursor.go}
          onOpen={onOpen}
          onSelect={cursor.select}
        />
      )}
      {page.onMore && (
        <Button className="self-center" onClick={page.onMore}>
          {tc("showMore")}
        </Button>
      )}
    </>
  );
}
