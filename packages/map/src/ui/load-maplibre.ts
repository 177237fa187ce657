/** Where the site serves MapLibre's worker. */
export const WORKER_URL = "/maplibre/maplibre-gl-worker.mjs";
/** The attribute of the elements that maps are drawn in. */
export const CONTAINER = "data-map-canvas";

/** Loads MapLibre, and starts its worker. They are the largest files of a page with a map. `createMap` reports what fails. */
export function loadMapLibre(): void {
  import("maplibre-gl")
    .then((maplibre) => {
      if (!maplibre.getWorkerUrl()) maplibre.setWorkerUrl(WORKER_URL);
      maplibre.prewarm();
    })
    .catch(() => {});
}
