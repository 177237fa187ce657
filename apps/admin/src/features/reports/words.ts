"use client";
import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import type { Localized } from "@archipel/contracts/text.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import type { BadgeTone } from "@archipel/ui/badge.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

export const STATUS_TONES: Record<ReportStatus, BadgeTone> = {
  submit: "accent",
  pending0: "warning",
  pending: "info",
  pending1: "info",
  pending2: "info",
  valid: "success",
  valid0: "success",
  reject: "neutral",
  reject0: "neutral",
};

/** Statuses that reject a report or change nothing. The reporter should read why. */
export const EXPLAINED: readonly ReportStatus[] = ["valid0", "reject", "reject0"];

/** The digit that sets a status, the same everywhere. */
export function keyOf(status: ReportStatus): string {
  return String(reportStatuses.indexOf(status) + 1);
}

/** Texts of the community in the reader's language, else in the other. */
export function useText(): (words: Localized | null | undefined) => string {
  const locale = useLocale();
  return (words) => wordsIn(locale, words);
}

/** The community's names of the statuses, and the statuses that it uses. */
export function useStatuses() {
  const t = useTranslations("common.reportStatuses");
  const api = useApi();
  const text = useText();
  const { id: communityId } = useCommunity();
  const settings = useQuery(api.reports.settings.queryOptions({ communityId }, { staleTime: 60_000 })).data;
  return {
    label: (status: ReportStatus) => text(settings?.statuses[status]?.label) || t(status),
    active: reportStatuses.filter((status) => settings?.statuses[status]?.isActive !== false),
  };
}
