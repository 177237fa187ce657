import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import { startEarlyMap } from "@archipel/map/ui/early-map.ts";
import { basemapColours, chosenBasemap } from "@archipel/map-style/basemap-choice.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import { BASEMAP_URLS } from "../map-kit/basemap-urls.ts";
import { listedPictures } from "../map-kit/listed-pictures.ts";
import { paletteOf } from "../map-kit/look.ts";
import { colourMode } from "../map-kit/use-colour-mode.ts";
import { dataOf, type MapData } from "./map-file.ts";
import type { MapStart } from "./map-start.tsx";
import { startState } from "./start-state.ts";
import { askForMapWords } from "./words/ask.ts";

/** Starts the map from the same state as `MapScreen`, which takes it over, and asks for the words that its screen waits for. */
export async function startMap(start: MapStart): Promise<void> {
  const { address, locale, isEditing, query, view } = start;
  askForMapWords(locale, isEditing);
  const { layers, pictures, look }: MapData = await dataOf({ kind: "file", address });
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
