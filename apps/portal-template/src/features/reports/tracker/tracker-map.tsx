"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { type ReportPoint, withReports } from "@archipel/map/layers/report-marks.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { MapControls } from "@archipel/map/ui/map-controls.tsx";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useMemo, useState } from "react";
import { useApi } from "../../../api/react.tsx";
import { links, type ReportsQuery } from "../../../links.ts";
import type { MapLook } from "../../map-kit/look.ts";
import { useEditColours, useMapStyle } from "../../map-kit/use-map-style.ts";
import { filterOf } from "../filter.ts";
import { reportAt } from "../map/report-layer-mode.tsx";
import { ReportStatusBadge } from "../status-badge.tsx";

interface TrackerMapProps {
  readonly portalId: string;
  readonly reporting: PortalReporting | null;
  readonly query: ReportsQuery;
  readonly datasetId: string | undefined;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly view: MapView;
  readonly locale: Locale;
}

const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };
const NO_LAYERS: readonly [] = [];
const nothing = () => undefined;

/** The same reports on a map. A click on one shows its text and the link to it. */
export function TrackerMap({ portalId, reporting, query, datasetId, look, basemapStyleUrl, view, locale }: TrackerMapProps) {
  const t = useTranslations("reports");
  const tMap = useTranslations("map.problem");
  const api = useApi();
  const [state] = useState(() => initialState(NO_LAYERS, view));
  const [handle, setHandle] = useState<MapHandle | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState<"webgl" | "location" | null>(null);
  const colours = useEditColours(look);
  const { data } = useQuery({ ...api.reports.points.queryOptions({ portalId, ...filterOf(query, datasetId) }), refetchInterval: 60_000 });
  const points = useMemo(
    () =>
      (data ?? []).map(({ id, number, status, place }): ReportPoint => ({ id, number, isOpen: openStatuses.includes(status), ...place })),
    [data],
  );
  const { style: plain } = useMapStyle({ look, basemapStyleUrl, layers: NO_LAYERS, state, locale });
  const style = useMemo(
    () => withReports(plain, points, { colour: colours.shape, ground: colours.ground, ink: colours.ink, font: look.font }),
    [plain, points, colours, look.font],
  );
  const isThere = points.length > 0;
  const showAll = useEffectEvent((map: MapHandle) => {
    const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)];
    map.fit([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
  });
  useEffect(() => {
    if (handle && isThere) showAll(handle);
  }, [handle, isThere]);
  const found = data?.find(({ id }) => id === shown);
  return (
    <div className="relative h-[60dvh] min-h-80 overflow-hidden rounded-card border border-line">
      <MapCanvas
        className="absolute inset-0"
        style={style}
        view={state.view}
        marker={null}
        label={t("tracker.map")}
        padding={PADDING}
        onReady={setHandle}
        onMoved={nothing}
        onPicked={({ lon, lat }) => {
          const id = handle && reportAt(handle, lon, lat);
          setShown(typeof id === "string" ? id : null);
        }}
        onSettled={nothing}
        onFailed={() => setProblem("webgl")}
      />
      <div className="absolute right-3 bottom-3">
        <MapControls
          handle={handle}
          onLocated={(lon, lat) => handle?.flyTo({ lon, lat, zoom: 15 })}
          onLocationRefused={() => setProblem("location")}
        />
      </div>
      <div aria-live="polite" className="absolute inset-x-3 top-3">
        {problem && <Alert tone="warning" title={tMap(problem)} />}
        {found && (
          <div className="rounded-card border border-line bg-surface p-4 shadow-raised">
            <ReportStatusBadge status={found.status} reporting={reporting} />
            <a
              href={links.report(locale, found.number)}
              className="mt-1 line-clamp-3 break-words text-accent-ink underline underline-offset-2"
            >
              {t("tracker.kept.number", { number: found.number })} · {found.body}
            </a>
          </div>
        )}
      </div>
    </div>
  );
}
