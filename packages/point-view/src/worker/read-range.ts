import type { ReadRange } from "@archipel/pointcloud/byte-io.ts";
import type { ReadFailure } from "./messages.ts";

/** A range of a file that could not be read. */
export class ReadError extends Error {
  readonly failure: ReadFailure;

  constructor(failure: ReadFailure, message: string) {
    super(message);
    this.name = "ReadError";
    this.failure = failure;
  }
}

/**
 * Reads ranges of a file of this site, with the visitor's session.
 *
 * @param onRead is called with the bytes of each answer
 * @throws ReadError
 */
export function rangeReader(
  url: string,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
  get: typeof fetch = fetch,
): ReadRange {
  return async (offset, length) => {
    if (length <= 0) return new Uint8Array(0);
    const response = await answerOf(() =>
      get(url, { headers: { range: `bytes=${offset}-${offset + length - 1}` }, credentials: "same-origin", ...(signal && { signal }) }),
    );
    // The file ends before the range begins.
    if (response.status === 416) return new Uint8Array(0);
    if (response.status === 200) {
      await response.body?.cancel();
      throw new ReadError("no-ranges", `${url} was answered as a whole`);
    }
    if (response.status !== 206) throw new ReadError(response.status >= 500 ? "network" : "refused", `${url}: ${response.status}`);
    const bytes = new Uint8Array(await answerOf(() => response.arrayBuffer()));
    onRead(bytes.length);
    return bytes;
  };
}

/** Programs that are stopped and networks that fail have different errors; what was aborted stays an abort. */
async function answerOf<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ReadError("network", error instanceof Error ? error.message : String(error));
  }
}

/** Bytes that are read at least: a request takes as long for few bytes as for some thousands. */
const AHEAD = 16_384;
/** Places of a file that are kept: the last ones. */
const PLACES = 4;

/**
 * Reads more than is asked for, and keeps it: a header and its records are next to each other, and a page of a hierarchy comes after its
 * record. One request for each place instead of one for each piece.
 */
export function readAhead(read: ReadRange, size = AHEAD): ReadRange {
  const kept: { readonly offset: number; readonly bytes: Promise<Uint8Array> }[] = [];
  return async (offset, length) => {
    if (length > size) return read(offset, length);
    const known = kept.find((one) => offset >= one.offset && offset + length <= one.offset + size);
    const used = known ?? { offset, bytes: read(offset, size) };
    if (!known) kept.splice(0, Math.max(0, kept.push(used) - PLACES));
    return (await used.bytes).subarray(offset - used.offset, offset - used.offset + length);
  };
}
