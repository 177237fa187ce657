import type { PortalReporting, ReportStatus } from "@archipel/contracts/reports.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { useLocale, useTranslations } from "next-intl";
import { STATUS_TONES, statusWords } from "./words.ts";

interface ReportStatusProps {
  readonly status: ReportStatus;
  /** The community's own names of the statuses. */
  readonly reporting: Pick<PortalReporting, "statuses"> | null;
}

/** The status of a report, by the community's own name if it has one. */
export function ReportStatusBadge({ status, reporting }: ReportStatusProps) {
  const locale = useLocale();
  const t = useTranslations("common.reportStates");
  return <Badge tone={STATUS_TONES[status]}>{statusWords(locale, reporting, status, t)}</Badge>;
}
