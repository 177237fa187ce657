import { z } from "zod";
import { id } from "./ids.ts";

/** Most layers that one stream of `/events` may follow. */
export const MAX_LIVE_LAYERS = 100;

/** Event `edited`: a layer has a new revision; for readers of a part, the moment in milliseconds. Boxes are the changed areas, in web mercator metres (EPSG:3857). */
export const layerEdited = z.object({
  layerId: id,
  revision: z.number().int(),
  boxes: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
  inserted: z.number().int(),
  updated: z.number().int(),
  deleted: z.number().int(),
});
export type LayerEdited = z.infer<typeof layerEdited>;

// The other events of `/events`: `ready` (`{ revisions }`: all missed events were sent, and the current revision of each layer), `reset`
// (the changes since `Last-Event-ID` are no longer known: reload everything) and `look` (styles or fields changed: reload the layers).
