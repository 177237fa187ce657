import { mkdtemp, open, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { SNIFFED_BYTES } from "@archipel/images/sniff.ts";

/** A file that someone sends. */
export interface ArrivingFile {
  body: Readable;
  /** Aborted when the sender disconnects before the answer; null for a file of our own. */
  senderLeft: AbortSignal | null;
}

/** An uploaded file on disk: while it waits for its turn it takes no memory. */
export interface ReceivedFile extends Pick<ArrivingFile, "senderLeft"> {
  path: string;
  /** Bytes. */
  size: number;
  /** Its beginning, which tells its format. */
  head: Buffer;
}

/**
 * Writes an upload to a temporary file while it arrives, and removes the file after `work`.
 *
 * @param maxBytes receiving stops beyond it
 * @param tooLarge the error for a larger file
 */
export async function withReceivedFile<T>(
  { body, senderLeft }: ArrivingFile,
  maxBytes: number,
  tooLarge: () => Error,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), "archipel-received-"));
  try {
    return await work({ ...(await receive(body, path.join(folder, "file"), maxBytes, tooLarge)), senderLeft });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(body: Readable, target: string, maxBytes: number, tooLarge: () => Error) {
  const file = await open(target, "wx");
  const heads: Buffer[] = [];
  let size = 0;
  try {
    // The stream stays open when this stops early: the sender would get no answer on a broken connection.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size < SNIFFED_BYTES) heads.push(chunk.subarray(0, SNIFFED_BYTES));
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { path: target, size, head: Buffer.concat(heads) };
}
