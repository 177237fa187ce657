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

/** Event `ready`: all that was asked for was told; the revision at which each layer stands. What was missed shows by it. */
export const liveReady = z.object({ revisions: z.record(z.string(), z.number().int()) });

/** Event `reset`: what happened since is not known any more: everything is to be asked again. */
export const LIVE_EVENTS = ["edited", "ready", "reset", "look"] as const;
