/** A value of a packed row, with the PostgreSQL type that it is sent as. */
export type PackedValue =
  | { type: "text"; value: string | null }
  | { type: "integer"; value: number | null }
  | { type: "double"; value: number | null }
  | { type: "boolean"; value: boolean | null };

export interface RowToPack {
  fid: number;
  /** Web mercator WKB. */
  geometry: Uint8Array | null;
  attributes: PackedValue[];
}

const typeNumbers = { text: 25, integer: 20, double: 701, boolean: 16 } as const;
/** The number of the geometry type differs between databases; the encoder ignores it. */
const GEOMETRY_TYPE = 0;

/** Packs rows as PostgreSQL's `record_send` does, for tiles whose features do not come from a database. */
export function packRows(rows: readonly RowToPack[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (const row of rows) {
    chunks.push(int32(2 + row.attributes.length));
    pushColumn(chunks, typeNumbers.integer, int64(row.fid));
    pushColumn(chunks, GEOMETRY_TYPE, row.geometry);
    for (const attribute of row.attributes) pushColumn(chunks, typeNumbers[attribute.type], bytesOf(attribute));
  }
  const packed = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    packed.set(chunk, at);
    at += chunk.length;
  }
  return packed;
}

function pushColumn(chunks: Uint8Array[], type: number, value: Uint8Array | null): void {
  chunks.push(int32(type), int32(value === null ? -1 : value.length));
  if (value) chunks.push(value);
}

function bytesOf(attribute: PackedValue): Uint8Array | null {
  if (attribute.value === null) return null;
  switch (attribute.type) {
    case "text":
      return new TextEncoder().encode(attribute.value);
    case "integer":
      return int64(attribute.value);
    case "double":
      return bytes(8, (view) => view.setFloat64(0, attribute.value ?? 0));
    case "boolean":
      return Uint8Array.of(attribute.value ? 1 : 0);
  }
}

const int32 = (value: number) => bytes(4, (view) => view.setInt32(0, value));
const int64 = (value: number) => bytes(8, (view) => view.setBigInt64(0, BigInt(value)));

function bytes(length: number, write: (view: DataView) => void): Uint8Array {
  const result = new Uint8Array(length);
  write(new DataView(result.buffer));
  return result;
}
