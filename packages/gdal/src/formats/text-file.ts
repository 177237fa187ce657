import { isAscii } from "node:buffer";
import { createReadStream, createWriteStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { DOUBLE_UTF8, decideEncoding, decoderLabel, encodingOfMark, type FoundEncoding } from "./encoding.ts";

const SAMPLE_BYTES = 8 * 1024 * 1024;
const MAX_SAMPLES = 5_000;
const MAX_SAMPLE = 1_000;
const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * The bytes of a file, in chunks of 1 MB. A stream reserves a whole chunk for the smallest file: among thousands of files, collecting those
 * chunks took half of the time.
 *
 * @param end position of the last byte to read, if not all
 */
export async function* chunksOf(path: string, end?: number): AsyncGenerator<Buffer> {
  const { size } = await stat(path);
  yield* createReadStream(path, { highWaterMark: Math.min(CHUNK_BYTES, size + 1), ...(end !== undefined && { end }) });
}

/** The first 64 kB of a file. */
export async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The encoding of a text file: its byte order mark, else the declared encoding, checked against its bytes.
 *
 * @param chosen chosen by a person; overrides what the file declares
 * @param declared what the file declares, in our spelling
 * @param others files that belong to it and share its encoding
 */
export async function textEncoding(
  path: string,
  chosen: string | null,
  declared: string | null,
  others: readonly string[] = [],
): Promise<FoundEncoding> {
  if (chosen) return { encoding: chosen, how: "declared", isDoubtful: false };
  const mark = encodingOfMark(await headOf(path));
  if (mark?.startsWith("UTF-16")) return decideEncoding(mark, []);
  const samples: Uint8Array[] = [];
  for (const file of [path, ...others]) samples.push(...(await nonAsciiWords(file)));
  return decideEncoding(mark ?? declared, samples);
}

/** The text of a file, chunk by chunk, without its byte order mark. */
export async function* decodedText(path: string, encoding: string): AsyncIterable<string> {
  const decoder = new TextDecoder(decoderLabel(encoding));
  for await (const chunk of chunksOf(path)) {
    const text = decoder.decode(chunk, { stream: true });
    if (text) yield text;
  }
  const rest = decoder.decode();
  if (rest) yield rest;
}

/**
 * Writes a text file again as UTF-8.
 *
 * @param changeHead rewrites the beginning (an XML declaration, the charset of MapInfo); receives the first chunk of a few hundred kB
 */
export async function writeUtf8(
  source: string,
  target: string,
  encoding: string,
  changeHead: (head: string) => string = (head) => head,
): Promise<void> {
  await pipeline(async function* () {
    let isHead = true;
    for await (const text of decodedText(source, encoding)) {
      yield isHead ? changeHead(text) : text;
      isHead = false;
    }
  }, createWriteStream(target));
}

/** Whether GDAL can read the bytes without conversion. */
export function isUtf8(encoding: string): boolean {
  return encoding === "UTF-8" || encoding === DOUBLE_UTF8;
}

/** Runs of bytes between line ends, quotes, separators and tags that are not plain ASCII. */
async function nonAsciiWords(path: string): Promise<Uint8Array[]> {
  const samples: Uint8Array[] = [];
  let carried: Buffer = Buffer.alloc(0);
  for await (const chunk of chunksOf(path, SAMPLE_BYTES - 1)) {
    const bytes = Buffer.concat([carried, chunk]);
    if (isAscii(bytes)) {
      // A word that continues in the next chunk begins at most this far back.
      carried = bytes.subarray(-MAX_SAMPLE);
      continue;
    }
    let start = 0;
    let hasHigh = false;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] ?? 0;
      if (byte > 127) hasHigh = true;
      else if (SEPARATORS.has(byte) || index - start > MAX_SAMPLE) {
        if (hasHigh) samples.push(Uint8Array.from(bytes.subarray(start, index)));
        hasHigh = false;
        start = index + 1;
      }
    }
    if (samples.length > MAX_SAMPLES) return samples;
    carried = bytes.subarray(start);
  }
  if (carried.some((byte) => byte > 127)) samples.push(Uint8Array.from(carried));
  return samples;
}

const SEPARATORS = new Set(Buffer.from('\n\r\t",;|<>'));
