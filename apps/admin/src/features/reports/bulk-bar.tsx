"use client";
import type { QueuedReport } from "@archipel/contracts/reports.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Menu } from "@archipel/ui/menu.tsx";
import { ChevronDown, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { hasToReview } from "./act-queue.ts";
import type { DetailActions } from "./report-detail.tsx";
import { ReviewButtons } from "./review-bar.tsx";
import { useStatuses } from "./words.ts";

interface BulkBarProps {
  readonly chosen: readonly QueuedReport[];
  readonly actions: DetailActions;
  readonly onClear: () => void;
  readonly onMerge: () => void;
}

/** Acts on all ticked reports: on every one, or on none when one is refused. */
export function BulkBar({ chosen, actions, onClear, onMerge }: BulkBarProps) {
  const t = useTranslations("moderation.bulk");
  const ta = useTranslations("moderation.acts");
  const { label, active } = useStatuses();
  return (
    <div role="toolbar" aria-label={t("label")} className="flex flex-wrap items-center gap-2 rounded-card bg-accent-soft px-4 py-2">
      <p role="status" className="figures flex-1 basis-full font-medium sm:basis-40">
        {t("chosen", { count: chosen.length })}
      </p>
      {chosen.some(hasToReview) && (
        <ReviewButtons actions={actions} hasFiles={chosen.some(({ review, files }) => review !== "passed" && files > 0)} isRefusable />
      )}
      <Menu
        trigger={
          <Button>
            {ta("status")}
            <ChevronDown aria-hidden className="size-4" />
          </Button>
        }
        entries={active.map((status) => ({ kind: "action", label: label(status), onSelect: () => actions.setStatus(status) }))}
      />
      <Button onClick={actions.assignMe}>{ta("assignMe")}</Button>
      <Button onClick={actions.assign}>{ta("assign")}</Button>
      <Button onClick={actions.snooze}>{ta("snooze")}</Button>
      <Button onClick={actions.hide}>{ta(chosen.every(({ isHidden }) => isHidden) ? "show" : "hide")}</Button>
      <Button onClick={onMerge} {...(chosen.length < 2 && { disabledReason: t("mergeNeedsTwo") })}>
        {t("merge")}
      </Button>
      <Button tone="quiet" isSquare aria-label={t("clear")} onClick={onClear}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
