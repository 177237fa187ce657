import { z } from "zod";

/** What `upload_layers.source` holds: where the layer is in the file, and the object that holds its sample for the preview. */
export const storedSource = z.object({
  format: z.enum(["geojson", "geojsonseq", "gpkg", "shapefile", "dbf", "flatgeobuf", "kml", "csv", "gml", "mapinfo"]),
  entry: z.string().nullable(),
  layer: z.string(),
  encoding: z.string().nullable(),
  hasZ: z.boolean().nullable(),
  sampleKey: z.string().nullable(),
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
export function sourceKey(source: { format: string; entry: string | null; layer: string }): string {
  return JSON.stringify([source.entry, source.format === "gpkg" ? source.layer : ""]);
}
