import type { Locale } from "@archipel/i18n/locales.ts";
import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import { imagesOf, spriteAddress } from "@archipel/map-style/sprite.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { StyleSpecification } from "maplibre-gl";
import { mapLook } from "../map-kit/map-look.ts";
import type { Site } from "../site/loaders.ts";
import { mapLayers } from "./loaders.ts";

/**
 * The portal's map as a MapLibre style, for other programs: the basemap and every public layer, those that are off hidden, with a sprite of
 * their icons and patterns. Its addresses are absolute. Texts name the theme's font; MapLibre draws them with the fonts of the machine.
 */
export async function mapStyleFile(
  site: Site,
  origin: string,
  { locale, mode }: { locale: Locale; mode: Mode },
): Promise<StyleSpecification> {
  const { portal, theme } = site;
  const look = mapLook(theme);
  const { accent, selection, label, labelHalo } = look[mode];
  const palette = { accent, selection, label, labelHalo };
  const layers = await mapLayers(portal.id, palette, locale, true);
  const hidden = layers.filter(({ isVisible }) => !isVisible).map(({ id }) => `data-${id}`);
  const style = composeStyle({
    basemap: basemapStyle(
      { palette: look[mode], look: look.kind, mode, font: look.font },
      { world: `${origin}/basemap.json`, detail: `${origin}/basemap/detail.json` },
    ),
    layers,
    state: initialState(
      layers.map(({ id }) => ({ id, isVisible: true })),
      portal.view,
    ),
    palette,
    font: look.font,
    locale,
  });
  const { lon, lat, zoom } = portal.view;
  const images = spriteAddress(imagesOf(style.layers));
  return {
    ...style,
    ...(images && { sprite: `${origin}/sprites/${images}` }),
    name: portal.name,
    center: [lon, lat],
    zoom,
    sources: Object.fromEntries(Object.entries(style.sources).map(([id, source]) => [id, absolute(source, origin)])),
    layers: style.layers.map((layer) =>
      "source" in layer && hidden.includes(layer.source)
        ? ({ ...layer, layout: { ...layer.layout, visibility: "none" } } as typeof layer)
        : layer,
    ),
  };
}

type Source = StyleSpecification["sources"][string];

function absolute(source: Source, origin: string): Source {
  if (!("tiles" in source) || !source.tiles) return source;
  return { ...source, tiles: source.tiles.map((address) => (address.startsWith("/") ? `${origin}${address}` : address)) };
}
