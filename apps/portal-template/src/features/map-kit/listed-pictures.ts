import type { PortalPictures } from "@archipel/contracts/portals.ts";
import type { ListedLayer } from "@archipel/map/model/map-state.ts";

/** A dataset's pictures as an entry of the map's list. */
export const listedPictures = ({ datasetId, isVisible }: PortalPictures): ListedLayer => ({ id: datasetId, isVisible, isUnder: true });
