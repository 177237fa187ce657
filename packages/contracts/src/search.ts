import { z } from "zod";
import { id } from "./ids.ts";
import { bbox } from "./place.ts";

/** Suggestions of a portal's search field, best first: addresses and places from its layers, its datasets. */
export const suggestInput = z.object({ portalId: id, q: z.string().trim().min(1).max(100), limit: z.int().min(1).max(20).default(8) });
export const suggestion = z.object({
  kind: z.enum(["address", "place", "dataset"]),
  label: z.string(),
  /** Distinguishes similar suggestions: commune, kind of place, producer. */
  detail: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  bbox: bbox.nullable(),
  datasetSlug: z.string().nullable(),
});
export type Suggestion = z.infer<typeof suggestion>;
