import type { Readable } from "node:stream";

export interface StoredObject {
  /** Address of the content: `sha256/<hex>`. */
  key: string;
  size: number;
}

/** Objects addressed by the hash of their content. Writing the same bytes twice stores them once. */
export interface ObjectStore {
  put(content: Readable): Promise<StoredObject>;
  /** Bytes `start` to `end` (both inclusive) when a range is asked. Rejects when there is no such object. */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  stat(key: string): Promise<StoredObject | null>;
  delete(key: string): Promise<void>;
}
