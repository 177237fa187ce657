import type pg from "pg";

/** Signature (11 bytes), flags and length of the extension (4 each): the header of `COPY … (FORMAT binary)`. */
const COPY_HEADER = 19;
/** Number of fields (2) and length of the first (4), before its bytes. */
const FIELD_HEAD = 6;

/**
 * Reads the single `bytea` of a query by COPY, as bytes. A row would carry it as hexadecimal text, twice as long, to be read as a string
 * and parsed. It is a submittable query of `pg`, whose client calls its event methods.
 */
export class CopyBytesQuery {
  readonly result: Promise<Uint8Array | null>;
  private readonly statement: string;
  private readonly chunks: Buffer[] = [];
  private resolve: (bytes: Uint8Array | null) => void = () => {};
  private reject: (error: Error) => void = () => {};

  /**
   * @param query a SELECT of one `bytea`; COPY takes no parameters, so its values are written in the text
   * @param opening statements ahead of it. Sent in one message, all of them are one transaction, without BEGIN and COMMIT.
   */
  constructor(query: string, opening = "") {
    const copy = `COPY (${query}) TO STDOUT (FORMAT binary)`;
    this.statement = opening ? `${opening}; ${copy}` : copy;
    this.result = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: pg.Connection): void {
    connection.query(this.statement);
  }

  handleCopyData(message: { chunk: Buffer }): void {
    // The chunk is a view of the connection's buffer, which the next message overwrites.
    this.chunks.push(Buffer.from(message.chunk));
  }

  handleError(error: Error): void {
    this.reject(error);
  }

  handleReadyForQuery(): void {
    this.resolve(firstField(this.chunks.length === 1 ? (this.chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.chunks)));
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
}

function firstField(copy: Buffer): Uint8Array | null {
  const fields = copy.length < COPY_HEADER + FIELD_HEAD ? -1 : copy.readInt16BE(COPY_HEADER);
  const length = fields === 1 ? copy.readInt32BE(COPY_HEADER + 2) : -1;
  const start = COPY_HEADER + FIELD_HEAD;
  return length < 0 ? null : copy.subarray(start, start + length);
}
