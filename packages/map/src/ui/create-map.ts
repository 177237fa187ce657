import { formatCoordinates } from "@archipel/i18n/format.ts";
import type { Map as MapLibreMap, Marker as MapLibreMarker, PointLike, StyleSpecification } from "maplibre-gl";
import type { LiveLayers } from "../model/live-layers.ts";
import type { FeatureRef, Marker, View } from "../model/map-state.ts";
import { specificFirst } from "../model/specific-first.ts";
import { clusterAt, isGatheredLayer, openCluster } from "./cluster-at.ts";
import { drawLettersEarly } from "./draw-letters-early.ts";
import { type FramedMap, frame, framedOptions, overlayIdAt } from "./framed-map.ts";
import { gatherFrames } from "./gather-frames.ts";
import { groundFirst, isOwnStyle, withoutSea } from "./ground-first.ts";
import { mapLibre } from "./load-maplibre.ts";
import type { Bounds, MapHandle, Padding, Pick } from "./map-handle.ts";
import { nameAreasOnce } from "./name-areas-once.ts";
import { keepFresh, refreshStale } from "./refresh-stale.ts";
import { absoluteRequest, creditsOf, paintPatterns, takePicture } from "./take-picture.ts";
import { whenDrawn } from "./when-drawn.ts";

export interface CreateOptions {
  container: HTMLElement;
  style: StyleSpecification;
  view: View;
  /** Accessible name of the canvas. */
  label: string;
  /** Known edits, for a map that follows them. */
  live: LiveLayers | undefined;
  /** For a map embedded in a page: initial bounds, buttons, and the pickable layers of its overlay. */
  framed?: FramedMap | undefined;
  listener: MapListener;
}

/** What the page of a map hears of it, and how much of it panels cover. */
export interface MapListener {
  padding: () => Padding;
  /** @param isByHand the person moved the map, not the page */
  onMoved: (view: View, bounds: Bounds, isByHand: boolean) => void;
  onPicked: (pick: Pick) => void;
  onSettled: () => void;
}

/** A running map with its handle; `show` and `mark` update it from the state, `remove` frees it. */
export interface RunningMap {
  handle: MapHandle;
  /** Another listener takes the map over: it is reported what came before. */
  listen(listener: MapListener, label: string): void;
  show(style: StyleSpecification): void;
  mark(marker: Marker | null): void;
  remove(): void;
}

/** In the browser's timeline of the page. */
const MAP_SHOWN = "archipel-map-shown";
const PICK_RADIUS_PX = 5;
const MAX_HITS = 20;
/** Prefix of terra-draw's sources and layers. */
const DRAWING = "td-";

