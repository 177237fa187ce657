"use client";
import type { ContributionStatus, ContributionSummary } from "@archipel/contracts/contributions.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useNow } from "../../kit/use-now.ts";

const TONES: Record<ContributionStatus, BadgeTone> = {
  draft: "neutral",
  submitted: "accent",
  "changes-requested": "warning",
  conflicting: "danger",
  merged: "success",
  rejected: "neutral",
  withdrawn: "neutral",
};

export function ContributionStatusBadge({ status }: { readonly status: ContributionStatus }) {
  const t = useTranslations("admin.contributions.status");
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}

/** "2 additions, 1 change". */
export function useEditCounts(): (edits: ContributionSummary["edits"]) => string {
  const t = useTranslations("admin.contributions.counts");
  return (edits) => {
    const parts = (["inserted", "updated", "deleted"] as const)
      .filter((kind) => edits[kind] > 0)
      .map((kind) => t(kind, { count: edits[kind] }));
    return parts.length === 0 ? t("none") : parts.join(", ");
  };
}

/** The author's name. Contributions remain after their author's account is deleted. */
export function useAuthorName(): (name: string | null) => string {
  const t = useTranslations("admin.contributions");
  return (name) => name ?? t("someone");
}

/** When its status last changed, in words. */
export function useMoment(): (contribution: ContributionSummary) => string {
  const t = useTranslations("admin.contributions");
  const locale = useLocale();
  const now = useNow();
  return ({ status, createdAt, submittedAt, decidedAt }) => {
    if (decidedAt && (status === "merged" || status === "rejected")) return t("decidedAgo", { ago: formatAgo(locale, decidedAt, now) });
    if (submittedAt) return t("sentAgo", { ago: formatAgo(locale, submittedAt, now) });
    return t("createdAgo", { ago: formatAgo(locale, createdAt, now) });
  };
}
