"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import { formatCoordinates, formatNumber } from "@archipel/i18n/format.ts";
import { NO_OVERLAY } from "@archipel/map/layers/overlay.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useController, useWatch } from "react-hook-form";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { usePortalForm } from "./portal-values.ts";

const MapFrame = dynamic(() => import("../../kit/maps/map-frame.tsx").then((module) => module.MapFrame), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

/** The first view of the portal's map: move this map, or use the extent of the listed data. */
export function ViewSection() {
  const t = useTranslations("admin.portals");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const { control } = usePortalForm();
  const { field } = useController({ control, name: "view" });
  const listed = useWatch({ control, name: "datasets" }) ?? [];
  const [bounds, setBounds] = useState<Bbox | null>(null);
  const listable = useQuery(api.datasets.listable.queryOptions({ communityId: community.id }));
  const extent = union(
    (listable.data ?? []).flatMap(({ id, bbox }) => (bbox && listed.some(({ datasetId }) => datasetId === id) ? [bbox] : [])),
  );
  const { lon, lat, zoom } = field.value;
  return (
    <>
      <p className="text-ink-muted">{t("viewHint")}</p>
      <MapFrame
        label={t("viewMap")}
        overlay={NO_OVERLAY}
        view={field.value}
        bounds={bounds}
        className="h-72 sm:h-88"
        onViewChange={field.onChange}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="figures text-ink-muted text-small" aria-live="polite">
          {formatCoordinates(locale, lon, lat)} · {t("zoom", { zoom: formatNumber(locale, zoom, 1) })}
        </p>
        <Button
          onClick={() => {
            if (!extent) return;
            setBounds([...extent]);
            field.onChange(viewOver(extent));
          }}
          {...(!extent && { disabledReason: t("noExtent") })}
        >
          {t("useExtent")}
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

/** The view that shows a box on a map of about 900 px, with tiles of 512 px. */
function viewOver([west, south, east, north]: Bbox) {
  const spanDegrees = Math.max(east - west, (north - south) * 1.6, 0.002);
  const zoom = Math.min(16, Math.max(2, Math.log2((360 * 900) / (spanDegrees * 512)) - 0.4));
  return { lon: (west + east) / 2, lat: (south + north) / 2, zoom: Math.round(zoom * 10) / 10 };
}
