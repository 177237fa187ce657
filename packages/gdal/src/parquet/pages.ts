import { readSync } from "node:fs";
import type { ColumnMetaData, DecodedArray, PageHeader, SchemaElement, SchemaTree } from "hyparquet";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { compressors } from "hyparquet-compressors";
import { UnreadableError } from "../model.ts";

type ColumnDecoder = Parameters<typeof readPage>[2];

/** Bytes that a page may have, packed or not: the whole page is in memory. */
const MAX_PAGE_BYTES = 128 * 1024 * 1024;
const MAX_PAGE_VALUES = 10_000_000;
const HEADER_BYTES = 16 * 1024;
/** Statistics in a header can hold the smallest and the largest value. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

/** Date-times in 96 bits come as nanoseconds of the Unix epoch. */
const RAW_PARSERS = { ...DEFAULT_PARSERS, timestampFromNanoseconds: (nanoseconds: bigint) => nanoseconds };

/** Bytes `start` to `end` of a file. @throws UnreadableError broken — when the file is shorter */
export function bytesOf(descriptor: number, start: number, end: number): ArrayBuffer {
  const length = end - start;
  if (!Number.isSafeInteger(start) || start < 0 || length < 0) throw new UnreadableError("broken", "a page outside of the file");
  const buffer = new ArrayBuffer(length);
  const bytes = new Uint8Array(buffer);
  for (let read = 0; read < length; ) {
    const count = readSync(descriptor, bytes, read, length - read, start + read);
    if (count === 0) throw new UnreadableError("broken", "the file is cut off");
    read += count;
  }
  return buffer;
}

/**
 * One column of one row group whose values are neither lists nor structures, page by page: a row group may be larger than the memory of the
 * sandbox, its pages are not.
 */
export class FlatColumn {
  readonly #descriptor: number;
  readonly #decoder: ColumnDecoder;
  readonly #end: number;
  #offset: number;
  #dictionary: DecodedArray | undefined;
  #page: DecodedArray = [];
  #next = 0;

  /** @param path from the root of the schema to the column */
  constructor(descriptor: number, meta: ColumnMetaData, path: SchemaTree[]) {
    const { data_page_offset: data, dictionary_page_offset: dictionary } = meta;
    this.#descriptor = descriptor;
    this.#offset = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
    this.#end = this.#offset + Number(meta.total_compressed_size);
    const element = withoutMeaning(path.at(-1)?.element ?? { name: "" });
    this.#decoder = {
      pathInSchema: meta.path_in_schema,
      element,
      schemaPath: path,
      ...meta,
      compressors,
      utf8: false,
      parsers: RAW_PARSERS,
    };
  }

  /** The next value as it is stored: a number, a bigint, bytes; null or undefined without one. @throws UnreadableError broken */
  next(): unknown {
    while (this.#next >= this.#page.length) this.#readPage();
    return this.#page[this.#next++];
  }

  #readPage(): void {
    if (this.#offset >= this.#end) throw new UnreadableError("broken", `column ${this.#decoder.pathInSchema.join(".")} ends early`);
    const { header, length } = this.#header();
    const { compressed_page_size: packed, uncompressed_page_size: size, type } = header;
    const values =
      header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? header.dictionary_page_header?.num_values;
    if (packed < 0 || packed > MAX_PAGE_BYTES || size < 0 || size > MAX_PAGE_BYTES || (values ?? 0) > MAX_PAGE_VALUES)
      throw new UnreadableError("broken", `a page of ${size} bytes and ${values} values; at most ${MAX_PAGE_BYTES} and ${MAX_PAGE_VALUES}`);
    const start = this.#offset + length;
    const reader = { view: new DataView(bytesOf(this.#descriptor, start, start + packed)), offset: 0 };
    this.#offset = start + packed;
    const { data } = readPage(reader, header, this.#decoder, this.#dictionary, undefined, 0);
    if (type === "DICTIONARY_PAGE") this.#dictionary = data && convert(data, this.#decoder);
    else {
      this.#page = data ?? [];
      this.#next = 0;
    }
  }

  #header(): { header: PageHeader; length: number } {
    for (let size = HEADER_BYTES; ; size *= 8) {
      const end = Math.min(this.#offset + size, this.#end);
      const reader = { view: new DataView(bytesOf(this.#descriptor, this.#offset, end)), offset: 0 };
      try {
        return { header: parquetHeader(reader), length: reader.offset };
      } catch (error) {
        if (!(error instanceof RangeError) || end === this.#end || size >= MAX_HEADER_BYTES) throw error;
      }
    }
  }
}

/** A column without its logical type: its values are decoded as they are stored, with all their digits. */
function withoutMeaning({ type, type_length, repetition_type, name }: SchemaElement): SchemaElement {
  return {
    name,
    ...(type ? { type } : {}),
    ...(type_length === undefined ? {} : { type_length }),
    ...(repetition_type ? { repetition_type } : {}),
  };
}
