import { z } from "zod";

/** How exactly the place is known. A street or a commune is no parcel. */
const precisions = ["exact", "building", "parcel", "street", "commune"] as const;

/** The place of a report. Its geometry stays with core-api: maps show it, the report never contains it. */
export const placeSchema = z.strictObject({
  kind: z.enum(["point", "address", "parcels", "drawn"]),
  label: z.string(),
  /** EPSG code of the metric CRS in which the figures were measured. */
  crs: z.int(),
  precision: z.enum(precisions),
  /** The centre in degrees (EPSG:4326), longitude first. */
  centre: z.tuple([z.number(), z.number()]),
  parcels: z
    .array(
      z.strictObject({
        id: z.string(),
        declaredM2: z.number().nullable(),
        drawnM2: z.number(),
        baseMapDate: z.iso.date().optional(),
      }),
    )
    .optional(),
  parcelHere: z.string().optional().meta({ description: "The parcel under a point: a report can be asked for the whole of it" }),
  commune: z.strictObject({ insee: z.string(), name: z.string(), mergedFrom: z.array(z.string()).optional() }),
});
export type Place = z.infer<typeof placeSchema>;
