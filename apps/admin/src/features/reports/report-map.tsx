"use client";
import type { ModeratedReport } from "@archipel/contracts/reports.ts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";
import { PICKABLE, type PlacedReport, reportBounds, reportOverlay } from "./report-overlay.ts";

interface ReportMapProps {
  readonly report: ModeratedReport;
  readonly others: readonly PlacedReport[];
  readonly onPick: (id: string) => void;
  readonly className?: string | undefined;
}

/** The place of a report, its sketch, its feature, and other reports near it. */
export default function ReportMap({ report, others, onPick, className }: ReportMapProps) {
  const t = useTranslations("moderation.map");
  const api = useApi();
  const mode = useColourMode();
  const { feature } = report;
  const concerned = useQuery({
    ...api.features.get.queryOptions({ layerId: feature?.layerId ?? "", fid: feature?.fid ?? 1 }),
    enabled: feature !== null,
  });
  const shown = { place: report.place, sketch: report.sketch, feature: (feature && concerned.data?.geometry) ?? null, others };
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("label", { number: report.number })}
        overlay={reportOverlay(shown, mode)}
        bounds={reportBounds(shown)}
        pick={{ layers: PICKABLE, onPick }}
        className={className}
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <Entry mark="size-3 rounded-full bg-danger">{t("place")}</Entry>
        {report.sketch && <Entry mark="h-0 w-5 border-success border-t-[3px]">{t("sketch")}</Entry>}
        {shown.feature && <Entry mark="h-0 w-5 border-info border-t-2 border-dashed">{t("feature")}</Entry>}
        {others.length > 0 && <Entry mark="size-3 rounded-full border-2 border-info bg-surface">{t("others")}</Entry>}
      </ul>
    </div>
  );
}

function Entry({ mark, children }: { readonly mark: string; readonly children: string }) {
  return (
    <li className="inline-flex items-center gap-2">
      <span aria-hidden className={`inline-block shrink-0 ${mark}`} />
      {children}
    </li>
  );
}
