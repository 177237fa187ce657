import type { Duplex } from "node:stream";
import type pg from "pg";
import { type Named, prepared, sendBatch } from "./send-batch.ts";

/** Types of the server's messages. */
const [DATA_ROW, COMMAND_COMPLETE, EMPTY_QUERY, ERROR, READY] = [..."DCIEZ"].map((letter) => letter.charCodeAt(0));
/** Type (1 byte) and length of the rest (4). */
const HEAD = 5;
/** Number of values (2) and length of the first (4), before its bytes. */
const VALUE_AT = HEAD + 6;

/**
 * Reads the single `bytea` of one of several statements, as bytes and in one round trip. `pg` reads every value as text: it would get hexadecimal
 * digits, twice as long, which the server writes and this process reads more slowly than all else. So this query reads the messages itself until
 * the server is ready or has an error; these are given back to `pg`. It is a submittable query of `pg`, whose client calls its event methods.
 */
export class BytesQuery {
  readonly result: Promise<Uint8Array | null>;
  private readonly statements: readonly Named[];
  private readonly wanted: number;
  private readonly also: number;
  /** The first value of the other statement, as text; null for null, no row, or without another statement. Set once there is a result. */
  alsoRead: Buffer | null = null;
  private value: Uint8Array | null = null;
  private current = 0;
  private chunks: Buffer[] = [];
  private have = 0;
  /** Bytes that the next message takes at least. */
  private need = HEAD;
  private giveBack: (rest: Buffer) => void = () => {};
  private resolve: (bytes: Uint8Array | null) => void = () => {};
  private reject: (error: unknown) => void = () => {};

  /**
   * @param wanted index of the statement that gives the value: the first value of its first row, null for null or no row
   * @param also index of another statement, of which a short text is read
   */
  constructor(statements: readonly Named[], wanted: number, also = -1) {
    this.statements = prepared(statements);
    this.wanted = wanted;
    this.also = also;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.result.catch(() => {});
  }

  submit(connection: pg.Connection): void {
    const stream: Duplex = connection.stream;
    const readers = stream.listeners("data") as ((chunk: Buffer) => void)[];
    const own = (chunk: Buffer) => this.read(chunk);
    this.giveBack = (rest) => {
      stream.off("data", own);
      for (const reader of readers) stream.on("data", reader);
      for (const reader of readers) reader.call(stream, rest);
    };
    sendBatch(connection, this.statements, this.wanted);
    for (const reader of readers) stream.off("data", reader);
    stream.on("data", own);
  }

  private read(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.have += chunk.length;
    if (this.have < this.need) return;
    const buffer = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    let at = 0;
    while (buffer.length - at >= HEAD) {
      const type = buffer[at];
      if (type === ERROR || type === READY) {
        this.giveBack(buffer.subarray(at));
        return;
      }
      const end = at + 1 + buffer.readUInt32BE(at + 1);
      if (end > buffer.length) break;
      if (type === COMMAND_COMPLETE || type === EMPTY_QUERY) this.current++;
      else if (type === DATA_ROW && this.current === this.wanted) this.value ??= firstValue(buffer, at);
      // Copied: the chunk it lies in may be a large one.
      else if (type === DATA_ROW && this.current === this.also) this.alsoRead ??= copyOf(firstValue(buffer, at));
      at = end;
    }
    const rest = buffer.subarray(at);
    this.chunks = [rest];
    this.have = rest.length;
    this.need = rest.length >= HEAD ? 1 + rest.readUInt32BE(1) : HEAD;
  }

  handleError(error: unknown): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve(this.value);
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
}

const copyOf = (value: Uint8Array | null) => (value === null ? null : Buffer.from(value));

function firstValue(buffer: Buffer, at: number): Uint8Array | null {
  const length = buffer.readInt32BE(at + VALUE_AT - 4);
  return length < 0 ? null : buffer.subarray(at + VALUE_AT, at + VALUE_AT + length);
}
