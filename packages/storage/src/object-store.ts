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
  /** Lends the object as a local file for tools that need one: read it, never write it, forget it when `work` ends. */
  withFile<T>(key: string, work: (path: string) => Promise<T>): Promise<T>;
}

/** Thrown when a key names no object. */
export class NoSuchObjectError extends Error {
  override name = "NoSuchObjectError";
}

const KEY = /^sha256\/[0-9a-f]{64}$/;

/** The hash in a key. A key that is not of our making could be a path: it names nothing. */
export function hashOf(key: string): string {
  if (!KEY.test(key)) throw new NoSuchObjectError(`no object ${key.slice(0, 100)}`);
  return key.slice(7);
}