/** Starts MapLibre, loaded on first use. Rejects when the browser has no WebGL. */
export async function createMap(asked: CreateOptions, isCancelled: () => boolean): Promise<RunningMap | undefined> {
  const maplibre = await mapLibre();
  if (isCancelled()) return undefined;
  const options = { ...asked };
  const framed = options.framed && framedOptions(options.framed);
  const map = new maplibre.Map({
    container: options.container,
    style: withoutSea(options.style),
    validateStyle: !isOwnStyle(options.style),
    center: [options.view.lon, options.view.lat],
    zoom: options.view.zoom,
    attributionControl: false,
    maxPitch: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 150,
    // A map that follows edits requests stale tiles itself; other maps need no refresh.
    refreshExpiredTiles: false,
    transformRequest: (url) => {
      const { url: href } = absoluteRequest(url);
      return { url: options.live?.addressOf(href) ?? href };
    },
    ...framed,
    locale: { "Map.Title": options.label, ...framed?.locale },
  });
  gatherFrames(map, Object.keys(options.style.sources));
  drawLettersEarly(map, options.style);
  let isShown = false;
  let isReady = false;
  const ground = groundFirst(map, options.style);
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  paintPatterns(map, options.style);
  if (options.framed) frame(maplibre, map, options.framed);
  const moved = (isByHand: boolean) => options.listener.onMoved(viewOf(map), boundsOf(map), isByHand);
  map.on("moveend", (event) => moved(event.originalEvent !== undefined));
  if (options.live) keepFresh(map, options.live);
  map.once("load", () => {
    // Everything of the first view is drawn, and the map moves: what `bench/usable` measures.
    performance.mark(MAP_SHOWN);
    isShown = true;
    moved(false);
  });
  map.on("idle", () => options.listener.onSettled());
  map.on("click", ({ point, lngLat: { lng, lat } }) => whenDrawn(map, () => pick(map, options, point, lng, lat)));
  map.on("mousemove", (event) => {
    // Edit mode sets its own cursors.
    if (!isReady || "editing" in map.getContainer().dataset) return;
    const isPickable =
      (options.framed && overlayIdAt(map, options.framed, event.point)) ||
      pickAt(map, event.point, 0, 0).hits.length > 0 ||
      clusterAt(map, event.point) !== null;
    map.getCanvas().style.cursor = isPickable ? "pointer" : "";
  });
  let latest = options.style;
  const redraw = (style: StyleSpecification) =>
    map.setStyle(style, { diff: true, validate: !isOwnStyle(style), transformStyle: withDrawing });
  const dressed = nameAreasOnce(
    map,
    () => latest,
    () => redraw(dressed(ground.shown(latest))),
    () => options.listener.padding(),
  );
  let drawn = JSON.stringify(withoutSea(options.style));
  let waiting: StyleSpecification | undefined;
  let marker: MapLibreMarker | undefined;
  map.once("style.load", () => {
    isReady = true;
    if (waiting) redraw(waiting);
  });
  return {
    handle: handleOf(map, options),
    listen(listener, label) {
      options.listener = listener;
      map.getCanvas().setAttribute("aria-label", label);
      if (isShown) moved(false);
      if (map.loaded()) listener.onSettled();
    },
    show(asked) {
      latest = asked;
      const style = dressed(ground.shown(asked));
      // MapLibre compares two styles slowly, and the first one is often asked for again.
      const text = JSON.stringify(style);
      if (text === drawn) return;
      drawn = text;
      // MapLibre cannot compare styles before its first one has loaded: until then the last style waits.
      if (isReady) redraw(style);
      else waiting = style;
    },
    mark(place) {
      marker?.remove();
      marker = undefined;
      if (!place) return;
      marker = new maplibre.Marker({ element: pin(place.label || positionOf(place)), anchor: "bottom" })
        .setLngLat([place.lon, place.lat])
        .addTo(map);
    },
    remove: () => map.remove(),
  };
}

function handleOf(map: MapLibreMap, options: CreateOptions): MapHandle {
  const middle = (): [number, number] => {
    const { clientWidth, clientHeight } = map.getCanvas();
    const { top, right, bottom, left } = options.listener.padding();
    return [(left + clientWidth - right) / 2, (top + clientHeight - bottom) / 2];
  };
  return {
    flyTo: ({ lon, lat, zoom }) => {
      const { top, right, bottom, left } = options.listener.padding();
      map.flyTo({ center: [lon, lat], zoom, offset: [(left - right) / 2, (top - bottom) / 2], duration: 900 });
    },
    fit: ([west, south, east, north], { maxZoom = 17, isInstant = false } = {}) =>
      map.fitBounds(
        [
          [west, south],
          [east, north],
        ],
        { padding: withMargin(options.listener.padding()), maxZoom, duration: isInstant ? 0 : 900 },
      ),
    zoomBy: (steps) => map.zoomTo(map.getZoom() + steps, { duration: 180 }),
    northUp: () => map.resetNorth({ duration: 180 }),
    bounds: () => boundsOf(map),
    library: map,
    middle() {
      const { lng, lat } = map.unproject(middle());
      return { lon: lng, lat };
    },
    pick(pixel) {
      const [x, y] = pixel ?? middle();
      const { lng, lat } = map.unproject([x, y]);
      whenDrawn(map, () => pick(map, options, [x, y], lng, lat));
    },
    picture: (style) => takePicture(map, style),
    refresh: () => options.live && refreshStale(map, options.live),
    credits: () => creditsOf(map),
  };
}

