import { type Format, formats, holdsLayers } from "@archipel/gdal/model.ts";
import { z } from "zod";

/** An object that holds all rows of a layer (packages/gdal/src/rows), as they are in the checked file. */
const storedRows = z.object({ key: z.string(), version: z.int(), columns: z.array(z.string()) });
export type StoredRows = z.infer<typeof storedRows>;

/** What `upload_layers.source` holds: the layer's place in the file, and the objects with its preview sample and its rows. */
export const storedSource = z.object({
  format: z.enum(formats),
  entry: z.string().nullable(),
  layer: z.string(),
  encoding: z.string().nullable(),
  hasZ: z.boolean().nullable(),
  sampleKey: z.string().nullable(),
  /** Until they are published. Layers that were checked by an older version have none. */
  rows: storedRows.nullable().default(null),
  /** The upload with the points of this table of addresses. */
  pointsUploadId: z.string().nullable().default(null),
  /** A person chose the encoding: it is kept when the file is checked again. */
  isEncodingChosen: z.boolean(),
});
export type StoredSource = z.infer<typeof storedSource>;

/** What `upload_layers.crs` holds: the CRS as found, with EPSG codes alone as candidates, and whether a person chose another. */
export const storedCrs = z.object({
  srid: z.int().nullable(),
  name: z.string().nullable(),
  how: z.enum(["declared", "by-name", "guessed", "unknown"]),
  candidates: z.array(z.int()),
  isChosen: z.boolean(),
});
export type StoredCrs = z.infer<typeof storedCrs>;

/** Identifies a layer across two readings of a file. */
export function sourceKey(source: { format: Format; entry: string | null; layer: string }): string {
  return JSON.stringify([source.entry, holdsLayers(source.format) ? source.layer : ""]);
}
