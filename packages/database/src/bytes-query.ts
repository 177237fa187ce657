import type pg from "pg";
import { readInstead } from "./read-socket.ts";
import { type Named, prepared, sendBatch } from "./send-batch.ts";

/** Types of the server's messages. */
const [DATA_ROW, COMMAND_COMPLETE, EMPTY_QUERY, ERROR, READY] = [..."DCIEZ"].map((letter) => letter.charCodeAt(0));
/** Type (1 byte) and length of the rest (4). */
const HEAD = 5;
/** Number of values (2) and length of the first (4), before its bytes. */
const VALUE_AT = HEAD + 6;
const NOTHING = Buffer.alloc(0);

/**
 * Reads the single `bytea` of one of several statements, as bytes and in one round trip. `pg` reads every value as text: it would get hexadecimal
 * digits, twice as long, which the server writes and this process reads more slowly than all else. So this query reads the messages itself until
 * the server is ready or has an error; these are given back to `pg`. The value is copied once, into memory of its own size. It is a submittable query of `pg`, whose client calls its event methods.
 */
export class BytesQuery {
  readonly result: Promise<Uint8Array | null>;
  private readonly statements: readonly Named[];
  private readonly wanted: number;
  private readonly also: number;
  /** The first value of the other statement, as text; null for null, no row, or without another statement. Set once there is a result. */
  alsoRead: Buffer | null = null;
  private value: Buffer | null = null;
  private filled = 0;
  private hasRow = false;
  /** Bytes of the wanted row that are still to come. */
  private left = 0;
  private current = 0;
  /** The begin of a message. */
  private rest = NOTHING;
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
    sendBatch(connection, this.statements, this.wanted);
    this.giveBack = readInstead(connection, (bytes) => this.read(bytes));
  }

  private read(bytes: Buffer): void {
    let at = this.takeRow(bytes);
    let buffer = bytes;
    if (this.rest.length > 0) {
      buffer = Buffer.concat([this.rest, bytes]);
      this.rest = NOTHING;
    }
    while (buffer.length - at >= HEAD) {
      const type = buffer[at];
      if (type === ERROR || type === READY) {
        this.giveBack(buffer.subarray(at));
        return;
      }
      const end = at + 1 + buffer.readUInt32BE(at + 1);
      if (type === DATA_ROW && this.current === this.wanted) {
        if (buffer.length < at + VALUE_AT) break;
        if (!this.hasRow) this.value = spaceFor(buffer.readInt32BE(at + VALUE_AT - 4));
        this.hasRow = true;
        this.left = end - at - VALUE_AT;
        at += VALUE_AT;
        at += this.takeRow(buffer.subarray(at));
        continue;
      }
      if (end > buffer.length) break;
      if (type === COMMAND_COMPLETE || type === EMPTY_QUERY) this.current++;
      else if (type === DATA_ROW && this.current === this.also) this.alsoRead ??= firstValue(buffer, at);
      at = end;
    }
    if (at < buffer.length) this.rest = Buffer.from(buffer.subarray(at));
  }

  /** Takes what belongs to the wanted row: first its value, then what else it has. Returns the number of bytes. */
  private takeRow(bytes: Buffer): number {
    const taken = Math.min(this.left, bytes.length);
    this.left -= taken;
    if (this.value && this.filled < this.value.length) this.filled += bytes.copy(this.value, this.filled, 0, taken);
    return taken;
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

/** The memory of a value of this length; null for -1, which is that of NULL. */
const spaceFor = (length: number) => (length < 0 ? null : Buffer.allocUnsafeSlow(length));

function firstValue(buffer: Buffer, at: number): Buffer | null {
  const length = buffer.readInt32BE(at + VALUE_AT - 4);
  return length < 0 ? null : Buffer.from(buffer.subarray(at + VALUE_AT, at + VALUE_AT + length));
}
