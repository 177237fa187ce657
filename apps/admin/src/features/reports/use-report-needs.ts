"use client";
import { Clock, Eye, type LucideIcon, MapPinned, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import type { Need } from "../../kit/need.ts";
import { links } from "../../links.ts";
import { addressOf, FIRST_CHOICE, type View } from "./queue-filter.ts";
import { useReportCounts } from "./use-report-counts.ts";

const SHOWN = [
  { key: "review", view: "review", Icon: Eye, isUrgent: true },
  { key: "overdue", view: "overdue", Icon: Clock, isUrgent: true },
  { key: "mine", view: "mine", Icon: UserRound, isUrgent: false },
  { key: "open", view: "waiting", Icon: MapPinned, isUrgent: false },
] as const satisfies readonly { readonly key: string; readonly view: View; readonly Icon: LucideIcon; readonly isUrgent: boolean }[];

/** Reports that a moderator must read first, that are overdue, assigned to this person, or open at all. */
export function useReportNeeds(): Need[] {
  const t = useTranslations("moderation.overview");
  const community = useCommunity();
  const counts = useReportCounts(community);
  return SHOWN.flatMap(({ key, view, Icon, isUrgent }) => {
    const count = counts[view] ?? 0;
    if (count === 0) return [];
    const href = links.reports(community.slug, String(addressOf({ ...FIRST_CHOICE, view })));
    return [{ key: `reports-${key}`, Icon, text: t(key, { count }), href, isUrgent }];
  });
}
