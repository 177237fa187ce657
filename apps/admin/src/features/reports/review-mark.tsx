"use client";
import type { QueuedReport, ReportEntry, ReviewState } from "@archipel/contracts/reports.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";

const TONES: Record<Exclude<ReviewState, "passed">, BadgeTone> = { held: "warning", unseen: "info", refused: "neutral" };

/** What of a report a moderator has yet to read, in its row. */
export function ReviewMark({ report }: { readonly report: Pick<QueuedReport, "review" | "entriesToReview"> }) {
  const t = useTranslations("moderation.review");
  const messages = report.entriesToReview.length;
  if (report.review === "passed" && messages === 0) return null;
  return (
    <span className="inline-flex items-center gap-1 text-warning">
      <Eye aria-hidden className="size-3.5" />
      {report.review === "passed" ? t("messages", { count: messages }) : t(`states.${report.review}`)}
    </span>
  );
}

/** Whether the public sees a message, where that is not certain; why it was refused. */
export function EntryReview({ entry }: { readonly entry: ReportEntry }) {
  const t = useTranslations("moderation.review");
  if (entry.review === "passed") return null;
  const { reason } = entry.detail;
  return (
    <p className="flex flex-wrap items-center gap-2 text-small">
      <Badge tone={TONES[entry.review]}>{t(`states.${entry.review}`)}</Badge>
      {typeof reason === "string" && <span>{t("because", { reason })}</span>}
    </p>
  );
}
