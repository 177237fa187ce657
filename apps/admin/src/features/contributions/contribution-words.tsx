"use client";
import type { ContributionStatus, ContributionSummary } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { formatAgo, formatDate, formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Badge, type BadgeTone } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";

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

/** Who made it; accounts that are gone leave their work behind. */
export function useAuthorName(): (name: string | null) => string {
  const t = useTranslations("admin.contributions");
  return (name) => name ?? t("someone");
}

/** When it last moved on, in words. */
export function useMoment(): (contribution: ContributionSummary) => string {
  const t = useTranslations("admin.contributions");
  const locale = useLocale();
  return ({ status, createdAt, submittedAt, decidedAt }) => {
    const now = new Date();
    if (decidedAt && (status === "merged" || status === "rejected")) return t("decidedAgo", { ago: formatAgo(locale, decidedAt, now) });
    if (submittedAt) return t("sentAgo", { ago: formatAgo(locale, submittedAt, now) });
    return t("createdAgo", { ago: formatAgo(locale, createdAt, now) });
  };
}

type Value = string | number | boolean | null | undefined;

/** An attribute as people read it; null when there is none. */
export function useValueText(): (value: Value, type: LayerField["type"] | undefined) => string | null {
  const t = useTranslations("common");
  const locale = useLocale();
  return (value, type) => {
    if (value === null || value === undefined || value === "") return null;
    if (typeof value === "boolean") return t(value ? "states.yes" : "states.no");
    if (typeof value === "number") return formatNumber(locale, value, 10);
    if (type === "date") return formatDate(locale, value, "medium");
    if (type === "datetime") return formatDateTime(locale, value);
    return value;
  };
}

export function fieldName(fields: readonly LayerField[], column: string): string {
  const field = fields.find((one) => one.column === column);
  return field?.label || field?.name || column;
}
