"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import { viewAround } from "@archipel/geo/view-around.ts";
import { formatCoordinates, formatNumber } from "@archipel/i18n/format.ts";
import { NO_OVERLAY } from "@archipel/map/layers/overlay.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useController, useWatch } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { usePortalForm } from "./portal-values.ts";

const FRANCE = { lon: 2.4, lat: 46.6, zoom: 5 };

const MapFrame = dynamic(() => import("../../kit/maps/map-frame.tsx").then((module) => module.MapFrame), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

/** The first view of the portal's map: by itself it frames the listed data, until somebody moves this map. */
export function ViewSection() {
  const t = useTranslations("admin.portals");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const { control } = usePortalForm();
  const { field } = useController({ control, name: "view" });
  const listed = useWatch({ control, name: "datasets" }) ?? [];
  const listable = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }));
  const extent = union(
    (listable.data ?? []).flatMap(({ id, bbox }) => (bbox && listed.some(({ datasetId }) => datasetId === id) ? [bbox] : [])),
  );
  const isChosen = field.value !== null;
  const shown = field.value ?? (extent ? viewAround(extent) : FRANCE);
  const { lon, lat, zoom } = shown;
  return (
    <>
      <p className="text-ink-muted">{t(isChosen ? "viewHint" : "viewAuto")}</p>
      <MapFrame
        label={t("viewMap")}
        overlay={NO_OVERLAY}
        view={shown}
        bounds={isChosen ? null : extent}
        className="h-72 sm:h-88"
        onViewChange={field.onChange}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="figures text-ink-muted text-small" aria-live="polite">
          {formatCoordinates(locale, lon, lat)} · {t("zoom", { zoom: formatNumber(locale, zoom, 1) })}
          {!isChosen && ` · ${t("viewNow")}`}
        </p>
        <Button onClick={() => field.onChange(null)} {...(!isChosen && { disabledReason: t("viewAuto") })}>
          {t("viewAutoAgain")}
        </Button>
      </div>
    </>
  );
}

function union(boxes: readonly Bbox[]): Bbox | null {
  return boxes.reduce<Bbox | null>(
    (sum, [w, s, e, n]) => (sum ? [Math.min(sum[0], w), Math.min(sum[1], s), Math.max(sum[2], e), Math.max(sum[3], n)] : [w, s, e, n]),
    null,
  );
}
