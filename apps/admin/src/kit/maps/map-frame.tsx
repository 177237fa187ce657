"use client";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Bbox, MapView } from "@archipel/contracts/place.ts";
import { composeOverlay, type Overlay } from "@archipel/map/layers/overlay.ts";
import { PATTERN_PIXEL_RATIO, patternImage } from "@archipel/map-style/patterns.ts";
import { clsx } from "clsx";
import {
  AttributionControl,
  type Map as MapLibre,
  Map as MapLibreMap,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from "maplibre-gl";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { consoleBasemap } from "./console-basemap.ts";
import { useColourMode } from "./use-colour-mode.ts";

setWorkerUrl("/maplibre/maplibre-gl-worker.mjs");

interface MapFrameProps {
  /** What the map shows, for readers. */
  readonly label: string;
  /** Drawn over the console's basemap; a new object is compared with what is shown. */
  readonly overlay: Overlay;
  /** Brought into view at the start and when they change. */
  readonly bounds?: Bbox | null | undefined;
  /** Where the map opens when there are no bounds. */
  readonly view?: MapView | undefined;
  /** lon, lat to fly to. */
  readonly focus?: readonly [number, number] | null | undefined;
  readonly onViewChange?: ((view: MapView) => void) | undefined;
  /** A drawn thing of these layers was pointed at: its `id`. What it leads to must also be reachable without the map. */
  readonly pick?: { readonly layers: readonly string[]; readonly onPick: (id: string) => void } | undefined;
  /** The map itself, for what draws on it; null once it is gone. */
  readonly onReady?: ((map: MapLibre | null) => void) | undefined;
  /** Lies under another frame that has the controls and the name of both. */
  readonly isUnder?: boolean | undefined;
  readonly className?: string | undefined;
}

const FRANCE: Bbox = [-5.8, 41.2, 9.8, 51.3];
const FIT = { padding: 32, maxZoom: 15, duration: 0 } as const;

/** terra-draw's own sources and layers begin so. */
const DRAWN = /^td-/;

/** What is being drawn on a map is in no style of ours: it stays when the style changes. */
function withDrawing(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const sources = Object.entries(before?.sources ?? {}).filter(([id]) => DRAWN.test(id));
  const layers = (before?.layers ?? []).filter(({ id }) => DRAWN.test(id));
  return { ...next, sources: { ...next.sources, ...Object.fromEntries(sources) }, layers: [...next.layers, ...layers] };
}

/** A map of the console: the calm basemap, and what its page lays over it. */
export function MapFrame({ label, overlay, bounds, view, focus, onViewChange, pick, onReady, isUnder = false, className }: MapFrameProps) {
  const t = useTranslations("admin.map");
  const mode = useColourMode();
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [isBroken, setBroken] = useState(false);
  const painted = JSON.stringify([mode, overlay.key]);
  const shown = useRef("");
  const style = composeOverlay(consoleBasemap(mode), overlay);
  const latest = useRef({ onViewChange, pick, onReady, style, painted, bounds, view, label, t });
  latest.current = { onViewChange, pick, onReady, style, painted, bounds, view, label, t };

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const start = latest.current;
    let made: MapLibre;
    try {
      made = new MapLibreMap({
        container: element,
        style: start.style,
        ...(start.bounds || !start.view
          ? { bounds: start.bounds ?? FRANCE, fitBoundsOptions: FIT }
          : { center: [start.view.lon, start.view.lat], zoom: start.view.zoom }),
        ...CONTROLS,
        locale: words(start.t),
      });
    } catch {
      // No WebGL: the page goes on without its map.
      setBroken(true);
      return;
    }
    const canvas = made.getCanvas();
    if (isUnder) {
      canvas.tabIndex = -1;
      canvas.setAttribute("aria-hidden", "true");
      canvas.removeAttribute("role");
    } else {
      made.addControl(new NavigationControl({ showCompass: false }), "top-right");
      made.addControl(new ScaleControl({}), "bottom-left");
      made.addControl(new AttributionControl({ compact: true }), "bottom-right");
      canvas.setAttribute("aria-label", start.label);
    }
    made.setMissingStyleImageResolver((id) => {
      const image = patternImage(id);
      if (image && !made.hasImage(id)) made.addImage(id, image, { pixelRatio: PATTERN_PIXEL_RATIO });
    });
    made.on("moveend", (event) => {
      // Only a person's own gesture: the map's first fit is no choice.
      if (event.originalEvent) latest.current.onViewChange?.(viewOf(made));
    });
    const pickedAt = (event: MapMouseEvent) => {
      const layers = latest.current.pick?.layers.filter((layer) => made.getLayer(layer)) ?? [];
      const id = layers.length > 0 ? made.queryRenderedFeatures(event.point, { layers })[0]?.properties.id : undefined;
      return typeof id === "string" ? id : null;
    };
    made.on("click", (event) => {
      const id = pickedAt(event);
      if (id) latest.current.pick?.onPick(id);
    });
    made.on("mousemove", (event) => {
      if (latest.current.pick) made.getCanvas().style.cursor = pickedAt(event) ? "pointer" : "";
    });
    // It opens when the first source tells its origin, which may be long before all is drawn.
    const fold = () => foldAttribution(element);
    made.on("sourcedata", fold);
    made.once("load", () => {
      made.off("sourcedata", fold);
      fold();
      latest.current.onReady?.(made);
    });
    shown.current = start.painted;
    setMap(made);
    return () => {
      latest.current.onReady?.(null);
      made.remove();
      setMap(null);
    };
  }, [isUnder]);

  useEffect(() => {
    if (!map || shown.current === painted) return;
    shown.current = painted;
    map.setStyle(latest.current.style, { diff: true, transformStyle: withDrawing });
  }, [map, painted]);

  const fitted = bounds?.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same box in a new array is no move
  useEffect(() => {
    if (map && bounds) map.fitBounds(bounds, FIT);
  }, [map, fitted]);

  const aimed = focus?.join(",");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same place in a new array is no move
  useEffect(() => {
    if (map && focus) map.flyTo({ center: [focus[0], focus[1]], zoom: Math.max(map.getZoom(), 15), duration: 600 });
  }, [map, aimed]);

  return (
    <div className={clsx("relative overflow-hidden rounded-card border border-line bg-map-land", className)}>
      <div ref={container} className="size-full" />
      {isBroken && <p className="absolute inset-0 flex items-center justify-center p-6 text-center">{t("noWebgl")}</p>}
    </div>
  );
}

/** The sources stay one click away: on a small map the open list would cover it. */
function foldAttribution(container: HTMLElement): void {
  const attribution = container.querySelector(".maplibregl-ctrl-attrib");
  attribution?.classList.remove("maplibregl-compact-show");
  attribution?.removeAttribute("open");
}

const CONTROLS = { attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 20 } as const;

function words(t: ReturnType<typeof useTranslations<"admin.map">>) {
  return {
    "NavigationControl.ZoomIn": t("zoomIn"),
    "NavigationControl.ZoomOut": t("zoomOut"),
    "AttributionControl.ToggleAttribution": t("attribution"),
    "Map.Title": t("title"),
  };
}

function viewOf(map: MapLibre): MapView {
  const { lng, lat } = map.getCenter().wrap();
  return { lon: round(lng, 5), lat: round(lat, 5), zoom: round(map.getZoom(), 2) };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
