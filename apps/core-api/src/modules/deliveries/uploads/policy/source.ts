import { type Format, formats, holdsLayers } from "@archipel/gdal/model.ts";
import { z } from "zod";

/** An object that holds all rows of a layer (packages/gdal/src/rows), as they are in the file that was checked. */
const storedRows = z.object({ key: z.string(), version: z.int(), columns: z.array(z.string()) });
export type StoredRows = z.infer<typeof storedRows>;

/** What `upload_layers.source` holds: where the layer is in the file, and the objects that hold its sample for the preview, and its rows. */
export const storedSource = z.object({
  format: z.enum(formats),
  entry: z.string().nullable(),
  layer: z.string(),
  encoding: z.string().nullable(),
  hasZ: z.boolean().nullable(),
  sampleKey: z.string().nullable(),
  /** Until they are published; reports of before have none. */
  rows: storedRows.nullable().default(null),
  /** The encoding is a person's choice, and stays when the file is checked again. */
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

/** The same layer in two readings of a file. */
export function sourceKey(source: { format: Format; entry: string | null; layer: string }): string {
  return JSON.stringify([source.entry, holdsLayers(source.format) ? source.layer : ""]);
}
