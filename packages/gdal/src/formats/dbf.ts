import { open, readFile } from "node:fs/promises";
import { decideEncoding, encodingOfCpg, type FoundEncoding } from "./encoding.ts";

const MAX_SAMPLES = 2_000;
const CHUNK_RECORDS = 4_096;

/**
 * The text encoding of a DBF table: what its .cpg declares, checked against the bytes of its character fields.
 *
 * Format: 32-byte header, then 32 bytes a field, then fixed-width records.
 */
export async function dbfEncoding(dbfPath: string, cpgPath: string | null): Promise<FoundEncoding> {
  const declared = cpgPath ? encodingOfCpg(await readFile(cpgPath, "latin1")) : null;
  return decideEncoding(declared, await nonAsciiValues(dbfPath));
}

async function nonAsciiValues(path: string): Promise<Uint8Array[]> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(32);
    if ((await file.read(head, 0, 32, 0)).bytesRead < 32) return [];
    const headerBytes = head.readUInt16LE(8);
    const recordBytes = head.readUInt16LE(10);
    if (headerBytes < 33 || recordBytes < 1) return [];
    const descriptors = Buffer.alloc(headerBytes - 32);
    await file.read(descriptors, 0, descriptors.length, 32);
    const columns = textColumns(descriptors);
    const samples: Uint8Array[] = [];
    const chunk = Buffer.alloc(recordBytes * CHUNK_RECORDS);
    for (let position = headerBytes; samples.length < MAX_SAMPLES; position += chunk.length) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      for (let record = 0; record + recordBytes <= bytesRead; record += recordBytes) {
        for (const { offset, width } of columns) {
          const value = chunk.subarray(record + offset, record + offset + width);
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

function textColumns(descriptors: Buffer): { offset: number; width: number }[] {
  const columns: { offset: number; width: number }[] = [];
  let offset = 1;
  for (let at = 0; at + 32 <= descriptors.length && descriptors[at] !== 0x0d; at += 32) {
    const width = descriptors[at + 16] ?? 0;
    if (descriptors[at + 11] === 0x43) columns.push({ offset, width });
    offset += width;
  }
  return columns;
}
