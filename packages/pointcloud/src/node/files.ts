import { type FileHandle, open, unlink } from "node:fs/promises";
import path from "node:path";
import type { ByteSink, ReadRange } from "../byte-io.ts";
import type { TemporaryStorage } from "../copc/write/cell-store.ts";

/** Reads ranges of an open file. */
export function rangesOf(file: FileHandle): ReadRange {
  return async (offset, length) => {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return filled === length ? bytes : bytes.slice(0, filled);
  };
}

/** Writes into an open file. */
export function sinkOf(file: FileHandle): ByteSink {
  return {
    async write(offset, bytes) {
      for (let written = 0; written < bytes.length; ) {
        written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
      }
    },
  };
}

/**
 * Temporary storage in one file of a folder. The name is removed at once, so that nothing remains after a crash.
 *
 * @returns the storage; `close` frees the disk
 */
export async function temporaryFile(folder: string): Promise<TemporaryStorage & { close(): Promise<void> }> {
  const name = path.join(folder, `archipel-cloud-${process.pid}-${crypto.randomUUID()}`);
  const file = await open(name, "wx+");
  await unlink(name);
  const sink = sinkOf(file);
  const read = rangesOf(file);
  let end = 0;
  return {
    async append(bytes) {
      const offset = end;
      end += bytes.length;
      await sink.write(offset, bytes);
      return offset;
    },
    read,
    close: () => file.close(),
  };
}
