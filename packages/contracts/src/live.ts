import { z } from "zod";
import { id } from "./ids.ts";

/** Layers that one stream of `/events` may follow. */
export const MAX_LIVE_LAYERS = 100;

/** Event `edited`: a layer has a new revision. Boxes are the touched ground, in web mercator metres (EPSG:3857). */
export const layerEdited = z.object({
  layerId: id,
  revision: z.number().int(),
  boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  inserted: z.number().int(),
  updated: z.number().int(),
  deleted: z.number().int(),
});
export type LayerEdited = z.infer<typeof layerEdited>;

// The other events of `/events`: `ready` (`{ revisions }`: everything missed was sent, and the revision at which each layer is), `reset`
// (the changes since `Last-Event-ID` are no longer known: load everything again) and `look` (styles or fields changed: load the layers).