/** Keeps terra-draw's sources and layers in every new style. */
function withDrawing(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const drawn = Object.entries(before?.sources ?? {}).filter(([id]) => id.startsWith(DRAWING));
  if (!before || drawn.length === 0) return next;
  return {
    ...next,
    sources: { ...next.sources, ...Object.fromEntries(drawn) },
    layers: [...next.layers, ...before.layers.filter(({ id }) => id.startsWith(DRAWING))],
  };
}

const withMargin = ({ top, right, bottom, left }: Padding): Padding => ({
  top: top + 32,
  right: right + 32,
  bottom: bottom + 32,
  left: left + 32,
});

function viewOf(map: MapLibreMap): View {
  const { lng, lat } = map.getCenter();
  return { lon: lng, lat, zoom: map.getZoom() };
}

function boundsOf(map: MapLibreMap): Bounds {
  const box = map.getBounds();
  return [Math.max(-180, box.getWest()), Math.max(-85, box.getSouth()), Math.min(180, box.getEast()), Math.min(85, box.getNorth())];
}

/** Zooms in to a cluster; else reports what is at a point: a pickable feature of the overlay, else the features of the data layers. */
function pick(map: MapLibreMap, options: CreateOptions, point: PointLike, lon: number, lat: number): void {
  const cluster = clusterAt(map, point);
  const id = options.framed ? overlayIdAt(map, options.framed, point) : null;
  if (cluster) openCluster(map, cluster);
  else if (options.framed && id !== null) options.framed.onOverlayPicked(id);
  else options.listener.onPicked(pickAt(map, point, lon, lat));
}

/** Distinct data features around a point, the most specific first. */
function pickAt(map: MapLibreMap, point: PointLike, lon: number, lat: number): Pick {
  const [x, y] = Array.isArray(point) ? point : [point.x, point.y];
  // A map that was closed meanwhile has no style any more.
  const layers = (map.getStyle()?.layers ?? []).flatMap(({ id }) => (id.startsWith("data/") && !isGatheredLayer(id) ? [id] : []));
  if (layers.length === 0) return { hits: [], lon, lat };
  const exact = map.queryRenderedFeatures([x, y], { layers });
  const around =
    exact.length > 0
      ? exact
      : map.queryRenderedFeatures(
          [
            [x - PICK_RADIUS_PX, y - PICK_RADIUS_PX],
            [x + PICK_RADIUS_PX, y + PICK_RADIUS_PX],
          ],
          { layers },
        );
  const hits = new Map<string, FeatureRef>();
  for (const feature of specificFirst(around)) {
    const layerId = feature.layer.id.split("/")[1];
    if (layerId && typeof feature.id === "number") hits.set(`${layerId}/${feature.id}`, { layerId, fid: feature.id });
  }
  return { hits: [...hits.values()].slice(0, MAX_HITS), lon, lat };
}

/** A drop-shaped pin in the theme's selection colour. */
/** A place without a name is called by its position: a picture without a name says nothing to those who do not see it. */
function positionOf({ lon, lat }: { readonly lon: number; readonly lat: number }): string {
  return formatCoordinates(document.documentElement.lang === "en" ? "en" : "fr", lon, lat);
}

function pin(label: string): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  element.style.cssText = "width:32px;height:42px;pointer-events:none";
  element.innerHTML =
    '<svg viewBox="0 0 32 42" width="32" height="42" aria-hidden="true"><path d="M16 41C16 41 30 25.5 30 15.5A14 14 0 1 0 2 15.5C2 25.5 16 41 16 41Z" fill="var(--a-map-selection)" stroke="var(--a-map-labelhalo, #fff)" stroke-width="2"/><circle cx="16" cy="15.5" r="5.5" fill="var(--a-surface)"/></svg>';
  return element;
}
