import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { gzip as gzipHere } from "libdeflate";

/** Above this size, another thread compresses; below, the transfer costs more. */
const LONG_WORK_BYTES = 32 * 1024;
/** Higher levels cost more time than the saved bytes are worth. */
const LEVEL = 1;

const gzipElsewhere = promisify(gzip);

/** Bytes as gzip, in memory of their own: tiles are kept by the thousand, and the given bytes may be filled again at once. */
export async function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Buffer> {
  if (bytes.length <= LONG_WORK_BYTES) {
    const body = gzipHere(bytes, LEVEL);
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  const body = await gzipElsewhere(bytes.slice(), { level: LEVEL, chunkSize: bytes.length });
  // zlib gives a piece of a longer buffer.
  const kept = Buffer.allocUnsafeSlow(body.length);
  body.copy(kept);
  return kept;
}
