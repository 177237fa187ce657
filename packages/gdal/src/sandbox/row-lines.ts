import { type FileHandle, open } from "node:fs/promises";
import { linesOf } from "../copy-text.ts";
import { UnreadableError } from "../model.ts";
import { ROWS_GROWN } from "./requests.ts";

/** Bytes that are read at once. */
export const READ_BYTES = 1024 * 1024;

/** The length of a line of `ROWS_GROWN` at most. */
const MOST_DIGITS = ROWS_GROWN.length + 16;

/** The lines of a stream, one by one; lines already received are returned without waiting. */
export class Lines {
  readonly #chunks: AsyncGenerator<Buffer[]>;
  #lines: Buffer[] = [];
  #next = 0;

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#chunks = linesOf(stream);
  }

  ready(): Buffer | undefined {
    return this.#lines[this.#next++];
  }

  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const line = this.#lines[this.#next++];
      if (line) return line;
      const { value, done } = await this.#chunks.next();
      if (done) return undefined;
      this.#lines = value;
      this.#next = 0;
    }
  }
}

/** The bytes of a file that the child writes, as far as its lines of `ROWS_GROWN` say. @returns the line after these; undefined at the end of all */
export async function* grown(lines: Lines, path: string): AsyncGenerator<Buffer, Buffer | undefined> {
  // The file is there when the child says that it has grown.
  let file: FileHandle | null = null;
  let position = 0;
  try {
    for (let line = await lines.next(); line; line = await lines.next()) {
      const text = line.toString("latin1", 0, MOST_DIGITS);
      if (!text.startsWith(ROWS_GROWN)) return line;
      const bytes = Number(text.slice(ROWS_GROWN.length));
      while (position < bytes) {
        file ??= await open(path);
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(READ_BYTES, bytes - position)), { position });
        if (bytesRead === 0) throw new UnreadableError("crash", "the rows break off");
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    }
    return undefined;
  } finally {
    await file?.close();
  }
}
