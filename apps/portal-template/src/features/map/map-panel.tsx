"use client";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { isOnlyClose } from "@archipel/map/layers/attribute-filter.ts";
import { drawnColumns } from "@archipel/map/layers/vector.ts";
import { selectedFeature } from "@archipel/map/model/map-state.ts";
import { BasemapChoice } from "@archipel/map/ui/basemap-choice.tsx";
import { itemsInView, useDrawnColours } from "@archipel/map/ui/drawn-colours.ts";
import { FeaturesInView } from "@archipel/map/ui/features-in-view.tsx";
import { LayerPanel } from "@archipel/map/ui/layer-panel.tsx";
import type { Bounds } from "@archipel/map/ui/map-handle.ts";
import { Switch } from "@archipel/ui/switch.tsx";
import { Tabs } from "@archipel/ui/tabs.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { links } from "../../links.ts";
import type { ModeContext } from "../map-kit/map-mode.ts";
import type { Pictures } from "../map-kit/use-pictures.ts";
import { PicturesInView } from "./pictures-in-view.tsx";

/** Loaded with the first settings of a layer: most visitors never filter. */
const LayerFilter = dynamic(() => import("@archipel/map/ui/layer-filter.tsx").then((loaded) => loaded.LayerFilter), { ssr: false });

/** The tab that is open. The page keeps it, so that a closed feature panel leads back to the list from which it was opened. */
export interface PanelTab {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

interface MapPanelProps {
  readonly context: Omit<ModeContext, "params">;
  /** The layers that are on, top first. */
  readonly shownLayers: readonly PortalLayer[];
  readonly pictures: Pictures;
  readonly bounds: Bounds | null;
  readonly tab: PanelTab;
  /** Below the layers. */
  readonly children: ReactNode;
}

/** What is on the map: its layers, and the features and pictures in view. */
export function MapPanel({ context, shownLayers, pictures, bounds, tab, children }: MapPanelProps) {
  const { layers, state, data, revisions, palette, locale, handle, dispatch } = context;
  const t = useTranslations("map");
  const [isLegendInView, setLegendInView] = useState(false);
  const drawn = useDrawnColours(handle, isLegendInView);
  const fit = (box: Bounds) => handle?.fit(box);
  return (
    <Tabs
      label={t("panel.label")}
      {...tab}
      tabs={[
        {
          value: "layers",
          label: t("panel.layers"),
          content: (
            <>
              <LayerPanel
                layers={layers}
                pictures={pictures.layers}
                states={state.layers}
                palette={palette}
                locale={locale}
                dispatch={dispatch}
                onFit={fit}
                render={{
                  about: (slug, layer) => (
                    <>
                      {layer?.kind === "pointcloud" && (
                        <a
                          href={links.points(locale, layer.id)}
                          className="mr-4 inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2"
                        >
                          {t("layers.inSpace")}
                        </a>
                      )}
                      <a
                        href={links.dataset(locale, slug)}
                        className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2"
                      >
                        {t("layers.about")}
                      </a>
                    </>
                  ),
                  filter: (layer, { conditions = [] }) => (
                    <LayerFilter
                      layer={layer}
                      conditions={conditions}
                      isOnlyClose={isOnlyClose(conditions, drawnColumns(layer, palette, locale))}
                      data={data}
                      bounds={bounds}
                      locale={locale}
                      onChange={(next) => dispatch({ type: "filtered", layerId: layer.id, conditions: next })}
                    />
                  ),
                  ...(drawn && { legend: (layer, items) => itemsInView(items, drawn.get(layer.id)) }),
                  note: ({ id }) => <PicturesNote id={id} pictures={pictures} />,
                }}
              />
              <div className="border-line border-t py-1">
                <Switch checked={isLegendInView} onCheckedChange={setLegendInView} label={t("layers.legendInView")} />
              </div>
              <BasemapChoice
                basemap={state.basemap ?? "plan"}
                pictures={pictures.layers}
                shown={pictures.shownLayers[0]?.id ?? null}
                onChoose={(basemap, chosen) => {
                  dispatch({ type: "based", basemap });
                  for (const { id } of pictures.layers) dispatch({ type: "switched", layerId: id, isOn: id === chosen });
                }}
              />
              {children}
            </>
          ),
        },
        {
          value: "list",
          label: t("panel.list"),
          content: (
            <>
              <PicturesInView pictures={pictures} bounds={bounds} locale={locale} onFit={fit} />
              {(shownLayers.length > 0 || pictures.shownLayers.length === 0) && (
                <FeaturesInView
                  layers={shownLayers}
                  bounds={bounds}
                  selected={selectedFeature(state)}
                  data={data}
                  revisions={revisions}
                  states={state.layers}
                  locale={locale}
                  onChoose={(layerId, feature) => {
                    dispatch({ type: "selected", hits: [{ layerId, fid: feature.fid }] });
                    if (feature.bbox && bounds && !isWithin(feature.bbox, bounds)) fit(feature.bbox);
                  }}
                />
              )}
            </>
          ),
        },
      ]}
    />
  );
}

function PicturesNote({ id, pictures: { shown, failed } }: { readonly id: string; readonly pictures: Pictures }) {
  const t = useTranslations("map.layers");
  const isOutlined = shown.some((one) => one.id === id && one.outlined.length > 0);
  if (!isOutlined && !failed.includes(id)) return null;
  return (
    <p role="status" className="ml-4 text-ink-muted text-small">
      {t(failed.includes(id) ? "picturesFailed" : "picturesOutlined")}
    </p>
  );
}

/** Whether the whole box is in view. */
const isWithin = (box: Bounds, view: Bounds) => box[0] >= view[0] && box[1] >= view[1] && box[2] <= view[2] && box[3] <= view[3];
