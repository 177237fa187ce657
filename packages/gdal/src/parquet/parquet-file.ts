import { closeSync, fstatSync, openSync } from "node:fs";
import {
  type ColumnMetaData,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { parquetScan } from "hyparquet/src/scan.js";
import { isFlatColumn } from "hyparquet/src/schema.js";
import { compressors } from "hyparquet-compressors";
import { emptyFacts, findGeometry } from "../formats/csv-columns.ts";
import { UnreadableError } from "../model.ts";
import { type GeoColumn, geoColumns } from "./geo-columns.ts";
import { bytesOf, FlatColumn } from "./pages.ts";
import { ewkbOf, pointOf } from "./shapes.ts";
import { type Value, type ValueRange, type ValueReader, valueReader } from "./values.ts";

/**
 * Limits of what is in memory at the same time: the description of the file, which takes some fifteen times its bytes once it is read, and the
 * lists and structures of one row group.
 */
const MAX_METADATA_BYTES = 16 * 1024 * 1024;
const MAX_NESTED_BYTES = 48 * 1024 * 1024;
const MAX_COLUMNS = 4_000;
const BATCH_ROWS = 1_000;

/** A column of values: how it is read, and whether it holds lists or structures. */
export interface ParquetColumn {
  name: string;
  reader: ValueReader;
  isNested: boolean;
}

/** A row: values in the order of the columns, and its geometry as EWKB. */
export interface ParquetRow {
  values: Value[];
  ewkb: Uint8Array | null;
}

/** An open Parquet file. Close it. */
export class ParquetFile {
  readonly rowCount: number;
  readonly columns: ParquetColumn[] = [];
  /** The primary geometry; null for a table. */
  readonly geometry: GeoColumn | null;
  /** Columns with the coordinates of a table without geometry, by their names. */
  readonly axes: { lon: number; lat: number; isDegrees: boolean } | null;
  /** Columns that are left out: bytes without a meaning, and geometries beside the primary one. */
  readonly dropped: { name: string; type: string }[] = [];
  readonly #descriptor: number;
  readonly #size: number;
  readonly #metadata: FileMetaData;
  readonly #schema: SchemaTree;

  private constructor(descriptor: number, size: number, metadata: FileMetaData) {
    this.#descriptor = descriptor;
    this.#size = size;
    this.#metadata = metadata;
    this.#schema = parquetSchema(metadata);
    this.rowCount = Number(metadata.num_rows);
    const { columns, hidden } = geoColumns(metadata, this.#schema);
    const [geometry = null, ...others] = columns;
    this.geometry = geometry;
    for (const { name } of others) this.dropped.push({ name, type: "geometry" });
    const known = new Set([...columns.map(({ name }) => name), ...hidden]);
    for (const child of this.#schema.children) if (!known.has(child.element.name)) this.#add(child);
    this.axes = geometry ? null : this.#findAxes();
  }

  /** @throws UnreadableError broken */
  static async open(path: string): Promise<ParquetFile> {
    const descriptor = openSync(path, "r");
    try {
      const { size } = fstatSync(descriptor);
      const tail = size < 12 ? null : new DataView(bytesOf(descriptor, size - 8, size));
      if (tail === null || tail.getUint32(4, true) !== MAGIC) throw new UnreadableError("broken", "the end of the Parquet file is missing");
      const length = tail.getUint32(0, true);
      if (length > MAX_METADATA_BYTES) throw new UnreadableError("broken", `${length} bytes of metadata; at most ${MAX_METADATA_BYTES}`);
      const metadata = await parquetMetadataAsync(asyncBuffer(descriptor, size), { geoparquet: false, initialFetchSize: length + 8 });
      const leaves = metadata.schema.length;
      if (leaves > MAX_COLUMNS) throw new UnreadableError("broken", `${leaves} columns; at most ${MAX_COLUMNS}`);
      assertRows(metadata);
      const file = new ParquetFile(descriptor, size, metadata);
      // These rows would cost no byte, so that a small file could hold any number of them.
      if (file.rowCount > 0 && file.columns.length === 0 && file.geometry === null)
        throw new UnreadableError("broken", `${file.rowCount} rows, and no column that can be read`);
      return file;
    } catch (error) {
      closeSync(descriptor);
      throw broken(error);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /**
   * All rows in batches, in the order of the file.
   *
   * @param hasZ as for `ewkbOf`
   * @param withValues false for the geometries alone
   * @throws UnreadableError broken
   */
  async *rows(hasZ: boolean, withValues = true): AsyncGenerator<ParquetRow[]> {
    let start = 0;
    for (const group of this.#metadata.row_groups) {
      const count = Number(group.num_rows);
      try {
        yield* this.#groupRows(group, start, count, hasZ, withValues);
      } catch (error) {
        throw broken(error);
      }
      start += count;
    }
  }

  async *#groupRows(group: RowGroup, start: number, count: number, hasZ: boolean, withValues: boolean): AsyncGenerator<ParquetRow[]> {
    const columns = withValues || this.axes ? this.columns : [];
    const shapes = this.geometry;
    const nested = await this.#nestedColumns(group, start, count, [
      ...columns.flatMap(({ name, isNested }) => (isNested ? [name] : [])),
      ...(shapes && shapes.encoding !== "WKB" ? [shapes.name] : []),
    ]);
    const sources = columns.map(({ name }) => nested.get(name) ?? this.#flatColumn(group, name));
    const shapeSource = shapes && (nested.get(shapes.name) ?? this.#flatColumn(group, shapes.name));
    for (let done = 0; done < count; done += BATCH_ROWS) {
      const rows: ParquetRow[] = [];
      for (let row = done; row < Math.min(count, done + BATCH_ROWS); row++) {
        const values = columns.map(({ reader }, index) => {
          const raw = sources[index]?.next();
          return raw === null || raw === undefined ? null : reader.read(raw);
        });
        const ewkb = shapes ? ewkbOf(shapeSource?.next(), shapes.encoding, hasZ) : this.axes && pointOf(values, this.axes, hasZ);
        rows.push({ values, ewkb });
      }
      yield rows;
    }
  }

  /** Lists and structures are put together for a whole row group. */
  async #nestedColumns(group: RowGroup, start: number, count: number, names: readonly string[]): Promise<Map<string, { next(): unknown }>> {
    const found = new Map<string, { next(): unknown }>();
    if (names.length === 0 || count === 0) return found;
    const metas = group.columns.flatMap(({ meta_data: meta }) => (meta && names.includes(meta.path_in_schema[0] ?? "") ? [meta] : []));
    const bytes = metas.reduce((sum, meta) => sum + Math.max(Number(meta.total_uncompressed_size), Number(meta.num_values)), 0);
    if (bytes > MAX_NESTED_BYTES)
      throw new UnreadableError(
        "broken",
        `${names.join(", ").slice(0, 100)}: ${bytes} bytes of lists in one row group; at most ${MAX_NESTED_BYTES}. Write smaller row groups`,
      );
    const file = asyncBuffer(this.#descriptor, this.#size);
    const scan = await parquetScan({
      file,
      metadata: this.#metadata,
      columns: [...names],
      compressors,
      geoparquet: false,
      useOffsetIndex: false,
      parsers: TEXT_PARSERS,
    });
    for (const name of names) {
      const values: DecodedArray = await scan.readColumn({ column: name, rowStart: start, rowEnd: start + count });
      let next = 0;
      found.set(name, { next: () => values[next++] });
    }
    return found;
  }

  #flatColumn(group: RowGroup, name: string): FlatColumn {
    const meta = this.#metaOf(group, name);
    const child = this.#schema.children.find(({ element }) => element.name === name);
    if (!meta || !child) throw new UnreadableError("broken", `no column ${name} in a row group`);
    return new FlatColumn(this.#descriptor, meta, [this.#schema, child]);
  }

  #metaOf(group: RowGroup, name: string): ColumnMetaData | undefined {
    return group.columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name)?.meta_data;
  }

  #add(child: SchemaTree): void {
    const { element } = child;
    const { name } = element;
    if (!isFlatColumn([this.#schema, child])) {
      this.columns.push({ name, reader: { type: "text", read: jsonText }, isNested: true });
      return;
    }
    const reader = valueReader(element, this.#range(name));
    if (reader) this.columns.push({ name, reader, isNested: false });
    else this.dropped.push({ name, type: element.logical_type?.type ?? element.converted_type ?? "bytes" });
  }

  #findAxes(): ParquetFile["axes"] {
    const facts = this.columns.map(({ reader, isNested }) => {
      const isNumeric = !isNested && (reader.type === "double" || reader.type === "integer");
      return { ...emptyFacts(), filled: 1, numbers: isNumeric ? 1 : 0 };
    });
    const found = findGeometry(
      this.columns.map(({ name }) => name),
      facts,
    );
    return found?.kind === "axes" ? found : null;
  }

  /** The range of a column of numbers, when every row group says it. */
  #range(name: string): ValueRange | null {
    const range: ValueRange = { least: Infinity, greatest: -Infinity };
    for (const group of this.#metadata.row_groups) {
      const { min_value: least, max_value: greatest } = this.#metaOf(group, name)?.statistics ?? {};
      if (!isNumber(least) || !isNumber(greatest)) return null;
      range.least = Math.min(range.least, Number(least));
      range.greatest = Math.max(range.greatest, Number(greatest));
    }
    return Number.isFinite(range.greatest) ? range : null;
  }
}

/** @throws UnreadableError broken — unless the file has as many rows as its row groups */
function assertRows({ num_rows: total, row_groups: groups }: FileMetaData): void {
  const held = groups.reduce((sum, { num_rows: rows }) => (rows < 0n ? Number.NaN : sum + Number(rows)), 0);
  if (Number.isSafeInteger(held) && held === Number(total)) return;
  throw new UnreadableError("broken", `${total} rows, but its row groups have ${held}`);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

/** `PAR1`. */
const MAGIC = 0x31524150;

const isoOf = (milliseconds: number) => {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
};

/** Dates inside of lists and structures, as texts. */
const TEXT_PARSERS = {
  dateFromDays: (days: number) => isoOf(days * 86_400_000)?.slice(0, 10) ?? null,
  timestampFromMilliseconds: (value: bigint) => isoOf(Number(value)),
  timestampFromMicroseconds: (value: bigint) => isoOf(Number(value / 1_000n)),
  timestampFromNanoseconds: (value: bigint) => isoOf(Number(value / 1_000_000n)),
};

/** Lists and structures as JSON. Whole numbers keep their digits. */
function jsonText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return Number.isSafeInteger(Number(part)) ? Number(part) : String(part);
    return part instanceof Uint8Array ? Buffer.from(part).toString("base64") : part;
  }).replaceAll("\\u0000", "\uFFFD");
}

function asyncBuffer(descriptor: number, byteLength: number) {
  return { byteLength, slice: (start: number, end = byteLength) => bytesOf(descriptor, start, Math.min(end, byteLength)) };
}

/** Any failure of the decoder is a fault of the file. */
function broken(error: unknown): unknown {
  if (error instanceof UnreadableError) return error;
  // The decoder checks little: a length that lies shows as a property that is missing.
  if (error instanceof TypeError) return new UnreadableError("broken", "the Parquet file is damaged: its lengths do not fit its content");
  return new UnreadableError("broken", error instanceof Error ? error.message : String(error));
}
