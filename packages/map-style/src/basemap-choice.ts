import type { LayerSpecification, StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { type BasemapPalette, FIRST_LABEL_LAYER, FIRST_WAY_LAYER, GROUND_COLOUR, SEA_LAYER } from "./basemap-style.ts";
import { isDark, mix } from "./colour.ts";

/** What a visitor may have below the data: the plan of the theme, the same in quiet greys, or nothing. */
export const BASEMAPS = ["plan", "muted", "none"] as const;
export type Basemap = (typeof BASEMAPS)[number];

/** The basemap that an address or a setting names; the plan when it names none. */
export const basemapOf = (text: string | null | undefined): Basemap => BASEMAPS.find((one) => one === text) ?? "plan";

const grey = (colour: string) => {
  const value = Math.round(
    [0.299, 0.587, 0.114].reduce((sum, share, index) => sum + share * Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16), 0),
  );
  return `#${value.toString(16).padStart(2, "0").repeat(3)}`;
};

/** The colours of a basemap: for `muted` nearly grey, and close to the ground, so that only the data have colour. */
export function basemapColours<P extends BasemapPalette>(palette: P, choice: Basemap): P {
  if (choice !== "muted") return palette;
  const land = mix(palette.land, grey(palette.land), 0.8);
  const quiet = (colour: string) => mix(mix(colour, grey(colour), 0.8), land, 0.45);
  const { water, waterLine, wood, built, builtLine, road, roadCasing, parcel, boundary, label } = palette;
  return {
    ...palette,
    land,
    water: mix(mix(water, grey(water), 0.7), land, 0.2),
    waterLine: quiet(waterLine),
    wood: quiet(wood),
    built: quiet(built),
    builtLine: quiet(builtLine),
    road: mix(road, land, 0.2),
    roadCasing: quiet(roadCasing),
    parcel: quiet(parcel),
    boundary: quiet(boundary),
    label: mix(label, land, 0.15),
  };
}

/** A basemap style as a visitor chose it. `isOwn`: it is made of `basemapColours`; a veil mutes an operator's style. */
export function chosenBasemap(style: StyleSpecification, choice: Basemap, palette: BasemapPalette, isOwn: boolean): StyleSpecification {
  const paint = (id: string, opacity: number): LayerSpecification => ({
    id,
    type: "background",
    paint: { "background-color": palette.land, "background-opacity": opacity },
  });
  if (choice === "none") {
    const marker = (id: string): LayerSpecification => ({ id, type: "background", layout: { visibility: "none" } });
    return {
      ...style,
      sources: {},
      metadata: { [GROUND_COLOUR]: palette.land },
      layers: [paint(SEA_LAYER, 1), marker(FIRST_WAY_LAYER), marker(FIRST_LABEL_LAYER)],
    };
  }
  if (choice === "plan" || isOwn) return style;
  const names = style.layers.findIndex(({ type }) => type === "symbol");
  const at = names < 0 ? style.layers.length : names;
  return {
    ...style,
    layers: [...style.layers.slice(0, at), paint("basemap/veil", isDark(palette.land) ? 0.5 : 0.6), ...style.layers.slice(at)],
  };
}
