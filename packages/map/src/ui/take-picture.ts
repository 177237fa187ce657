import { PATTERN_PIXEL_RATIO, patternImage } from "@archipel/map-style/patterns.ts";
import type { Map as MapLibreMap, StyleSpecification } from "maplibre-gl";

/** A hidden map that never settles must not keep someone waiting for ever. */
const PATIENCE_MS = 20_000;

/** Hatches and dots that a style asks for are painted when first needed. */
export function paintPatterns(map: MapLibreMap): void {
  map.setMissingStyleImageResolver((id) => {
    const image = patternImage(id);
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: PATTERN_PIXEL_RATIO });
  });
}

/** A style's addresses may be relative to the page; workers do not know the page. */
export const absoluteRequest = (url: string) => ({ url: new URL(url, location.href).href });

/**
 * The same place as a living map, of the same size, drawn in another style on a map that nobody sees.
 * Rejects when it cannot be drawn.
 */
export async function takePicture(living: MapLibreMap, style: StyleSpecification): Promise<HTMLCanvasElement> {
  const maplibre = await import("maplibre-gl");
  const { clientWidth, clientHeight } = living.getContainer();
  const container = document.createElement("div");
  container.style.cssText = `position:fixed;left:-10000px;top:0;width:${clientWidth}px;height:${clientHeight}px`;
  document.body.append(container);
  let map: MapLibreMap | undefined;
  try {
    map = new maplibre.Map({
      container,
      style,
      center: living.getCenter(),
      zoom: living.getZoom(),
      interactive: false,
      attributionControl: false,
      fadeDuration: 0,
      transformRequest: absoluteRequest,
    });
    paintPatterns(map);
    return await drawnCanvas(map);
  } finally {
    map?.remove();
    container.remove();
  }
}

function drawnCanvas(map: MapLibreMap): Promise<HTMLCanvasElement> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the map was not drawn in time")), PATIENCE_MS);
    map.once("idle", () => {
      // The drawing buffer is empty once the frame is over: copy it within.
      map.once("render", () => {
        clearTimeout(timer);
        const source = map.getCanvas();
        const copy = document.createElement("canvas");
        copy.width = source.width;
        copy.height = source.height;
        copy.getContext("2d")?.drawImage(source, 0, 0);
        resolve(copy);
      });
      map.triggerRepaint();
    });
  });
}
