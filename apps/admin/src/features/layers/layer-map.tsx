"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import { areaRoles, drawInRole } from "@archipel/map-style/area-roles.ts";
import { resolveStyle } from "@archipel/map-style/default-style.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { layerToStyle } from "@archipel/map-style/layer-to-style.ts";
import { tileDraft } from "@archipel/map-style/tile-draft.ts";
import { useLocale, useTranslations } from "next-intl";
import { consoleLayerPalette, MAP_FONT } from "../../kit/maps/console-basemap.ts";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { useColourMode } from "../../kit/maps/use-colour-mode.ts";
import { links } from "../../links.ts";

interface LayerMapProps {
  readonly layer: LayerSummary;
  /** The unsaved style of the editor, drawn instead of the stored one. */
  readonly style: LayerStyle;
  readonly className?: string | undefined;
}

/** A layer's tiles, drawn with a style that may not be saved yet. */
export default function LayerMap({ layer, style, className }: LayerMapProps) {
  const t = useTranslations("admin.layers");
  const locale = useLocale();
  const palette = consoleLayerPalette(useColourMode());
  const stated = resolveStyle({ ...layer, style }, palette, locale);
  // The tiles of the stored style lack the columns that only the draft reads, and do not gather points for it.
  const contents = tileDraft(style);
  const draft = contents === tileDraft(layer.style) ? "" : `&draft=${encodeURIComponent(contents)}`;
  const source = `data-${layer.id}`;
  const made = layerToStyle(layer, stated, { source, palette, opacity: 1, font: MAP_FONT, minZoom: layer.minZoom });
  // As a portal draws the layer when no other one is on.
  const role = areaRoles([{ layer, style: stated }]).get(layer.id);
  const overlay: Overlay = {
    key: JSON.stringify([layer.id, layer.revision, stated, palette]),
    sources: {
      [source]: {
        type: "vector",
        tiles: [`${window.location.origin}${links.layerTiles(layer.id, layer.revision)}${draft}`],
        minzoom: layer.minZoom,
        maxzoom: layer.maxZoom,
        ...(layer.bbox && { bounds: [...layer.bbox] }),
      },
    },
    layers: role ? drawInRole(made, role, { style: stated, palette, opacity: 1 }) : made,
    hasGround: true,
  };
  return <MapFrame label={t("mapLabel", { layer: layer.title })} overlay={overlay} bounds={layer.bbox} className={className} />;
}
