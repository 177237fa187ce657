// Next runs this file before React takes a page over.
import { CONTAINER, loadMapLibre } from "@archipel/map/ui/load-maplibre.ts";

// The map is what a visitor of its page waits for.
if (document.querySelector(`[${CONTAINER}]`)) loadMapLibre();
