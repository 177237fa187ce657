import type { EditColours } from "@archipel/map/edit/modes.ts";
import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import { type AreaLook, areaLook } from "@archipel/map/layers/drawn-areas.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import type { ShownPictures } from "@archipel/map/layers/pictures.ts";
import type { FeatureRef, MapState } from "@archipel/map/model/map-state.ts";
import { type Basemap, basemapColours, chosenBasemap } from "@archipel/map-style/basemap-choice.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import type { LayerPalette } from "@archipel/map-style/layer-style.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { useQuery } from "@tanstack/react-query";
import type { StyleSpecification } from "maplibre-gl";
import { useMemo } from "react";
import { BASEMAP_URLS } from "./basemap-urls.ts";
import { type MapLook, paletteOf } from "./look.ts";
import { useColourMode } from "./use-colour-mode.ts";

/** The colours of edit mode, hexadecimal because terra-draw requires it. */
export function useEditColours(look: MapLook): EditColours {
  const { selection, label, labelHalo } = look[useColourMode()];
  return useMemo(() => ({ shape: hex(selection), ink: hex(label), ground: hex(labelHalo) }), [selection, label, labelHalo]);
}

/** The colours that legends and panels share with the map, in the page's colour mode. */
export function usePalette(look: MapLook, basemap: Basemap = "plan"): LayerPalette {
  const colours = look[useColourMode()];
  return useMemo(() => paletteOf(basemapColours(colours, basemap)), [colours, basemap]);
}

const hex = (colour: string): `#${string}` => `#${colour.replace(/^#/, "")}`;

export interface Drawing {
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly layers: readonly MapLayer[];
  readonly pictures?: readonly ShownPictures[] | undefined;
  readonly state: MapState;
  readonly locale: "fr" | "en";
  /** Default: the colour mode of the page. */
  readonly asked?: Mode | undefined;
  readonly hidden?: readonly FeatureRef[] | undefined;
}

/** The style to draw, and how its legends are drawn. An operator's own basemap style replaces ours. */
export function useMapStyle(drawing: Drawing): { style: StyleSpecification; areas: AreaLook } {
  const { look, basemapStyleUrl, layers, pictures, state, locale, asked, hidden } = drawing;
  const shown = useColourMode();
  const mode = asked ?? shown;
  const { basemap: choice = "plan" } = state;
  const themed = look[mode];
  const colours = useMemo(() => basemapColours(themed, choice), [themed, choice]);
  const external = useQuery({
    queryKey: ["basemap-style", basemapStyleUrl],
    enabled: basemapStyleUrl !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<StyleSpecification> => {
      const response = await fetch(basemapStyleUrl ?? "");
      if (!response.ok) throw new Error(`basemap style: ${response.status}`);
      return response.json();
    },
  });
  const basemap = useMemo(
    () =>
      chosenBasemap(
        external.data ?? basemapStyle({ palette: colours, look: look.kind, mode, font: look.font }, BASEMAP_URLS),
        choice,
        colours,
        external.data === undefined,
      ),
    [external.data, colours, look.kind, look.font, mode, choice],
  );
  const palette = useMemo(() => paletteOf(colours), [colours]);
  const { layers: layerStates, selection } = state;
  const style = useMemo(
    () => composeStyle({ basemap, layers, pictures, state: { layers: layerStates, selection }, palette, font: look.font, locale, hidden }),
    [basemap, layers, pictures, layerStates, selection, palette, look.font, locale, hidden],
  );
  const areas = useMemo(
    () => areaLook(layers, layerStates, { palette, locale, isOverPictures: (pictures?.length ?? 0) > 0 }),
    [layers, layerStates, palette, locale, pictures],
  );
  return { style, areas };
}
