import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type pg from "pg";

/** Most bytes that one call of the system reads. */
const READ_BYTES = 64 * 1024;

/** Receives bytes that lie in the memory of the next ones: what is kept must be copied. */
type Reader = (bytes: Buffer) => void;

/** Who reads from a socket instead of `pg`. */
const readers = new WeakMap<Duplex, Reader>();

/**
 * The socket of a connection, for the option `stream` of `pg`. It reads into the same memory each time, and copies for `pg` what that gets. A
 * usual socket allocates 64 KB for each read, outside V8's heap, and the collector is called for their sum. With TLS, it is a usual socket.
 */
export function connectionStream({ ssl }: pg.ClientConfig = {}): Socket {
  if (ssl) return new Socket();
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BYTES),
      callback(count, buffer) {
        const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, count);
        const reader = readers.get(socket);
        if (reader) reader(bytes);
        else socket.emit("data", Buffer.from(bytes));
        return true;
      },
    },
  });
  readsItself.add(socket);
  return socket;
}

const readsItself = new WeakSet<Duplex>();

/**
 * Gives all that comes on a connection to `reader`, until it gives it back.
 *
 * @returns gives the connection back to `pg`, with the bytes that `reader` leaves to it
 */
export function readInstead({ stream }: pg.Connection, reader: Reader): (rest: Buffer) => void {
  if (readsItself.has(stream)) {
    readers.set(stream, reader);
    return (rest) => {
      readers.delete(stream);
      stream.emit("data", Buffer.from(rest));
    };
  }
  const usual = stream.listeners("data") as Reader[];
  for (const one of usual) stream.off("data", one);
  stream.on("data", reader);
  return (rest) => {
    stream.off("data", reader);
    for (const one of usual) stream.on("data", one);
    for (const one of usual) one.call(stream, rest);
  };
}
