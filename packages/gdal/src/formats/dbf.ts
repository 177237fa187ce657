import { isAscii } from "node:buffer";
import { open, readFile } from "node:fs/promises";
import { decideEncoding, encodingNamed, type FoundEncoding } from "./encoding.ts";

const MAX_SAMPLES = 2_000;
const CHUNK_RECORDS = 4_096;

/**
 * The text encoding of a DBF table: what its .cpg declares, checked against the bytes of its character fields.
 *
 * Format: 32-byte header, then 32 bytes a field, then fixed-width records.
 */
export async function dbfEncoding(dbfPath: string, cpgPath: string | null): Promise<FoundEncoding> {
  const declared = cpgPath ? encodingNamed(await readFile(cpgPath, "latin1")) : null;
  return decideEncoding(declared, await fixedWidthSamples(dbfPath));
}

/**
 * Values of a table of fixed width (DBF, MapInfo's .dat) that are not plain ASCII.
 *
 * @param isText says which of the columns declared as text hold text; all of them when omitted
 */
export async function fixedWidthSamples(path: string, isText: (column: number) => boolean = () => true): Promise<Uint8Array[]> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(32);
    if ((await file.read(head, 0, 32, 0)).bytesRead < 32) return [];
    const headerBytes = head.readUInt16LE(8);
    const recordBytes = head.readUInt16LE(10);
    if (headerBytes < 33 || recordBytes < 1) return [];
    const descriptors = Buffer.alloc(headerBytes - 32);
    await file.read(descriptors, 0, descriptors.length, 32);
    const columns = textColumns(descriptors, isText);
    const samples: Uint8Array[] = [];
    const chunk = Buffer.alloc(recordBytes * CHUNK_RECORDS);
    for (let position = headerBytes; samples.length < MAX_SAMPLES; position += chunk.length) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      // Most tables are plain ASCII: whole chunks are skipped at once.
      const end = isAscii(chunk.subarray(0, bytesRead)) ? 0 : bytesRead;
      for (let record = 0; record + recordBytes <= end; record += recordBytes) {
        for (const { offset, width } of columns) {
          const value = whole(chunk.subarray(record + offset, record + offset + width));
          if (value.some((byte) => byte > 127)) samples.push(Uint8Array.from(value));
        }
      }
      if (bytesRead < chunk.length) break;
    }
    return samples;
  } finally {
    await file.close();
  }
}

/** Removes the partial character that a full field has cut at its end. */
function whole(value: Buffer): Buffer {
  let lead = value.length - 1;
  while (lead > value.length - 4 && ((value[lead] ?? 0) & 0xc0) === 0x80) lead--;
  const byte = value[lead] ?? 0;
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
  return lead >= 0 && lead + length > value.length ? value.subarray(0, lead) : value;
}

function textColumns(descriptors: Buffer, isText: (column: number) => boolean): { offset: number; width: number }[] {
  const columns: { offset: number; width: number }[] = [];
  let offset = 1;
  for (let at = 0; at + 32 <= descriptors.length && descriptors[at] !== 0x0d; at += 32) {
    const width = descriptors[at + 16] ?? 0;
    if (descriptors[at + 11] === 0x43 && isText(at / 32)) columns.push({ offset, width });
    offset += width;
  }
  return columns;
}

/** A column of a DBF. */
export interface DbfColumn {
  /** Its name, in the encoding of the table. */
  name: Uint8Array;
  /** C text, N number, F float, L logical, D date… */
  kind: string;
  width: number;
  decimals: number;
  /** Where the descriptor of the column begins. */
  at: number;
}

/** The columns of a DBF, in order. */
export async function dbfColumns(path: string): Promise<DbfColumn[]> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(32);
    if ((await file.read(head, 0, 32, 0)).bytesRead < 32) return [];
    const descriptors = Buffer.alloc(Math.max(0, head.readUInt16LE(8) - 32));
    const { bytesRead } = await file.read(descriptors, 0, descriptors.length, 32);
    return columnsIn(descriptors.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** The columns that descriptors declare: what follows the first 32 bytes of a DBF. */
export function columnsIn(descriptors: Buffer): DbfColumn[] {
  const columns: DbfColumn[] = [];
  for (let at = 0; at + 32 <= descriptors.length && descriptors[at] !== 0x0d; at += 32) {
    const [width = 0, decimals = 0] = descriptors.subarray(at + 16, at + 18);
    columns.push({ name: nameAt(descriptors, at), kind: String.fromCharCode(descriptors[at + 11] ?? 0), width, decimals, at: 32 + at });
  }
  return columns;
}

/** A name has eleven bytes at most, and ends at a zero; spaces fill it. */
function nameAt(descriptors: Buffer, at: number): Uint8Array {
  const name = descriptors.subarray(at, at + 11);
  let end = name.indexOf(0);
  if (end < 0) end = name.length;
  while (end > 0 && name[end - 1] === 0x20) end--;
  return name.subarray(0, end);
}

/** GDAL reads whole numbers of so many digits as doubles, which hold fifteen. */
const LONG_DIGITS = 19;

export function isLongInteger({ kind, width, decimals }: DbfColumn): boolean {
  return kind === "N" && width >= LONG_DIGITS && decimals === 0;
}

/** Declares columns as texts, in the file itself: their bytes are digits either way. */
export async function makeTexts(path: string, columns: readonly DbfColumn[]): Promise<void> {
  const file = await open(path, "r+");
  try {
    for (const { at } of columns) await file.write("C", at + 11, "latin1");
  } finally {
    await file.close();
  }
}
