import { join } from "node:path";
import { readFlatGeobuf } from "../direct/flatgeobuf.ts";
import { readGeoPackage } from "../direct/geopackage.ts";
import { LeftToGdal } from "../direct/left-to-gdal.ts";
import { RowsOutput } from "../direct/rows-output.ts";
import { readShapefile } from "../direct/shapefile.ts";
import { repairOf } from "../formats/encoding.ts";
import type { InspectedLayer } from "../model.ts";
import { fileOfRows, ROW_FID } from "./requests.ts";
import type { StagedFiles } from "./stage-files.ts";

/** A reader of our own for one layer. */
interface DirectReader {
  /** The columns of its rows, by number. */
  columns: string[];
  /** Writes the rows. @throws LeftToGdal */
  write(output: RowsOutput): void;
}

/** The reader of our own for a layer that GDAL described; null when GDAL reads its rows too. */
export function directReader({ source, fields }: InspectedLayer, { directory, main }: StagedFiles): DirectReader | null {
  const { format, encoding, layer, hasZ, hasM } = source;
  // Names and texts that still need a correction are left to one reader.
  if (repairOf(format, encoding) !== null) return null;
  const path = join(directory, main);
  const columns = fields.map(({ name }) => name);
  if (format === "gpkg") return { columns: [...columns, ROW_FID], write: (output) => readGeoPackage(path, layer, fields, hasZ, output) };
  if (format === "flatgeobuf") return { columns, write: (output) => readFlatGeobuf(path, fields, hasZ, output) };
  if (format === "shapefile" && encoding !== null && !hasM)
    return { columns, write: (output) => readShapefile({ directory, encoding }, fields, hasZ, output) };
  return null;
}

/**
 * Writes the rows of a layer to its file in the work directory.
 *
 * @param onWritten called with the number of bytes in the file whenever it has grown
 * @returns whether the reader understood all of the layer
 */
export function readDirectly(reader: DirectReader, workDirectory: string, layer: number, onWritten: (bytes: number) => void): boolean {
  const output = new RowsOutput(join(workDirectory, fileOfRows(layer)), onWritten);
  try {
    reader.write(output);
    return true;
  } catch (error) {
    if (error instanceof LeftToGdal) return false;
    throw error;
  } finally {
    output.close();
  }
}
