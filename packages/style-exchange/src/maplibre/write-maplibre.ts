import type { LayerPalette, StatedStyle, StyledLayer } from "@archipel/map-style/layer-style.ts";
import { layerToStyle } from "@archipel/map-style/layer-to-style.ts";
import { imagesOf, spriteAddress } from "@archipel/map-style/sprite.ts";
import type { StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { iconsOf } from "./icons-of.ts";

/** Of the fonts that most servers of glyphs have. Without an address of glyphs MapLibre draws texts with the fonts of the machine. */
const FONT = "Noto Sans Regular";
const SOURCE = "data";

interface Written {
  /** Colours of what the style leaves to the theme. */
  readonly palette: LayerPalette;
  /** Address of the layer's TileJSON. */
  readonly tiles: string;
  /** Address of the folder of sprites. */
  readonly sprites: string;
}

type DrawnLayer = StyledLayer & { readonly title: string; readonly minZoom: number; readonly bbox?: readonly number[] | null };

/**
 * The style of a layer as a MapLibre style that draws it from its tiles, in JSON, with the sprite of its icons and patterns.
 */
export function writeMapLibre(layer: DrawnLayer, style: StatedStyle, { palette, tiles, sprites }: Written): string {
  const icons = iconsOf(style);
  const layers = layerToStyle(layer, style, { source: SOURCE, palette, opacity: 1, font: FONT, minZoom: layer.minZoom });
  const { bbox } = layer;
  const [west = 0, south = 0, east = 0, north = 0] = bbox ?? [];
  const images = spriteAddress(imagesOf(layers));
  const written: StyleSpecification = {
    version: 8,
    name: layer.title,
    metadata: { ...keptIn(style), ...icons },
    ...(images && { sprite: `${sprites}${images}` }),
    ...(bbox && { center: [(west + east) / 2, (south + north) / 2], zoom: Math.max(layer.minZoom, 9) }),
    sources: { [SOURCE]: { type: "vector", url: tiles } },
    layers,
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

/** What MapLibre does not need, kept for those who read the file again: the limit of the first class, and the texts of the legend. */
function keptIn(style: StatedStyle): Record<string, unknown> {
  if (style.kind === "clusters") return { "archipel:distance": style.distancePx };
  if (style.kind !== "categorised" && style.kind !== "graduated") return {};
  const classes =
    style.kind === "categorised"
      ? style.categories.map(({ value, label }) => [String(value), label] as const)
      : style.stops.map(({ from, label }) => [String(from), label] as const);
  const titles = Object.fromEntries([...classes, ["", style.otherLabel] as const].filter(([, label]) => label !== undefined));
  return {
    ...(style.kind === "graduated" && { "archipel:start": Math.min(...style.stops.map(({ from }) => from)) }),
    ...(Object.keys(titles).length > 0 && { "archipel:titles": titles }),
  };
}
