// Next runs this file before React takes a page over.
import { CONTAINER, loadMapLibre } from "@archipel/map/ui/load-maplibre.ts";
import { readMapStart } from "./features/map/map-start.tsx";

// The map is what a visitor of its page waits for.
if (document.querySelector(`[${CONTAINER}]`)) {
  loadMapLibre();
  const start = readMapStart();
  // Where it fails, the map's screen starts the map, and reports what fails.
  if (start)
    import("./features/map/start-map.ts")
      .then(
        ({ startMap }) => startMap(start),
        () => {},
      )
      .catch(() => {});
}
