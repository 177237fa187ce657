"use client";
import type { CheckFinding } from "@archipel/contracts/checks.ts";
import { useTranslations } from "next-intl";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../../kit/maps/use-colour-mode.ts";
import { findingsBounds, findingsOverlay, PICKABLE } from "./findings-overlay.ts";

interface FindingsMapProps {
  readonly findings: readonly CheckFinding[];
  readonly current: CheckFinding | null;
  /** A point was clicked: the sequence number of its finding. */
  readonly onPick: (id: string) => void;
}

/** The listed findings on a map, and the chosen one. Renders nothing when no finding has a place. */
export default function FindingsMap({ findings, current, onPick }: FindingsMapProps) {
  const t = useTranslations("checks.map");
  const mode = useColourMode();
  if (findings.every(({ bbox, place }) => bbox === null && place === null)) return null;
  return (
    <div className="flex flex-col gap-2">
      <MapFrame
        label={t("label")}
        overlay={findingsOverlay(findings, current, mode)}
        bounds={findingsBounds(findings, current)}
        pick={{ layers: PICKABLE, onPick }}
        className="h-72 2xl:h-96"
      />
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        <Entry mark="size-2.5 rounded-full bg-danger">{t("listed")}</Entry>
        {current?.bbox && <Entry mark="h-0 w-5 border-info border-t-2 border-dashed">{t("box")}</Entry>}
        {current?.place && <Entry mark="size-3.5 rounded-full border-2 border-surface bg-danger">{t("spot")}</Entry>}
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
