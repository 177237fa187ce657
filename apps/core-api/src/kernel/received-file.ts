import { mkdtemp, open, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";

/** An uploaded file on disk: while it waits for its turn it takes no memory. */
export interface ReceivedFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Its beginning, which tells its format. */
  head: Buffer;
}

const HEAD_BYTES = 4096;

/**
 * Writes an upload to a temporary file while it arrives, and removes the file after `work`.
 *
 * @param maxBytes receiving stops beyond it
 * @param tooLarge the error for a larger file
 */
export async function withReceivedFile<T>(
  body: Readable,
  maxBytes: number,
  tooLarge: () => Error,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(await realpath(tmpdir()), "archipel-received-"));
  try {
    return await work(await receive(body, path.join(folder, "file"), maxBytes, tooLarge));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(body: Readable, target: string, maxBytes: number, tooLarge: () => Error): Promise<ReceivedFile> {
  const file = await open(target, "wx");
  const heads: Buffer[] = [];
  let size = 0;
  try {
    // The stream stays open when this stops early: the sender would get no answer on a broken connection.
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (size < HEAD_BYTES) heads.push(chunk.subarray(0, HEAD_BYTES));
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  return { path: target, size, head: Buffer.concat(heads) };
}
