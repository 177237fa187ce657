import type { TemporaryStorage } from "../copc/write/cell-store.ts";

/** Temporary storage in memory. */
export function memoryStorage(): TemporaryStorage {
  const pieces = new Map<number, Uint8Array>();
  let end = 0;
  return {
    async append(bytes) {
      const offset = end;
      pieces.set(offset, bytes.slice());
      end += bytes.length;
      return offset;
    },
    async read(offset, length) {
      const piece = pieces.get(offset);
      if (piece?.length !== length) throw new Error(`nothing of ${length} bytes was stored at ${offset}`);
      return piece.slice();
    },
  };
}
