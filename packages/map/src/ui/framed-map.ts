import type { Map as MapLibreMap, MapOptions, PointLike } from "maplibre-gl";
import type { MapLibre } from "./load-maplibre.ts";
import type { Bounds } from "./map-handle.ts";

/** A map embedded in a page, without panels of its own. The options are read once, when the map starts. */
export interface FramedMap {
  /** Initial bounds; without them, the map opens at its view. */
  readonly bounds: Bounds | undefined;
  /** The nearest zoom at which the bounds are framed. */
  readonly nearest?: number;
  /** Labels of the library's own buttons. Null for a map below another one, whose buttons and label serve both. */
  readonly controls: ControlLabels | null;
  /** Layers of the overlay whose features can be picked. */
  readonly pickable: () => readonly string[];
  /** Receives the property `id` of a picked feature. */
  readonly onOverlayPicked: (id: string) => void;
}

interface ControlLabels {
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly credits: string;
}

const MARGIN_PX = 32;

/** MapLibre options in addition to those of every map. */
export function framedOptions({ bounds, nearest = 15, controls }: FramedMap): Partial<MapOptions> {
  return {
    maxZoom: 20,
    ...(bounds && { bounds: [...bounds], fitBoundsOptions: { padding: MARGIN_PX, maxZoom: nearest, duration: 0 } }),
    ...(controls && {
      locale: {
        "NavigationControl.ZoomIn": controls.zoomIn,
        "NavigationControl.ZoomOut": controls.zoomOut,
        "AttributionControl.ToggleAttribution": controls.credits,
      },
    }),
  };
}

/** Adds the library's own buttons, scale and credits; a map below another one is removed from the tab order instead. */
export function frame(maplibre: MapLibre, map: MapLibreMap, { controls }: FramedMap): void {
  if (!controls) {
    const canvas = map.getCanvas();
    canvas.tabIndex = -1;
    canvas.setAttribute("aria-hidden", "true");
    canvas.removeAttribute("role");
    return;
  }
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibre.ScaleControl({}), "bottom-left");
  map.addControl(new maplibre.AttributionControl({ compact: true }), "bottom-right");
  // The control opens by itself when the first source reports its credits, possibly long before everything is drawn.
  const fold = () => foldCredits(map.getContainer());
  map.on("sourcedata", fold);
  map.once("load", () => {
    map.off("sourcedata", fold);
    fold();
  });
}

/** Collapses the credits to a button: on a small map the open list would cover it. */
function foldCredits(container: HTMLElement): void {
  const credits = container.querySelector(".maplibregl-ctrl-attrib");
  credits?.classList.remove("maplibregl-compact-show");
  credits?.removeAttribute("open");
}

/** The property `id` of the pickable feature drawn at a point, or null. */
export function overlayIdAt(map: MapLibreMap, { pickable }: FramedMap, point: PointLike): string | null {
  const layers = pickable().filter((layer) => map.getLayer(layer));
  const id = layers.length > 0 ? map.queryRenderedFeatures(point, { layers })[0]?.properties.id : undefined;
  return typeof id === "string" ? id : null;
}
