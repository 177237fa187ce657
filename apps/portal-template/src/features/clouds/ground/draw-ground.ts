import type { Relief } from "@archipel/contracts/elevation.ts";
import { mercatorToLonLat } from "@archipel/geo/mercator.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { composeStyle } from "@archipel/map/layers/compose-style.ts";
import type { MapLayer } from "@archipel/map/layers/map-layer.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { withoutNames } from "@archipel/map/ui/read-names.ts";
import { drawHidden } from "@archipel/map/ui/take-picture.ts";
import { basemapStyle } from "@archipel/map-style/basemap-style.ts";
import type { GroundSquare } from "@archipel/point-view/scene/ground.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { StyleSpecification } from "maplibre-gl";
import { BASEMAP_URLS } from "../../map-kit/basemap-urls.ts";
import { type MapLook, paletteOf } from "../../map-kit/look.ts";
import type { GroundKind } from "../cloud-address.ts";
import { DRAPED_CELLS, gridOf, heightsOver, mapSquare, planeOf, zoomOf } from "./ground-grid.ts";
import { readHeights } from "./ground-heights.ts";
import { type PictureDataset, pictureStyle, terrainStyle } from "./ground-styles.ts";
import type { DrawGround } from "./laid-ground.ts";

/** How the portal's map is drawn. */
export interface GroundMap {
  readonly look: MapLook;
  /** An operator's own basemap. */
  readonly basemapStyleUrl: string | null;
}

export interface GroundAsked extends GroundMap {
  readonly kind: GroundKind;
  readonly srid: number;
  /** The map has its names; false where they are written over the points. */
  readonly isNamed: boolean;
  /** Of the map. */
  readonly layers: readonly MapLayer[];
  /** What pictures are made of: datasets, top first, over the rasters of an operator's basemap. */
  readonly datasets: readonly PictureDataset[];
  readonly rasters: StyleSpecification | null;
  /** Heights that the ground is draped on; null: it is flat. */
  readonly relief: Relief | null;
  readonly mode: Mode;
  readonly locale: Locale;
  /** Pixels of a picture a side. */
  readonly pixels: number;
}

/** Names in the picture are so many times as large as on the map: they are read aslant, and from farther. */
const LARGER = 2.2;

/** Draws squares of the ground. Rejects for a layer whose system has no projection here. */
export async function groundDrawing(asked: GroundAsked): Promise<DrawGround> {
  const { kind, srid, pixels, relief } = asked;
  const plane = planeOf(srid);
  if (!plane) throw new Error(`EPSG:${srid} has no projection`);
  const map = kind === "map" ? await mapStyle(asked) : null;
  const side = kind === "map" ? Math.round(pixels / LARGER) : pixels;
  return async (square: GroundSquare, signal: AbortSignal) => {
    const seen = mapSquare(square, plane);
    const [{ canvas, credits }, heightAt] = await Promise.all([
      drawHidden({
        style: map ?? styleOf(asked, seen),
        centre: mercatorToLonLat(...seen.centre),
        zoom: zoomOf(seen, side),
        width: side,
        height: side,
        pixelRatio: pixels / side,
        signal,
      }),
      relief && readHeights(relief, seen, DRAPED_CELLS, signal),
    ]);
    return {
      picture: { image: canvas, grid: gridOf(seen, plane), heights: heightAt && heightsOver(seen, heightAt) },
      credits: [...credits, ...ownCredits(asked)],
    };
  };
}

/** The terrain, or the pictures of a square. */
function styleOf({ kind, look, mode, relief, rasters, datasets }: GroundAsked, square: GroundSquare): StyleSpecification {
  if (kind === "picture") return pictureStyle({ rasters, datasets }, paletteOf(look[mode]), square);
  if (!relief) throw new Error("the portal has no heights here");
  return terrainStyle(relief, mode);
}

/** Titles of the datasets whose data are drawn; sources of the map say theirs themselves. */
function ownCredits({ kind, relief, datasets }: GroundAsked): string[] {
  if (kind === "terrain") return relief?.layers.map(({ title }) => title) ?? [];
  return kind === "picture" ? datasets.map(({ title }) => title) : [];
}

/** The portal's basemap without data. */
export function basemapOf({ look, basemapStyleUrl }: GroundMap, mode: Mode): StyleSpecification | Promise<StyleSpecification> {
  if (basemapStyleUrl !== null) return readStyle(basemapStyleUrl);
  return basemapStyle({ palette: look[mode], look: look.kind, mode, font: look.font }, BASEMAP_URLS);
}

async function mapStyle({ look, basemapStyleUrl, isNamed, layers, mode, locale }: GroundAsked): Promise<StyleSpecification> {
  const named = await basemapOf({ look, basemapStyleUrl }, mode);
  const basemap = isNamed ? named : withoutNames(named);
  const shown = layers.filter(({ kind, isVisible }) => isVisible && kind !== "pointcloud");
  return composeStyle({
    basemap,
    layers: shown,
    state: initialState(shown, { lon: 0, lat: 0, zoom: 0 }),
    palette: paletteOf(look[mode]),
    font: look.font,
    locale,
  });
}

export async function readStyle(address: string): Promise<StyleSpecification> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`basemap style: ${response.status}`);
  return response.json();
}
