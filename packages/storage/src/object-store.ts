import type { Readable } from "node:stream";

export interface StoredObject {
  /** Address of the content: `sha256/<hex>`. */
  key: string;
  size: number;
}

/** Objects addressed by the hash of their content. Writing the same bytes twice stores them once. */
export interface ObjectStore {
  put(content: Readable): Promise<StoredObject>;
  /**
   * Stores a file, faster than `put`, and leaves it where it is.
   *
   * @param isFinal nobody writes into the file any more: it may become the object itself, under a second name. Never say so of a file that a
   *   child process still has open: it could change an object whose hash is known.
   */
  putFile(path: string, isFinal?: boolean): Promise<StoredObject>;
  /** The object, or its bytes `start` to `end` (both inclusive). Rejects when the object does not exist. */
  get(key: string, range?: { start: number; end?: number }): Promise<Readable>;
  stat(key: string): Promise<StoredObject | null>;
  delete(key: string): Promise<void>;
  /** Provides the object as a local file for tools that need one. `work` must not change it, nor use it after it ends. */
  withFile<T>(key: string, work: (path: string) => Promise<T>): Promise<T>;
}

/** Called with the key of an object before that is kept, also when it is kept already. When it fails, nothing is kept. */
export type BeforeKeep = (key: string) => Promise<void>;

/** Thrown when a key has no object. */
export class NoSuchObjectError extends Error {
  override name = "NoSuchObjectError";
}

const KEY = /^sha256\/[0-9a-f]{64}$/;

/** The hash in a key. Refuses keys of any other form, which could be paths. */
export function hashOf(key: string): string {
  if (!KEY.test(key)) throw new NoSuchObjectError(`no object ${key.slice(0, 100)}`);
  return key.slice(7);
}
