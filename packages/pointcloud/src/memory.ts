/** The memory in a message that can be given away instead of copied: each buffer once. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    if (typeof value[0] === "object") for (const part of value) buffersOf(part, found);
  } else if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) buffersOf(part, found);
  }
  return [...found];
}

/**
 * Frees the memory of values at once; they must not be used again. The garbage collector would let 64 MB for each thread wait.
 *
 * @param kept values that share no memory with it, or whose memory stays
 */
export function release(value: unknown, kept?: unknown): void {
  const stay = new Set(kept === undefined ? [] : buffersOf(kept));
  for (const buffer of buffersOf(value)) if (!stay.has(buffer) && buffer.byteLength > SMALL) buffer.transfer?.(0);
}
const SMALL = 4096;
