import { indexBytes } from "../formats/flatgeobuf.ts";
import type { SourceField } from "../model.ts";
import { FlatBuffer } from "./flatbuffer.ts";
import { appendShape } from "./flatgeobuf-shape.ts";
import { columnsOf, writeValues } from "./flatgeobuf-values.ts";
import { LeftToGdal } from "./left-to-gdal.ts";
import type { RowsOutput } from "./rows-output.ts";
import { Window } from "./window.ts";

/** "fgb", version 3, "fgb", any patch level. */
const MAGIC = Buffer.from("fgb\x03fgb", "latin1");
const MAGIC_BYTES = 8;
const SIZE_BYTES = 4;
const MAX_HEADER = 8 * 1024 * 1024;
const MAX_FEATURE = 64 * 1024 * 1024;
/** Fields of the header (header.fbs) and of a feature (feature.fbs). */
const [GEOMETRY_TYPE, HAS_Z, HAS_M, HAS_T, HAS_TM, COLUMNS, FEATURES_COUNT, NODE_SIZE] = [2, 3, 4, 5, 6, 7, 8, 9];
const [GEOMETRY, PROPERTIES, OWN_COLUMNS] = [0, 1, 2];
const DEFAULT_NODE_SIZE = 16;

/**
 * Reads the rows of a FlatGeobuf, in the order of the file.
 *
 * @param fields of the layer, by their names
 * @throws LeftToGdal
 */
export function readFlatGeobuf(path: string, fields: readonly SourceField[], hasZ: boolean | null, output: RowsOutput): void {
  const file = new Window(path);
  try {
    readAll(file, fields, hasZ, output);
  } catch (error) {
    if (error instanceof RangeError) throw new LeftToGdal(error.message);
    throw error;
  } finally {
    file.close();
  }
}

function readAll(file: Window, fields: readonly SourceField[], hasZ: boolean | null, output: RowsOutput): void {
  const head = MAGIC_BYTES + SIZE_BYTES;
  file.show(0, head);
  if (!MAGIC.equals(file.bytes.subarray(0, MAGIC.length))) throw new LeftToGdal("another version");
  const headerBytes = file.view.getUint32(MAGIC_BYTES, true);
  if (headerBytes > MAX_HEADER) throw new LeftToGdal("a long header");
  const start = file.show(head, headerBytes);
  const buffer = new FlatBuffer(file.view);
  const header = buffer.root(start, start + headerBytes);
  if ([HAS_M, HAS_T, HAS_TM].some((field) => buffer.byte(header, field) !== 0)) throw new LeftToGdal("measures");
  const isHigh = buffer.byte(header, HAS_Z) !== 0;
  if (isHigh && hasZ === false) throw new LeftToGdal("heights that nobody expects");
  const type = buffer.byte(header, GEOMETRY_TYPE);
  const columns = columnsOf(buffer, buffer.tables(buffer.pointed(header, COLUMNS)), fields);
  const count = buffer.field(header, FEATURES_COUNT);
  const nodes = buffer.field(header, NODE_SIZE);
  const facts = {
    features: count === 0 ? 0 : Number(file.view.getBigUint64(count, true)),
    nodeSize: nodes === 0 ? DEFAULT_NODE_SIZE : file.view.getUint16(nodes, true),
  };
  for (let position = head + headerBytes + indexBytes(facts); position < file.size; ) {
    const size = file.view.getUint32(file.show(position, SIZE_BYTES), true);
    if (size > MAX_FEATURE) throw new LeftToGdal("a long feature");
    const at = file.show(position + SIZE_BYTES, size);
    buffer.view = file.view;
    const feature = buffer.root(at, at + size);
    if (buffer.field(feature, OWN_COLUMNS) !== 0) throw new LeftToGdal("columns of its own");
    output.begin();
    const geometry = buffer.pointed(feature, GEOMETRY);
    if (geometry !== 0) {
      appendShape(output.bytes, buffer, geometry, type, isHigh);
      output.shapeEnds();
    }
    writeValues(output.values, buffer, buffer.pointed(feature, PROPERTIES), columns);
    output.end();
    position += SIZE_BYTES + size;
  }
  output.flush();
}
