"use client";
import type { MapView } from "@archipel/contracts/place.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import { startEarlyMap } from "@archipel/map/ui/early-map.ts";
import { basemapColours, chosenBasemap } from "@archipel/map-style/basemap-choice.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import { useLayoutEffect } from "react";
import { BASEMAP_URLS } from "../map-kit/basemap-urls.ts";
import { colourMode } from "../map-kit/use-colour-mode.ts";
import { paletteOf } from "../map-kit/use-map-style.ts";
import { listedPictures } from "../map-kit/use-pictures.ts";
import type { OpenedMap } from "../maps/opened-map.ts";
import type { MapQuery } from "./loaders.ts";
import { dataOf, type MapData, type MapSource } from "./map-file.ts";
import { askForMapWords } from "./map-words.tsx";
import { markerOf } from "./marked-place.ts";
import { startState } from "./use-permalink.ts";

interface EarlyMapProps {
  readonly view: MapView;
  readonly locale: Locale;
  readonly source: MapSource;
  readonly isEditing: boolean;
  readonly query: MapQuery & { readonly saved: OpenedMap | null };
}

/**
 * Starts the map before React takes the rest of the page over, from the same state as `MapScreen`, which takes it over. Addresses that
 * centre the view in the part that no panel covers are left to `MapScreen`: it knows the panels.
 */
export function EarlyMap(props: EarlyMapProps) {
  const { source, query, locale, isEditing } = props;
  // Both are asked for while React still goes through the page.
  const found = typeof window === "undefined" ? null : dataOf(source);
  if (typeof window !== "undefined") askForMapWords(locale, isEditing);
  const isPlain = query.box === undefined && markerOf(query.params) === null && !query.saved?.map.state.marker;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useLayoutEffect(() => {
    if (!isPlain || found === null) return;
    if (!(found instanceof Promise)) start(props, found);
    // `MapScreen` waits for the same data, and reports what fails.
    else
      found.then(
        (data) => start(props, data),
        () => {},
      );
  }, []);
  return null;
}

function start({ view, locale, query }: EarlyMapProps, { layers, pictures, look }: MapData): void {
  const state = startState([...layers, ...pictures.map(listedPictures)], view, query, null);
  const { basemap: choice = "plan" } = state;
  const mode = colourMode();
  const colours = basemapColours(look[mode], choice);
  const basemap = chosenBasemap(
    basemapStyle({ palette: colours, look: look.kind, mode, font: look.font }, BASEMAP_URLS),
    choice,
    colours,
    true,
  );
  const style = composeStyle({ basemap, layers, state, palette: paletteOf(colours), font: look.font, locale });
  // Its own label comes with the words of the page.
  startEarlyMap({ style, view: state.view, label: "", layers });
}
