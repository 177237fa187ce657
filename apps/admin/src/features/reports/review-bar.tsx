"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Ban, Eye, ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { hasToReview } from "./act-queue.ts";

/** The three decisions of a review. Each acts on the open report or on all ticked ones. */
export interface ReviewActions {
  readonly publish: () => void;
  readonly publishWithoutFiles: () => void;
  readonly refuse: () => void;
}

interface ReviewBarProps {
  readonly report: ModeratedReport;
  readonly actions: ReviewActions;
}

/** Says what the public does not see yet, or what nobody has read, and offers to publish or refuse it. */
export function ReviewBar({ report, actions }: ReviewBarProps) {
  const t = useTranslations("moderation.review");
  const isRefused = report.review === "refused";
  if (!hasToReview(report) && !isRefused) return null;
  const about = report.review === "passed" ? "message" : report.review;
  return (
    <Alert tone={about === "unseen" ? "info" : "warning"} title={t(`bar.${about}`, { count: report.entriesToReview.length })}>
      <div role="toolbar" aria-label={t("label")} className="mt-2 flex flex-wrap gap-2">
        <ReviewButtons
          actions={actions}
          hasFiles={report.review !== "passed" && report.attachments.some(({ isHidden }) => !isHidden)}
          isRefusable={hasToReview(report)}
        />
      </div>
    </Alert>
  );
}

interface ReviewButtonsProps {
  readonly actions: ReviewActions;
  readonly hasFiles: boolean;
  readonly isRefusable: boolean;
}

export function ReviewButtons({ actions, hasFiles, isRefusable }: ReviewButtonsProps) {
  const t = useTranslations("moderation.review");
  return (
    <>
      <Button aria-keyshortcuts="p" onClick={actions.publish}>
        <Eye aria-hidden className="size-4" />
        {t("publish")}
      </Button>
      {hasFiles && (
        <Button aria-keyshortcuts="Shift+P" onClick={actions.publishWithoutFiles}>
          <ImageOff aria-hidden className="size-4" />
          {t("publishWithoutFiles")}
        </Button>
      )}
      {isRefusable && (
        <Button aria-keyshortcuts="Shift+R" onClick={actions.refuse}>
          <Ban aria-hidden className="size-4" />
          {t("refuse")}
        </Button>
      )}
    </>
  );
}
