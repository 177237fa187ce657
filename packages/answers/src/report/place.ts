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
  commune: z.strictObject({ insee: z.string(), name: z.string(), mergedFrom: z.array(z.string()).optional() }),
});
export type Place = z.infer<typeof placeSchema>;

/** A declared area and a drawn one that differ by more than this share are both shown. */
const AREAS_DIFFER = 0.05;

/** True when the area that the land register declares and the drawn one differ so much that a reader must see both. */
export function doAreasDiffer({ declaredM2, drawnM2 }: { declaredM2: number | null; drawnM2: number }): boolean {
  return declaredM2 !== null && declaredM2 > 0 && Math.abs(declaredM2 - drawnM2) > AREAS_DIFFER * declaredM2;
}
