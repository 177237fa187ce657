import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Format, IncompleteError } from "../model.ts";
import type { StagedFiles } from "../sandbox/stage-files.ts";
import { assertWholeFlatGeobuf } from "./flatgeobuf.ts";
import { headOf } from "./text-file.ts";

/** A copy or a download that stopped early leaves files that GDAL reads as far as it can: it makes shapes and values null, or says nothing. */

/**
 * Compares what the files of a format say about their lengths with what is there.
 *
 * @param nameOf the person's name of a staged file, for the finding
 * @throws IncompleteError when a part is cut short
 */
export async function assertWhole(format: Format, { directory, main }: StagedFiles, nameOf: (extension: string) => string): Promise<void> {
  const at = (extension: string) => join(directory, `data.${extension}`);
  const path = join(directory, main);
  const name = nameOf(main.slice(main.lastIndexOf(".") + 1));
  if (format === "shapefile") await assertWholeShapefile(at, nameOf);
  else if (format === "dbf") await assertWholeTable(path, name);
  else if (format === "gpkg") await assertWholeSqlite(path, name);
  else if (format === "flatgeobuf") await assertWholeFlatGeobuf(path, name);
  else if (format === "geojson" || format === "geojsonseq") await assertClosed(path, name);
  else if (format === "mapinfo-tab" && (await sizeOf(at("dat"))) !== null) await assertWholeTable(at("dat"), nameOf("dat"));
}

const SHP_HEADER = 100;
const SHX_RECORD = 8;
const RECORD_HEADER = 8;
const CHUNK_BYTES = 1024 * 1024;

/** ESRI's white paper of 1998: lengths and offsets are big-endian numbers of 16-bit words. */
async function assertWholeShapefile(at: (extension: string) => string, nameOf: (extension: string) => string): Promise<void> {
  for (const extension of ["shp", "shx"]) {
    const found = await fileSize(at(extension));
    const declared = (await bytesAt(at(extension), 24, 4)).readInt32BE(0) * 2;
    if (found < Math.max(declared, SHP_HEADER)) throw short(nameOf(extension), Math.max(declared, SHP_HEADER), found);
  }
  const { records, end } = await indexed(at("shx"));
  const size = await fileSize(at("shp"));
  if (end > size) throw short(nameOf("shp"), end, size);
  const rows = await assertWholeTable(at("dbf"), nameOf("dbf"));
  if (rows > records) throw new IncompleteError({ file: nameOf("shp"), expected: rows, found: records, unit: "records" });
  if (rows < records) throw new IncompleteError({ file: nameOf("dbf"), expected: records, found: rows, unit: "records" });
}

/** The number of shapes that the index lists, and where the last one ends. */
async function indexed(path: string): Promise<{ records: number; end: number }> {
  const file = await open(path);
  try {
    const records = Math.floor(((await file.stat()).size - SHP_HEADER) / SHX_RECORD);
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, records * SHX_RECORD));
    let end = 0;
    for (let position = SHP_HEADER; chunk.length > 0; position += chunk.length) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      for (let entry = 0; entry + SHX_RECORD <= bytesRead; entry += SHX_RECORD)
        end = Math.max(end, chunk.readUInt32BE(entry) * 2 + RECORD_HEADER + chunk.readUInt32BE(entry + 4) * 2);
      if (bytesRead < chunk.length) break;
    }
    return { records, end };
  } finally {
    await file.close();
  }
}

/** A dBASE table, and the .dat of MapInfo, which is laid out like one. @returns the number of its records */
async function assertWholeTable(path: string, name: string): Promise<number> {
  const found = await fileSize(path);
  const head = await bytesAt(path, 0, 32);
  const [records, headerBytes, recordBytes] = [head.readUInt32LE(4), head.readUInt16LE(8), head.readUInt16LE(10)];
  const expected = headerBytes + records * recordBytes;
  if (found < expected) throw short(name, expected, found);
  return records;
}

/** SQLite's header: the size of a page, and the number of pages if the last program that wrote the file kept it up to date. */
async function assertWholeSqlite(path: string, name: string): Promise<void> {
  const head = await bytesAt(path, 0, 100);
  const page = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  const isKept = head.readUInt32BE(24) === head.readUInt32BE(92);
  const expected = isKept ? page * head.readUInt32BE(28) : 0;
  const found = await fileSize(path);
  if (found < expected) throw short(name, expected, found);
}

const TAIL_BYTES = 4096;

/** A document, and the last line of a text sequence, end with the brace that closes them. */
async function assertClosed(path: string, name: string): Promise<void> {
  const size = await fileSize(path);
  const length = Math.min(size, TAIL_BYTES);
  const tail = await bytesAt(path, size - length, length);
  // In UTF-16 the other byte of an ASCII character is NUL.
  const last = tail.findLast((byte) => byte > 0x20);
  if (last === undefined || last === CLOSE_BRACE || !isJsonText(await headOf(path))) return;
  throw new IncompleteError({ file: name, expected: 0, found: size, unit: "end" });
}

const CLOSE_BRACE = 0x7d;

function isJsonText(head: Buffer): boolean {
  return /^[^{]{0,8}\{/s.test(head.toString("latin1", 0, 20));
}

function short(file: string, expected: number, found: number): IncompleteError {
  return new IncompleteError({ file, expected, found, unit: "bytes" });
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function fileSize(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** Bytes of a file, as zeros where it ends before. */
async function bytesAt(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, position);
    return bytes;
  } finally {
    await file.close();
  }
}

/** How parsers of texts say that a document ends too early: an open quote, an open tag, an open bracket. */
const BROKEN_OFF = /quote not closed|unclosed (token|tag|quotation|cdata)|no element found|unexpected end|unexpected eof|breaks off/i;

/** The error of a document that breaks off, from the words of its parser; null for other faults. */
export function brokenOff(detail: string, file: string, found: number): IncompleteError | null {
  return BROKEN_OFF.test(detail) ? new IncompleteError({ file, expected: 0, found, unit: "end" }, detail) : null;
}
