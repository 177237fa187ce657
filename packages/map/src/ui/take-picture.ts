import { iconImage } from "@archipel/map-style/icons/icon-image.ts";
import { overlayImage } from "@archipel/map-style/overlay-patterns.ts";
import { PATTERN_PIXEL_RATIO, patternImage } from "@archipel/map-style/patterns.ts";
import type { LngLatLike, Map as MapLibreMap, StyleSpecification } from "maplibre-gl";
import { mapLibre } from "./load-maplibre.ts";
import { nameAreasOnce } from "./name-areas-once.ts";
import { isInView } from "./source-in-view.ts";

/** Longest wait for a hidden map that never becomes idle. */
export const TIMEOUT_MS = 30_000;

/**
 * Draws the images of patterns and icons of a style: those of its first layers at once, others when MapLibre first needs them. An image that
 * comes with the last tile is a change of the style, which costs one more frame of the whole map.
 */
export function paintPatterns(map: MapLibreMap, first?: StyleSpecification): void {
  const paint = (id: string) => {
    if (map.hasImage(id)) return;
    const pattern = patternImage(id) ?? overlayImage(id);
    if (pattern) map.addImage(id, pattern, { pixelRatio: PATTERN_PIXEL_RATIO });
    const icon = iconImage(id);
    if (icon) map.addImage(id, icon, { sdf: true });
  };
  map.setMissingStyleImageResolver(paint);
  if (first) map.once("style.load", () => imagesOf(first).forEach(paint));
}

/** What the layers of a style name where they name images: in a value, or anywhere in an expression. */
function imagesOf({ layers }: StyleSpecification): string[] {
  const texts = (value: unknown): string[] => (typeof value === "string" ? [value] : Array.isArray(value) ? value.flatMap(texts) : []);
  const named = layers.flatMap(({ layout, paint }) => [
    ...texts(layout && "icon-image" in layout ? layout["icon-image"] : undefined),
    ...texts(paint && "fill-pattern" in paint ? paint["fill-pattern"] : undefined),
  ]);
  return [...new Set(named)];
}

/** Makes the addresses of a style absolute: workers cannot resolve addresses relative to the page. */
export const absoluteRequest = (url: string) => ({ url: new URL(url, location.href).href });

/** A view of a map that is drawn out of sight. */
export interface HiddenView {
  readonly style: StyleSpecification;
  readonly centre: LngLatLike;
  readonly zoom: number;
  /** In pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture a pixel of the page. Default: that of the screen. */
  readonly pixelRatio?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was drawn, and whose data it shows. */
export interface DrawnPicture {
  readonly canvas: HTMLCanvasElement;
  readonly credits: readonly string[];
}

/**
 * Draws the view of a map in another style, at the same size, on a hidden map.
 * Rejects when it cannot be drawn.
 */
export async function takePicture(visibleMap: MapLibreMap, style: StyleSpecification): Promise<HTMLCanvasElement> {
  const { clientWidth: width, clientHeight: height } = visibleMap.getContainer();
  const { canvas } = await drawHidden({ style, centre: visibleMap.getCenter(), zoom: visibleMap.getZoom(), width, height });
  return canvas;
}

/**
 * Draws a view on a hidden map, which is gone afterwards with its context of the graphics card.
 * Rejects when it cannot be drawn, or is not wanted any more.
 */
export function drawHidden(view: HiddenView): Promise<DrawnPicture> {
  return withHiddenMap(view, async (map) => {
    const canvas = await drawnCanvas(map, namesSettle(map, view.style), view.signal);
    return { canvas, credits: creditsOf(map) };
  });
}

/** Makes a map out of sight, which is gone after its use with its context of the graphics card. Rejects when it is not wanted any more. */
export async function withHiddenMap<T>(
  { style, centre, zoom, width, height, pixelRatio, signal }: HiddenView,
  use: (map: MapLibreMap) => Promise<T>,
): Promise<T> {
  const maplibre = await mapLibre();
  signal?.throwIfAborted();
  const container = document.createElement("div");
  container.style.cssText = `position:fixed;left:-10000px;top:0;width:${width}px;height:${height}px`;
  document.body.append(container);
  let map: MapLibreMap | undefined;
  try {
    map = new maplibre.Map({
      container,
      style,
      center: centre,
      zoom,
      interactive: false,
      attributionControl: false,
      fadeDuration: 0,
      transformRequest: absoluteRequest,
      ...(pixelRatio && { pixelRatio }),
    });
    paintPatterns(map);
    return await use(map);
  } finally {
    map?.remove();
    container.remove();
  }
}

/** Whose data a map shows: sources that have nothing in view are left out. */
export function creditsOf(map: MapLibreMap): string[] {
  const seen = map.getBounds();
  const view = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()] as const;
  const found = Object.keys(map.getStyle()?.sources ?? {}).flatMap((id) => {
    const source = map.getSource(id);
    return source && isInView(source, view, map.getZoom()) ? (source.attribution ?? []) : [];
  });
  return [...new Set(found)];
}

/** Writes the names of areas once each, as the visible map does. Returns whether they have stayed the same since the last call. */
function namesSettle(map: MapLibreMap, style: StyleSpecification): () => boolean {
  let hasChanged = false;
  const dressed = nameAreasOnce(
    map,
    () => style,
    () => {
      hasChanged = true;
      map.setStyle(dressed(style), { diff: true });
    },
    () => ({ top: 0, right: 0, bottom: 0, left: 0 }),
  );
  return () => {
    const isSettled = !hasChanged;
    hasChanged = false;
    return isSettled;
  };
}

function drawnCanvas(map: MapLibreMap, isSettled: () => boolean, signal?: AbortSignal): Promise<HTMLCanvasElement> {
  return new Promise((resolve, reject) => {
    let isDrawn = false;
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
    const take = () => {
      clearTimeout(timer);
      // The drawing buffer is cleared after the frame, so it is copied within it.
      map.once("render", () => {
        const source = map.getCanvas();
        const copy = document.createElement("canvas");
        copy.width = source.width;
        copy.height = source.height;
        copy.getContext("2d")?.drawImage(source, 0, 0);
        resolve(copy);
      });
      map.triggerRepaint();
    };
    // A slow machine gets the map as it is, if all of it has been drawn once.
    const timer = setTimeout(() => (isDrawn ? take() : reject(new Error("the map was not drawn in time"))), TIMEOUT_MS);
    map.on("idle", () => {
      isDrawn = true;
      if (isSettled()) take();
    });
  });
}
