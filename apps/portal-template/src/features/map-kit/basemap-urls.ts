/** Where a portal serves its basemap. */
export const BASEMAP_URLS = { world: "/basemap.json", detail: "/basemap/detail.json" };
