"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { PlainImage } from "@archipel/ui/plain-image.tsx";
import { MapPin, MessageSquare, PencilLine } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { links } from "../../links.ts";
import { ReportAge, ReportStatusBadge, ReportTimes } from "./report-words.tsx";
import { useText } from "./words.ts";

interface QueueRowsProps {
  readonly rows: readonly QueuedReport[];
  readonly currentId: string | null;
  readonly selected: readonly string[];
  readonly listRef: RefObject<HTMLOListElement | null>;
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onSelect: (id: string, isRange: boolean) => void;
}

/** The rows of the queue. Keyboard shortcuts act on the current one; ticked ones are changed together. */
export function QueueRows({ rows, currentId, selected, listRef, onFocus, onOpen, onSelect }: QueueRowsProps) {
  const t = useTranslations("moderation");
  return (
    <ol ref={listRef} aria-label={t("list")} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {rows.map((row) => {
        const isCurrent = row.id === currentId;
        const isSelected = selected.includes(row.id);
        return (
          <li
            key={row.id}
            data-current={isCurrent || undefined}
            className="group flex items-start border-transparent border-l-4 data-current:border-accent data-current:bg-accent-soft"
          >
            <label className="flex min-h-11 cursor-pointer items-start py-3 pr-1 pl-3">
              <input
                ref={hearEarly}
                type="checkbox"
                className="mt-0.5 size-5"
                checked={isSelected}
                onClick={(event) => onSelect(row.id, event.shiftKey)}
                onChange={() => {}}
                aria-label={t("select", { number: row.number })}
              />
            </label>
            <button
              type="button"
              data-row={row.id}
              aria-current={isCurrent || undefined}
              onFocus={() => onFocus(row.id)}
              onClick={() => onOpen(row.id)}
              className="flex min-w-0 flex-1 items-start gap-3 py-3 pr-3 pl-2 text-left text-ink hover:bg-sunken focus-visible:-outline-offset-2"
            >
              <RowContent row={row} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function RowContent({ row }: { readonly row: QueuedReport }) {
  const t = useTranslations("moderation");
  const text = useText();
  const where = row.featureLabel ?? row.datasetTitle;
  return (
    <>
      {row.thumbnailPath ? (
        <PlainImage
          src={links.reportFile(row.thumbnailPath)}
          alt=""
          loading="lazy"
          className="size-14 shrink-0 rounded-control bg-sunken object-cover"
        />
      ) : (
        <span
          aria-hidden
          className="flex size-14 shrink-0 max-sm:hidden items-center justify-center rounded-control bg-sunken text-ink-muted"
        >
          <MapPin className="size-5" />
        </span>
      )}
      <span className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="flex flex-wrap items-start justify-between gap-x-2 gap-y-1">
          <span className="figures whitespace-nowrap text-ink-muted group-data-current:text-ink text-small">
            {t("number", { number: row.number })} · <ReportAge at={row.createdAt} />
          </span>
          <ReportStatusBadge status={row.status} />
        </span>
        <span className="line-clamp-2 break-words font-medium">{row.body}</span>
        <span className="text-small">
          {text(row.themeName) || t("noTheme")}
          {where && <span className="text-ink-muted group-data-current:text-ink"> · {where}</span>}
        </span>
        <ReportTimes report={row} isAgeShown={false} />
        <span className="flex flex-wrap items-center gap-x-3 text-ink-muted group-data-current:text-ink text-small">
          <span>{row.assigneeName ?? t("nobody")}</span>
          {row.hasProposedEdit && (
            <span className="inline-flex items-center gap-1 text-accent-ink">
              <PencilLine aria-hidden className="size-3.5" />
              {t("proposesEdit")}
            </span>
          )}
          {row.comments > 0 && (
            <span className="figures inline-flex items-center gap-1">
              <MessageSquare aria-hidden className="size-3.5" />
              <span className="sr-only">{t("comments", { count: row.comments })}</span>
              <span aria-hidden>{row.comments}</span>
            </span>
          )}
        </span>
      </span>
    </>
  );
}
