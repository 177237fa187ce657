import type { LayerSpecification, StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { basemapGround, basemapPlots } from "./basemap/ground.ts";
import { basemapLabels } from "./basemap/labels.ts";
import { basemapWays } from "./basemap/ways.ts";

/** The map colours of a theme in one mode; `packages/theme` resolves them. */
export interface BasemapPalette {
  readonly land: string;
  readonly water: string;
  readonly waterLine: string;
  readonly wood: string;
  readonly built: string;
  readonly builtLine: string;
  readonly road: string;
  readonly roadCasing: string;
  readonly parcel: string;
  readonly boundary: string;
  readonly label: string;
  readonly labelHalo: string;
}

export interface BasemapLook {
  palette: BasemapPalette;
  /** `plan`: ink on paper, parcels and houses; `calm`: quiet ground for loud data; `relief`: shade and contour lines. */
  look: "plan" | "calm" | "relief";
  mode: "light" | "dark";
  /** Font family of labels: a font that the page has loaded, or one of the system. No glyph server is needed. */
  font: string;
}

/** TileJSON addresses of the basemap: the world, and the detailed area. */
export interface BasemapUrls {
  world: string;
  detail: string;
}

/** The layer whose colour is seen where no tile has come yet. */
export const SEA_LAYER = "basemap/sea";
/** Key of a style's metadata: the colour of the land. */
export const GROUND_COLOUR = "archipel:ground";
export const WORLD = "basemap";
export const DETAIL = "basemap-detail";
/** Areas of data are drawn below this layer, so that streets and houses stay readable. */
export const FIRST_WAY_LAYER = "basemap/ways-start";
/** Lines of data are drawn below this layer, so that names stay readable. */
export const FIRST_LABEL_LAYER = "basemap/labels-start";

const SHORES = ["basemap/shore-far", "basemap/shore", "basemap/shore-detail"];
/** Parts of the ground that stay visible on the paint of areas, which is opaque. Relief is what a relief map is about. */
const OVER_AREAS: Readonly<Record<BasemapLook["look"], readonly string[]>> = {
  plan: SHORES,
  calm: SHORES,
  relief: ["basemap/shadow", "basemap/light", "basemap/contour", ...SHORES],
};

/** The complete style of a map without data: ground, roads, names. Valid MapLibre, without glyphs, sprites or external resources. */
export function basemapStyle(look: BasemapLook, urls: BasemapUrls): StyleSpecification {
  const marker = (id: string): LayerSpecification => ({ id, type: "background", layout: { visibility: "none" } });
  const ground = basemapGround(look);
  const over = OVER_AREAS[look.look];
  const isOver = ({ id }: LayerSpecification) => over.includes(id);
  return {
    version: 8,
    name: `Archipel ${look.look} ${look.mode}`,
    metadata: { [GROUND_COLOUR]: look.palette.land },
    sources: { [WORLD]: { type: "vector", url: urls.world }, [DETAIL]: { type: "vector", url: urls.detail } },
    layers: [
      ...ground.filter((layer) => !isOver(layer)),
      marker(FIRST_WAY_LAYER),
      ...ground.filter(isOver),
      ...basemapPlots(look),
      ...basemapWays(look),
      marker(FIRST_LABEL_LAYER),
      ...basemapLabels(look),
    ],
  };
}
