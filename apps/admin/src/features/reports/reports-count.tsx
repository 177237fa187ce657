"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useTranslations } from "next-intl";
import { CountMark } from "../../kit/count-mark.tsx";
import { VIEWS } from "./queue-filter.ts";
import { useReportCount } from "./use-report-counts.ts";

/** The number of reports that wait, shown in the navigation. */
export function ReportsCount({ community }: { readonly community: MyCommunity }) {
  const t = useTranslations("moderation");
  const count = useReportCount(community, VIEWS.waiting) ?? 0;
  return <CountMark count={count} words={t("waitingCount", { count })} />;
}
