/** The version of the `maplibre-gl` that is installed; a test compares them. */
export const VERSION = "6.17.0";
const FOLDER = `/maplibre/${VERSION}`;
/** Where a site serves MapLibre and its worker (`scripts/prepare-public.mjs`). */
const LIBRARY_URL = `${FOLDER}/maplibre-gl.mjs`;
/** The modules that the document of a page with a map names: the library, and one that starts its worker. */
export const MODULE_URLS = [LIBRARY_URL, `${FOLDER}/start.mjs`] as const;
const WORKER_URL = `${FOLDER}/maplibre-gl-worker.mjs`;
/** The attribute of the elements that maps are drawn in. */
export const CONTAINER = "data-map-canvas";

export type MapLibre = typeof import("maplibre-gl");

let loaded: MapLibre | undefined;

/**
 * The library, loaded on first use. It is in no bundle: what a bundle contains is compiled when it is called, on the page's own thread, and
 * this is a megabyte. A module is compiled beside it.
 */
export async function mapLibre(): Promise<MapLibre> {
  if (loaded) return loaded;
  const library: MapLibre = await import(/* turbopackIgnore: true */ LIBRARY_URL);
  if (!library.getWorkerUrl()) library.setWorkerUrl(WORKER_URL);
  loaded = library;
  return library;
}

/** For code that has a map, which the library made. */
export function loadedMapLibre(): MapLibre {
  if (!loaded) throw new Error("MapLibre is not loaded yet: call mapLibre() first");
  return loaded;
}

/** Loads MapLibre, and starts its worker. They are the largest files of a page with a map. `createMap` reports what fails. */
export function loadMapLibre(): void {
  mapLibre()
    .then((library) => library.prewarm())
    .catch(() => {});
}
