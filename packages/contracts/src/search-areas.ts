import { z } from "zod";
import { communityId, id } from "./ids.ts";

/** An area that a layer names, such as a commune: one feature of a layer of polygons that the caller may read. */
export const namedArea = z.object({
  layerId: id,
  fid: z.int(),
  label: z.string(),
  /** Distinguishes areas of the same label. */
  detail: z.string(),
  layerTitle: z.string(),
  /** The community that publishes the layer. */
  communityName: z.string(),
});
export type NamedArea = z.infer<typeof namedArea>;

export const findAreasInput = z.object({
  communityId,
  q: z.string().trim().min(2).max(200),
  locale: z.enum(["fr", "en"]).default("fr"),
  limit: z.int().min(1).max(50).default(20),
});
