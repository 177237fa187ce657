"use client";
import type { QueuedReport, ReportStatus } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { ChevronDown, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useStatuses } from "./words.ts";

interface BulkBarProps {
  readonly chosen: readonly QueuedReport[];
  readonly onClear: () => void;
  readonly onStatus: (status: ReportStatus) => void;
  readonly onAssignMe: () => void;
  readonly onAssign: () => void;
  readonly onSnooze: () => void;
  readonly onHide: () => void;
  readonly onMerge: () => void;
}

/** Acts on all ticked reports: on every one, or on none when one is refused. */
export function BulkBar({ chosen, onClear, onStatus, onAssignMe, onAssign, onSnooze, onHide, onMerge }: BulkBarProps) {
  const t = useTranslations("moderation.bulk");
  const ta = useTranslations("moderation.acts");
  const { label, active } = useStatuses();
  return (
    <div role="toolbar" aria-label={t("label")} className="flex flex-wrap items-center gap-2 rounded-card bg-accent-soft px-4 py-2">
      <p role="status" className="figures flex-1 basis-full font-medium sm:basis-40">
        {t("chosen", { count: chosen.length })}
      </p>
      <Menu
        trigger={
          <Button>
            {ta("status")}
            <ChevronDown aria-hidden className="size-4" />
          </Button>
        }
        entries={active.map((status) => ({ kind: "action", label: label(status), onSelect: () => onStatus(status) }))}
      />
      <Button onClick={onAssignMe}>{ta("assignMe")}</Button>
      <Button onClick={onAssign}>{ta("assign")}</Button>
      <Button onClick={onSnooze}>{ta("snooze")}</Button>
      <Button onClick={onHide}>{ta(chosen.every(({ isHidden }) => isHidden) ? "show" : "hide")}</Button>
      <Button onClick={onMerge} {...(chosen.length < 2 && { disabledReason: t("mergeNeedsTwo") })}>
        {t("merge")}
      </Button>
      <Button tone="quiet" isSquare aria-label={t("clear")} onClick={onClear}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
