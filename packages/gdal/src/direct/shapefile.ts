import { join } from "node:path";
import type { SourceField } from "../model.ts";
import { DbfReader } from "./dbf-values.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import type { RowsOutput } from "./rows-output.ts";
import { isHighType, ShapeCopier } from "./shapefile-shape.ts";
import { Window } from "./window.ts";

const HEADER_BYTES = 100;
const FILE_CODE = 9994;
const VERSION = 1000;
/** An entry of the index, and what precedes a record: two big-endian numbers each. */
const ENTRY_BYTES = 8;
const MAX_SHAPE = 64 * 1024 * 1024;

/** A shapefile on disk: `data.shp`, `data.shx` and `data.dbf` of one directory. */
export interface Shapefile {
  directory: string;
  /** Of the names and texts of the table, as inspected. */
  encoding: string;
}

/**
 * Reads the rows of a shapefile (ESRI white paper of 1998), in the order of its index, without those that are marked as deleted.
 *
 * @param fields of the table, by their names
 * @param hasZ whether the shapes have heights
 * @throws LeftToGdal for measures, multipatches, lengths that contradict one another, records out of order, and what its parts do not know
 */
export function readShapefile(
  { directory, encoding }: Shapefile,
  fields: readonly SourceField[],
  hasZ: boolean | null,
  output: RowsOutput,
): void {
  const opened: Window[] = [];
  const open = (extension: string) => {
    const file = new Window(join(directory, `data.${extension}`));
    opened.push(file);
    return file;
  };
  try {
    readAll(open("shp"), open("shx"), new DbfReader(open("dbf"), encoding, fields), hasZ, output);
  } catch (error) {
    if (error instanceof RangeError) throw new LeftToGdal(error.message);
    throw error;
  } finally {
    for (const file of opened) file.close();
  }
}

function readAll(shp: Window, shx: Window, table: DbfReader, hasZ: boolean | null, output: RowsOutput): void {
  const type = typeOf(shp);
  const rows = (shx.size - HEADER_BYTES) / ENTRY_BYTES;
  if (typeOf(shx) !== type || bytesDeclared(shx) !== shx.size || rows !== table.rows)
    throw new LeftToGdal("parts that do not fit together");
  if (isHighType(type) !== hasZ) throw new LeftToGdal("heights that nobody expects");
  const shapes = new ShapeCopier(type);
  let end = HEADER_BYTES;
  for (let row = 0; row < rows; row++) {
    const entry = shx.show(HEADER_BYTES + ENTRY_BYTES * row, ENTRY_BYTES);
    const start = shx.view.getInt32(entry, false) * 2;
    const length = shx.view.getInt32(entry + 4, false) * 2;
    // Going back and forth would read the file many times.
    if (start < end || length < 0 || length > MAX_SHAPE) throw new LeftToGdal("records out of order");
    end = start + ENTRY_BYTES + length;
    if (!table.show(row)) continue;
    const record = shp.show(start, ENTRY_BYTES + length);
    if (shp.view.getInt32(record + 4, false) * 2 !== length) throw new LeftToGdal("a record of another length");
    output.begin();
    if (shapes.append(output.bytes, shp.view, record + ENTRY_BYTES, length)) output.shapeEnds();
    table.write(output.values);
    output.end();
  }
  output.flush();
}

function typeOf(file: Window): number {
  const start = file.show(0, HEADER_BYTES);
  if (file.view.getInt32(start, false) !== FILE_CODE || file.view.getInt32(start + 28, true) !== VERSION)
    throw new LeftToGdal("another version");
  return file.view.getInt32(start + 32, true);
}

function bytesDeclared(file: Window): number {
  return file.view.getInt32(file.show(0, HEADER_BYTES) + 24, false) * 2;
}
