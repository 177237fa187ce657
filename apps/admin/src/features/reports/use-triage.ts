"use client";
import type { ModeratedReport, QueuedReport, ReportStatus, SimilarReport } from "@archipel/contracts/reports.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMe } from "../../kit/current-community.tsx";
import { hasToReview, survivorOf } from "./act-queue.ts";
import { likelyDuplicates } from "./duplicates.tsx";
import type { DetailActions } from "./report-detail.tsx";
import type { Writing } from "./report-discussion.tsx";
import type { Asked } from "./triage-dialogs.tsx";
import type { useCursor } from "./use-cursor.ts";
import type { ReportActs } from "./use-report-acts.ts";
import { EXPLAINED, useStatuses } from "./words.ts";

interface Triaged {
  readonly acts: ReportActs;
  readonly cursor: ReturnType<typeof useCursor>;
  /** The open report, from its row or its detail. */
  readonly current: QueuedReport | ModeratedReport | undefined;
  readonly detail: ModeratedReport | undefined;
  readonly similar: readonly SimilarReport[];
  /** Ticked reports. When there are some, acts change them, not the current one. */
  readonly chosen: readonly QueuedReport[];
}

/** The actions of a moderator on reports: those done at once, and those that open a dialog first. */
export function useTriage({ acts, cursor, current, detail, similar, chosen }: Triaged) {
  const t = useTranslations("moderation");
  const me = useMe();
  const { active } = useStatuses();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [writing, setWriting] = useState<Writing>(null);
  const { currentId } = cursor;
  const about = chosen.length > 0 ? chosen : current ? [current] : [];
  const allowed = chosen.length > 0 || !detail ? active : detail.nextStatuses;

  const after = (act: () => void) => {
    act();
    cursor.clear();
    setWriting(null);
  };
  const ask = (next: Asked) => {
    // A dialog returns the focus to where it came from. When nothing has the focus, that must be the current row.
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
  const merge = (other: SimilarReport) => {
    const into = current && survivorOf([current, other]);
    if (into) ask({ kind: "merge", into, about: [into.id === other.id ? current : other] });
  };
  const review = (decision: "publish" | "publish-without-files") => {
    const reports = about.filter((one) => hasToReview(one) || one.review === "refused");
    if (reports.length > 0) after(() => acts.review(reports, decision));
  };
  const actions: DetailActions = {
    accept: () => {
      if (!current?.hasProposedEdit) return;
      const onSend = (_: ReportStatus, message: string) => after(() => acts.accept(current, message));
      const title = t("answer.acceptTitle", { number: current.number });
      ask({ kind: "answer", answering: { title, status: "valid", statuses: ["valid"], isAccept: true, onSend } });
    },
    answer: () => answer(allowed.find((status) => status === "valid") ?? allowed[0], allowed),
    setStatus: (status) => {
      if (about.length === 0 || !allowed.includes(status)) return;
      if (EXPLAINED.includes(status)) answer(status, [status]);
      else after(() => acts.setStatus(about, status, ""));
    },
    assignMe: () => after(() => acts.assign(about, me)),
    assign: () => ask({ kind: "assign", about }),
    snooze: () => ask({ kind: "snooze", about }),
    hide: () => after(() => acts.hide(about, !about.every(({ isHidden }) => isHidden))),
    publish: () => review("publish"),
    publishWithoutFiles: () => review("publish-without-files"),
    refuse: () => {
      const reports = about.filter(hasToReview);
      if (reports.length === 0) return;
      ask({ kind: "refuse", count: reports.length, onRefuse: (reason) => after(() => acts.review(reports, "refuse", reason)) });
    },
    merge,
  };
  return {
    asked,
    closeDialog: () => setAsked(null),
    writing,
    setWriting,
    actions,
    /** Merges the ticked reports into one of them, or the current one with its most likely duplicate. */
    mergeChosen: () => {
      const into = survivorOf(chosen);
      if (chosen.length > 1 && into) ask({ kind: "merge", into, about: chosen.filter(({ id }) => id !== into.id) });
      else if (likely[0]) merge(likely[0]);
    },
    undo: () => {
      const back = acts.undo();
      if (back?.reportIds[0]) cursor.go(back.reportIds[0]);
    },
  };
}

export type Triage = ReturnType<typeof useTriage>;
