import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import { REPORT_CLUSTER_LAYER, REPORT_LAYER, type ReportPoint, withReports } from "@archipel/map/layers/report-marks.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { StyleSpecification } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState } from "react";
import { useApi } from "../../../api/react.tsx";
import { links } from "../../../links.ts";
import type { ModeContext, ModeView } from "../../map-kit/map-mode.ts";
import { ReportStatusBadge } from "../status-badge.tsx";

const TOUCH_PX = 12;
const NONE: readonly ReportPoint[] = [];

/** Open reports as one more layer of the map, which the visitor switches on. A click on one shows it. */
export function useReportLayerMode({ portal, reporting, handle, locale, colours, font, dispatch }: ModeContext): ModeView {
  const t = useTranslations("reports");
  const common = useTranslations("common.actions");
  const api = useApi();
  const [isOn, setOn] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const { data, isError } = useQuery({
    ...api.reports.points.queryOptions({ portalId: portal.id, status: [...openStatuses] }),
    enabled: isOn,
    refetchInterval: 60_000,
  });
  const points = useMemo(
    () =>
      isOn && data
        ? data.map(({ id, number, status, place }): ReportPoint => ({ id, number, isOpen: openStatuses.includes(status), ...place }))
        : NONE,
    [isOn, data],
  );
  const draw = useCallback(
    (style: StyleSpecification) => withReports(style, points, { colour: colours.shape, ground: colours.ground, ink: colours.ink, font }),
    [points, colours, font],
  );
  const found = isOn ? data?.find(({ id }) => id === shown) : undefined;
  const belowLayers =
    reporting && reporting.reporting !== "nobody" ? (
      <div className="border-line border-t py-2">
        <Switch
          checked={isOn}
          onCheckedChange={(next) => {
            setOn(next);
            setShown(null);
          }}
          label={t("layer.label")}
        />
        {isOn && (
          <p aria-live="polite" className="text-small">
            {isError ? t("layer.failed") : data ? t("layer.count", { count: data.length }) : common("search")}{" "}
            <a href={links.reports(locale, { status: "open" })} className="text-accent-ink underline underline-offset-2">
              {t("layer.list")}
            </a>
          </p>
        )}
      </div>
    ) : null;
  const panel = found ? (
    <section aria-label={t("layer.one")} className="grid gap-2">
      <div className="flex items-start justify-between gap-2">
        <h2 className="text-title">{t("title", { number: found.number })}</h2>
        <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={common("close")} onClick={() => setShown(null)}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      <div>
        <ReportStatusBadge status={found.status} reporting={null} />
      </div>
      <p className="line-clamp-5 break-words">{found.body}</p>
      <LinkButton href={links.report(locale, found.number)}>{t("layer.open")}</LinkButton>
    </section>
  ) : null;
  return {
    belowLayers,
    panel,
    key: found ? `report-point/${found.id}` : null,
    draw,
    onPicked({ lon, lat }) {
      if (!handle || points.length === 0) return false;
      const id = reportAt(handle, lon, lat);
      setShown(typeof id === "string" ? id : null);
      if (id !== null) dispatch({ type: "cleared" });
      return id !== null;
    },
  };
}

/** The id of the report at a place; null without a report. True for a cluster, on which the map then zooms in. */
export function reportAt(handle: MapHandle, lon: number, lat: number): string | true | null {
  const map = handle.library;
  const layers = [REPORT_LAYER, REPORT_CLUSTER_LAYER].filter((id) => map.getLayer(id));
  if (layers.length === 0) return null;
  const { x, y } = map.project([lon, lat]);
  const [found] = map.queryRenderedFeatures(
    [
      [x - TOUCH_PX, y - TOUCH_PX],
      [x + TOUCH_PX, y + TOUCH_PX],
    ],
    { layers },
  );
  if (!found) return null;
  if (found.layer.id === REPORT_LAYER) return String(found.properties.id);
  handle.flyTo({ lon, lat, zoom: map.getZoom() + 2 });
  return true;
}
