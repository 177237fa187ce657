import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { drawHidden } from "@archipel/map/ui/take-picture.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { StyleSpecification } from "maplibre-gl";
import { BASEMAP_URLS, type MapLook, paletteOf } from "../../map-kit/use-map-style.ts";
import type { DrawGround } from "./ground-follower.ts";
import { gridOf, mapSquare, planeOf, zoomOf } from "./ground-grid.ts";

/** How the portal's map is drawn. */
export interface GroundMap {
  readonly look: MapLook;
  /** An operator's own basemap. */
  readonly basemapStyleUrl: string | null;
}

interface Asked extends GroundMap {
  readonly srid: number;
  readonly layers: readonly MapLayer[];
  readonly mode: Mode;
  readonly locale: Locale;
  /** Pixels of a picture a side. */
  readonly pixels: number;
}

/** Names in the picture are so many times as large as on the map: they are read aslant, and from farther. */
const LARGER = 2.2;

/** Draws squares of the portal's map. Rejects for a layer whose system has no projection here. */
export async function groundDrawing({ srid, pixels, ...asked }: Asked): Promise<DrawGround> {
  const plane = planeOf(srid);
  if (!plane) throw new Error(`EPSG:${srid} has no projection`);
  const style = await styleOf(asked);
  const side = Math.round(pixels / LARGER);
  return async (square: GroundSquare, signal: AbortSignal) => {
    const seen = mapSquare(square, plane);
    const { canvas, credits } = await drawHidden({
      style,
      centre: mercatorToLonLat(...seen.centre),
      zoom: zoomOf(seen, side),
      width: side,
      height: side,
      pixelRatio: LARGER,
      signal,
    });
    return { picture: { image: canvas, grid: gridOf(seen, plane) }, credits };
  };
}

async function styleOf({ look, basemapStyleUrl, layers, mode, locale }: Omit<Asked, "srid" | "pixels">): Promise<StyleSpecification> {
  const colours = look[mode];
  const basemap =
    basemapStyleUrl === null
      ? basemapStyle({ palette: colours, look: look.kind, mode, font: look.font }, BASEMAP_URLS)
      : await read(basemapStyleUrl);
  const shown = layers.filter(({ kind, isVisible }) => isVisible && kind !== "pointcloud");
  return composeStyle({
    basemap,
    layers: shown,
    state: initialState(shown, { lon: 0, lat: 0, zoom: 0 }),
    palette: paletteOf(colours),
    font: look.font,
    locale,
  });
}

async function read(address: string): Promise<StyleSpecification> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`basemap style: ${response.status}`);
  return response.json();
}
