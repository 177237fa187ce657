"use client";
import type { ReportStatus, ReviewDecision, ReviewState } from "@archipel/contracts/reports.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi, useApiClient } from "../../api/api.ts";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import type { Act, Patch } from "./act-queue.ts";
import { useActs } from "./use-acts.ts";
import { useStatuses } from "./words.ts";

interface Named {
  readonly id: string;
  readonly number: number;
}
interface Reviewed extends Named {
  readonly review: ReviewState;
  readonly entriesToReview: readonly string[];
}

/** An accepted edit that is not merged. `conflicting`: somebody must resolve a conflict; `submitted`: others must approve too. */
export interface UnmergedEdit {
  readonly outcome: "conflicting" | "submitted";
  readonly number: number;
  readonly contributionId: string;
}

/** All acts on one or several reports, each with a text that says what was done. */
export function useReportActs() {
  const t = useTranslations("moderation.done");
  const locale = useLocale();
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const { label } = useStatuses();
  const queue = useActs();
  /** The last accepted edit, when it could not be merged at once. */
  const [unmerged, setUnmerged] = useState<UnmergedEdit | null>(null);

  const perform = (reports: readonly Named[], patch: Patch, words: string, send: () => Promise<unknown>, also: Pick<Act, "apart"> = {}) => {
    setUnmerged(null);
    if (reports.length > 0) queue.perform({ reportIds: reports.map(({ id }) => id), patch, words, send, ...also });
  };
  type Change = Omit<Parameters<typeof client.reports.change.mutate>[0], "communityId" | "reportIds">;
  const change = (reports: readonly Named[], patch: Patch, part: Change, words: string) =>
    perform(reports, patch, words, () => client.reports.change.mutate({ communityId, reportIds: reports.map(({ id }) => id), ...part }));
  const of = (reports: readonly Named[]) => ({ count: reports.length, number: reports[0]?.number ?? 0 });
  const refreshOne = (reportId: string) =>
    Promise.all([
      queryClient.invalidateQueries(api.reports.get.queryFilter({ communityId, reportId })),
      queryClient.invalidateQueries(api.reports.list.pathFilter()),
    ]);

  return {
    ...queue,
    unmerged,
    refreshOne,
    setStatus: (reports: readonly Named[], status: ReportStatus, message: string) =>
      change(
        reports,
        { status, ...(status !== "submit" && { snoozedUntil: null }) },
        { status, ...(message && { message }) },
        t("status", { ...of(reports), status: label(status) }),
      ),
    assign: (reports: readonly Named[], assignee: { readonly id: string; readonly name: string } | null) =>
      change(
        reports,
        { assigneeId: assignee?.id ?? null, assigneeName: assignee?.name ?? null },
        { assigneeId: assignee?.id ?? null },
        assignee
          ? t(assignee.id === me.id ? "assignedMe" : "assigned", { ...of(reports), name: assignee.name })
          : t("unassigned", of(reports)),
      ),
    snooze: (reports: readonly Named[], until: Date | null) =>
      change(
        reports,
        { snoozedUntil: until },
        { snoozedUntil: until },
        until ? t("snoozed", { ...of(reports), date: formatDate(locale, until, "medium") }) : t("unsnoozed", of(reports)),
      ),
    setDue: (reports: readonly Named[], dueAt: Date | null) => change(reports, { dueAt }, { dueAt }, t("due", of(reports))),
    setTheme: (reports: readonly Named[], theme: { readonly id: string; readonly name: Localized } | null) =>
      change(
        reports,
        { themeId: theme?.id ?? null, themeName: theme?.name ?? null },
        { themeId: theme?.id ?? null },
        t("theme", of(reports)),
      ),
    hide: (reports: readonly Named[], isHidden: boolean) =>
      change(reports, { isHidden }, { isHidden }, t(isHidden ? "hidden" : "shown", of(reports))),
    /** Publishes or refuses the reports that wait for it, and the messages that the moderator sees. */
    review: (reports: readonly Reviewed[], decision: ReviewDecision, reason = "") => {
      const isRefused = decision === "refuse";
      const whole = reports.filter(({ review }) => review === "held" || review === "unseen" || (review === "refused" && !isRefused));
      const input = {
        communityId,
        decision,
        reason,
        reportIds: whole.map(({ id }) => id),
        entryIds: reports.flatMap(({ entriesToReview }) => entriesToReview),
      };
      const patch: Patch = { entriesToReview: [], ...(whole.length === reports.length && { review: isRefused ? "refused" : "passed" }) };
      perform(reports, patch, t(`review.${decision}`, of(reports)), () => client.reports.review.mutate(input));
    },
    merge: (into: Named, reports: readonly Named[]) =>
      perform(reports, { isGone: true }, t("merged", { ...of(reports), into: into.number }), () =>
        client.reports.merge.mutate({ communityId, intoId: into.id, reportIds: reports.map(({ id }) => id) }),
      ),
    markDifferent: (report: Named, other: Named) =>
      perform(
        [report],
        {},
        t("apart", { number: report.number, other: other.number }),
        () => client.reports.markApart.mutate({ communityId, reportId: report.id, otherId: other.id, isApart: true }),
        { apart: [report.id, other.id] },
      ),
    accept: (report: Named, message: string) =>
      perform([report], { status: "valid", snoozedUntil: null }, t("accepted", of([report])), async () => {
        const answer = await client.reports.accept.mutate({ communityId, reportId: report.id, message });
        if (answer.outcome !== "accepted") setUnmerged({ ...answer, number: report.number });
        await queryClient.invalidateQueries(api.contributions.pathFilter());
      }),
  };
}

export type ReportActs = ReturnType<typeof useReportActs>;
