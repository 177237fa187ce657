"use client";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { formatCoordinates } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { areaLook, drawnLegend } from "@archipel/map/layers/drawn-areas.ts";
import type { Marker } from "@archipel/map/model/map-state.ts";
import { LegendSwatch } from "@archipel/map/ui/legend-swatch.tsx";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import { type LegendItem, legendIndexOf } from "@archipel/map-style/legend.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useQuery } from "@tanstack/react-query";
import { Box, ChevronRight, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/react.tsx";
import { links } from "../../links.ts";
import { useBusyText } from "../site/use-busy-text.ts";
import { cloudAt } from "./cloud-at.ts";

interface FeaturesHereProps {
  readonly portalId: string;
  readonly marker: Pick<Marker, "lon" | "lat">;
  readonly layers: readonly PortalLayer[];
  readonly palette: LayerPalette;
  readonly locale: Locale;
  readonly onChoose: (layerId: string, fid: number) => void;
}

/** The features of a portal's layers at a place, each with its legend entry. */
export function WhatApplies({ onClose, ...here }: FeaturesHereProps & { readonly marker: Marker; readonly onClose: () => void }) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  const { marker, locale, layers } = here;
  const cloud = cloudAt(layers, marker);
  return (
    <section aria-label={t("here.title")}>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-ink-muted text-small">{t("here.title")}</p>
          <h2 className="break-words text-title">{marker.label}</h2>
          <p className="figures text-ink-muted text-small">{formatCoordinates(locale, marker.lon, marker.lat)}</p>
        </div>
        <Button tone="quiet" isSquare className="text-ink-muted!" aria-label={common("actions.close")} onClick={onClose}>
          <X aria-hidden className="size-5" />
        </Button>
      </div>
      {cloud && (
        <LinkButton href={links.points(locale, cloud.layerId, { at: cloud.at })} tone="primary" className="mt-3 w-full">
          <Box aria-hidden className="size-5" />
          {t("here.inSpace")}
        </LinkButton>
      )}
      <FeaturesHere {...here} />
    </section>
  );
}

/** The list alone. */
export function FeaturesHere({ portalId, marker: { lon, lat }, layers, palette, locale, onChoose }: FeaturesHereProps) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  const busyText = useBusyText();
  const api = useApi();
  const answer = useQuery(api.features.at.queryOptions({ portalId, lon, lat }));
  const found = (answer.data ?? []).flatMap(({ layerId, features }) => {
    const layer = layers.find((one) => one.id === layerId);
    return layer && features.length > 0 ? [{ layer, features }] : [];
  });
  return (
    <div aria-live="polite" aria-busy={answer.isPending} className="mt-3">
      {answer.isPending && [1, 2, 3].map((row) => <Skeleton key={row} className="mb-3 h-12" />)}
      {answer.isError && (
        <Alert
          tone="warning"
          title={busyText(answer.error) ?? t("here.failed")}
          action={<Button onClick={() => answer.refetch()}>{common("actions.retry")}</Button>}
        />
      )}
      {answer.isSuccess && found.length === 0 && (
        <div className="rounded-card bg-sunken p-4">
          <p className="font-medium">{t("here.nothing")}</p>
          <p className="mt-1 text-ink-muted text-small">{t("here.nothingHint")}</p>
        </div>
      )}
      <ul className="divide-y divide-line">
        {found.map(({ layer, features }) => (
          <li key={layer.id} className="py-2">
            <h3 lang={layer.titleLang} className="font-medium text-ink-muted text-small">
              {layer.title}
            </h3>
            <ul>
              {features.slice(0, 6).map((feature) => {
                const key = keyOf(layer, feature.properties, palette, locale);
                return (
                  <li key={feature.fid}>
                    <button
                      type="button"
                      onClick={() => onChoose(layer.id, feature.fid)}
                      className="group flex min-h-11 w-full items-center gap-3 rounded-control py-1.5 text-left"
                    >
                      {key && <LegendSwatch item={key} />}
                      <span className="min-w-0 flex-1 break-words leading-snug group-hover:text-accent-ink">
                        <span className="font-medium">{feature.label}</span>
                        {key?.label && key.label !== feature.label && <span className="text-ink-muted"> — {key.label}</span>}
                      </span>
                      <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-muted" />
                    </button>
                  </li>
                );
              })}
            </ul>
            {features.length > 6 && <p className="text-ink-muted text-small">{t("here.more", { count: features.length - 6 })}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The legend entry of a feature. */
function keyOf(
  layer: PortalLayer,
  properties: Readonly<Record<string, unknown>>,
  palette: LayerPalette,
  locale: Locale,
): LegendItem | undefined {
  const style = resolveStyle(layer, palette, locale);
  return drawnLegend(layer, areaLook([], [], { palette, locale }))[legendIndexOf(style, properties)];
}
