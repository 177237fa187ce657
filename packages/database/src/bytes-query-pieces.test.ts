import { Duplex } from "node:stream";
import type pg from "pg";
import { expect, test } from "vitest";
import { BytesQuery } from "./bytes-query.ts";

// The network cuts what the server sends anywhere.

const statements = ["BEGIN", "SELECT a, b", "SELECT c", "COMMIT"].map((text) => ({ name: "", text, values: [] }));

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function row(...values: (Buffer | null)[]): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(values.length);
  const written = values.map((value) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(value?.length ?? -1);
    return Buffer.concat([length, value ?? Buffer.alloc(0)]);
  });
  return message("D", number, ...written);
}

const complete = (text: string) => message("C", Buffer.from(`${text}\0`));
const ready = message("Z", Buffer.from("I"));
const answers = (wanted: Buffer[], also: Buffer[]) =>
  Buffer.concat([complete("BEGIN"), ...wanted, complete("SELECT"), ...also, complete("SELECT"), complete("COMMIT"), ready]);

/** What is read, and what `pg` gets, when the server's bytes come in these pieces. */
function readIn(pieces: readonly Buffer[]) {
  const stream = new Duplex({ read() {}, write: (_bytes, _encoding, done) => done() });
  const left: Buffer[] = [];
  stream.on("data", (rest: Buffer) => left.push(Buffer.from(rest)));
  const query = new BytesQuery(statements, 1, 2);
  query.submit({ stream } as unknown as pg.Connection);
  for (const piece of pieces) {
    // The memory of a piece is used again for the next one.
    const lent = Buffer.from(piece);
    stream.emit("data", lent);
    lent.fill(0xee);
  }
  query.handleReadyForQuery();
  return { query, left: Buffer.concat(left) };
}

test("a value is the same wherever the server's bytes are cut", async () => {
  const value = Buffer.from(Array.from({ length: 40 }, (_, index) => index));
  const bytes = answers([row(value, Buffer.from("another")), row(Buffer.from("of a second row"))], [row(Buffer.from("0/16B3748"))]);
  for (let first = 0; first < bytes.length; first++) {
    for (const second of [first + 1, first + 7, bytes.length]) {
      const { query, left } = readIn([bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]);
      expect(await query.result).toEqual(value);
      expect(query.alsoRead?.toString()).toBe("0/16B3748");
      expect(left).toEqual(ready);
    }
  }
  const { query } = readIn([...bytes].map((byte) => Buffer.from([byte])));
  expect(await query.result).toEqual(value);
});

test("null, empty and no row, byte by byte", async () => {
  const byByte = (bytes: Buffer) => readIn([...bytes].map((byte) => Buffer.from([byte]))).query;
  expect(await byByte(answers([row(null)], [row(null)])).result).toBeNull();
  expect(await byByte(answers([], [])).result).toBeNull();
  expect(await byByte(answers([row(Buffer.alloc(0))], [])).result).toEqual(Buffer.alloc(0));
});

test("an error goes to `pg` whole, from its first byte on", () => {
  const error = message("E", Buffer.from("SERROR\0C22012\0Mdivision by zero\0\0"));
  const bytes = Buffer.concat([complete("BEGIN"), error, ready]);
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(readIn([bytes.subarray(0, cut), bytes.subarray(cut)]).left).toEqual(Buffer.concat([error, ready]));
});
